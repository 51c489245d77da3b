/**
 * Images of another reconstruction of P1 laid beside ours, with errors under each: what the
 * publication shows and what a network of this suite makes of the same shapes, measured in one way.
 *
 * @module
 */

import { areUsual, DEFAULT_SHAPES } from "../../curve/family.ts";
import { usualStroke } from "../../curve/geometry.ts";
import type { DatasetFacts } from "../../dataset/facts.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import type { ImageSet } from "../../dataset/image_set.ts";
import { UsageError } from "../../errors.ts";
import { COLOURS, OKABE_ITO } from "../../figures/palette.ts";
import { drawStrips, type Strip } from "../../figures/strips.ts";
import { clippedErrors } from "../../measure/image/clipped_errors.ts";
import { meanErrors } from "../../measure/image/errors.ts";
import { type ImageErrors, MAIN_MEASURE, type MeanErrors } from "../../measure/image/measures.ts";
import { freed, loadVae } from "../../model/files.ts";
import { decodeLatents, encodeMeans, encodeSamples } from "../../model/inference.ts";
import { createRandom } from "../../random.ts";
import { insideHole, PUBLISHED_HOLE_TEXT } from "../../space/hole.ts";
import type { Point } from "../../space/space.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";
import { PUBLISHED_CLIP } from "../published/p1_errors.ts";
import { drawer, pixelsOf } from "../sets.ts";
import { filesOf, readPicture } from "./pictures.ts";

const [P1] = PUBLISHED_TRANSECTS;

/** What is laid side by side. */
export interface PairsRequest {
  /** Pattern of their reconstructions of P1; see `filesOf`. */
  readonly theirs: string;
  /** Pattern of what was shown to their network; without it, theirs are measured against ours. */
  readonly inputs?: string;
  /** Folder of our network trained around the hole. */
  readonly model: string;
  /** Folder of its control. */
  readonly control?: string;
  /** How the images of both were drawn. */
  readonly facts: DatasetFacts;
  /** Whether ours decode z = μ + σ·ε, as the published ones did, and not μ. */
  readonly noise: boolean;
  /** Seed of ε. */
  readonly seed: number;
}

/** Mean errors of one row of reconstructions. */
export interface PairErrors {
  readonly inside: MeanErrors;
  readonly outside: MeanErrors;
}

/** The montage, and what it says in numbers. */
export interface Pairs {
  /** An SVG document. */
  readonly svg: string;
  /** By row: `theirs`, `ours`, and `control` where there is one. */
  readonly errors: Readonly<Record<string, PairErrors>>;
}

/**
 * Throws UsageError unless a model was trained on the publication's shapes: pictures of P1 show no
 * others.
 */
export function checkPublishedShapes({ family, petals }: DatasetFacts): void {
  if (areUsual({ family, petals })) return;
  const received = petals === undefined ? family : `${family} of ${petals} petals`;
  throw new UsageError(
    `--model must be trained on the publication's shapes, ${DEFAULT_SHAPES.family} of ` +
      `${DEFAULT_SHAPES.petals} petals, received ${received}`,
  );
}

/** What to bear in mind of a network whose images or hole are not as published, a line each. */
export function differenceNotes(facts: DatasetFacts): string[] {
  const { size, geometry, hole, stroke } = facts;
  const drawing =
    `--model was trained on images of ${size} × ${size} pixels, geometry ${geometry}: ` +
    "errors can be compared with the published ones at 256 × 256 in the published geometry only";
  const inside =
    `--model has the hole ${hole}: inside and outside mean those of this hole, for the ` +
    `published images too, whose network had the hole ${PUBLISHED_HOLE_TEXT}`;
  // Pixels of a square image are no line widths of the publication.
  const usual = geometry === "published" ? usualStroke(facts) : stroke;
  const line =
    `--model was trained on lines of width ${stroke}, the published images have ${usual}: without ` +
    "--inputs these are measured against images with the model's lines";
  return [
    ...(size === 256 && geometry === "published" ? [] : [drawing]),
    ...(stroke === usual ? [] : [line]),
    ...(hole === PUBLISHED_HOLE_TEXT ? [] : [inside]),
  ];
}

/** Which points of P1 lie in a hole. Throws UsageError where all or none do. */
function insideP1(facts: DatasetFacts, points: readonly Point[]): boolean[] {
  const hole = datasetHole(facts);
  const flags = points.map((point) => insideHole(hole, point));
  if (new Set(flags).size === 2) return flags;
  throw new UsageError(
    `--model must have a hole with some points of P1 inside and some outside, received ${facts.hole}`,
  );
}

/**
 * Lays them side by side.
 *
 * @throws {UsageError} All or none of P1's points lie in the model's hole, or a pattern does not name
 * 15 PNG files that can be read; one line that names the flag and what it received.
 */
export async function layPairs(request: PairsRequest): Promise<Pairs> {
  const { theirs, inputs, model, control, facts } = request;
  const points = transectPoints(P1);
  const flags = insideP1(facts, points);
  // Before the networks run, since it is theirs that may be wrong.
  const given = await stack("theirs", theirs, facts.size);
  const shown = inputs === undefined ? undefined : await stack("inputs", inputs, facts.size);
  const set = (await drawer(facts))(points);
  const truth = pixelsOf(set);
  const ours = await made(model, set, request);
  const beside = control === undefined ? undefined : await made(control, set, request);

  const measured = (target: Float32Array, images: Float32Array) =>
    errorsOf(target, images, facts.size);
  const rows = {
    theirs: measured(shown ?? truth, given),
    ours: measured(truth, ours),
    ...(beside && { control: measured(truth, beside) }),
  };
  const means = Object.fromEntries(
    Object.entries(rows).map(([name, list]) => [name, {
      inside: meanErrors(list.filter((_, n) => flags[n])),
      outside: meanErrors(list.filter((_, n) => !flags[n])),
    }]),
  );
  const strip = (name: keyof typeof rows, own: Pick<Strip, "label" | "images" | "colour">) => ({
    ...own,
    note: [
      `inside ${means[name].inside[MAIN_MEASURE].toFixed(3)}`,
      `outside ${means[name].outside[MAIN_MEASURE].toFixed(3)}`,
    ],
    errors: rows[name]!.map((errors) => errors[MAIN_MEASURE]),
  });
  const noisy = request.noise ? ["with noise"] : [];
  const strips: Strip[] = [
    ...(shown ? [{ label: ["truth, theirs"], images: shown }] : []),
    ...(shown ? [] : [{ label: ["truth"], images: truth }]),
    strip("theirs", { label: ["theirs"], images: given, colour: OKABE_ITO.black }),
    ...(shown ? [{ label: ["truth, ours"], images: truth }] : []),
    strip("ours", { label: ["ours", ...noisy], images: ours, colour: COLOURS.punctured }),
    ...(beside
      ? [strip("control", {
        label: ["our control", ...noisy],
        images: beside,
        colour: COLOURS.control,
      })]
      : []),
  ];
  const svg = drawStrips(strips, {
    points: points.map((point, n) => ({ ...point, transect: P1.name, inside: flags[n] })),
    size: facts.size,
    measure: MAIN_MEASURE,
    title: "Their reconstructions and ours, along P1",
  });
  return { svg, errors: means };
}

/** Images of a pattern, in [0, 1], one a point of P1. */
async function stack(flag: string, pattern: string, size: number): Promise<Float32Array> {
  const count = transectPoints(P1).length;
  const refuse = (why: string): never => {
    throw new UsageError(`--${flag} must name ${count} PNG files, one a point of P1: ${why}`);
  };
  const orRefuse = async <T>(task: Promise<T>, of = ""): Promise<T> => {
    try {
      return await task;
    } catch (error) {
      if (error instanceof UsageError) return refuse(`${of}${error.message}`);
      throw error;
    }
  };
  const files = await orRefuse(filesOf(pattern));
  if (files.length !== count) refuse(`${pattern} names ${files.length}`);
  const images = new Float32Array(count * size * size);
  for (const [n, file] of files.entries()) {
    const image = await orRefuse(readPicture(file, size), `${file} `);
    image.forEach((value, i) => images[n * size * size + i] = value / 255);
  }
  return images;
}

async function made(
  directory: string,
  set: ImageSet,
  { noise, seed }: Pick<PairsRequest, "noise" | "seed">,
): Promise<Float32Array> {
  const vae = await loadVae(directory);
  using _network = freed(vae);
  const codes = noise
    ? await encodeSamples(vae, set, createRandom(seed, "pairs/noise"))
    : await encodeMeans(vae, set);
  return await decodeLatents(vae, codes);
}

function errorsOf(targets: Float32Array, images: Float32Array, size: number): ImageErrors[] {
  const area = size * size;
  return Array.from({ length: images.length / area }, (_, n) => {
    const part = (pixels: Float32Array) => pixels.subarray(n * area, (n + 1) * area);
    return clippedErrors(part(targets), part(images), { width: size, clip: PUBLISHED_CLIP });
  });
}
