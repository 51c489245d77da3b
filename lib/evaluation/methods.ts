/**
 * Other ways to an image of a test point than encoding and decoding it, so that a reconstruction is
 * held against something. Some know no latent space (the nearest training image, a cross-fade,
 * principal components); some use the network's, but not its encoder inside the hole: a straight
 * line between encodings at the hole's edge, the study's own analogy by attribute vectors, and the
 * code that a smooth map fitted outside the hole predicts. The last tells an encoder that fails
 * from a decoder that does: where its image is better than the reconstruction, the decoder could.
 *
 * @module
 */

import type { Row } from "../files/tables.ts";
import { crossFade, crossFadeWalk } from "../measure/baselines/cross_fade.ts";
import { imageSearch, nearestPoints } from "../measure/baselines/nearest.ts";
import {
  fitPrincipalComponents,
  reconstructFromComponents,
} from "../measure/baselines/principal_components.ts";
import { type ImagePair, imagePair, MEASURES, measuresIn } from "../measure/image/measures.ts";
import { fitPolynomial } from "../measure/latent/polynomial.ts";
import { chooseDegree } from "../measure/latent/regression.ts";
import { chordThrough } from "../space/chord.ts";
import type { Hole } from "../space/hole.ts";
import type { Axis } from "../space/periodic.ts";
import type { Point } from "../space/space.ts";
import { type AttributeVectors, attributeVectors, inputCount, inputsOf } from "./codes.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";
import { bytesOf, type Draw, insideFlags, pixelsOf, type TestSet } from "./sets.ts";

/** Components of the larger PCA. */
const MANY_COMPONENTS = 50;

/** Degrees of the map from (a, b) to μ that cross-validation chooses among. */
const DEGREES = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * The same where one of them is periodic, which stands in it as cosine and sine: three numbers have 84
 * terms up to degree 6, and 165 up to degree 8.
 */
const PERIODIC_DEGREES = [1, 2, 3, 4, 5, 6];

/** What the methods may learn from. */
export interface Knowledge {
  /** The network's own training images, N × S² bytes of ink, and their points. */
  readonly training: { readonly images: Uint8Array; readonly points: readonly Point[] };
  /** Training points outside the hole and their μ, whether the network was trained on them or not. */
  readonly outside: { readonly points: readonly Point[]; readonly codes: Float32Array };
  readonly hole: Hole;
  readonly seed: number;
}

/** Images of a set by one method, N × S² in [0, 1]. */
export interface MethodImages {
  readonly method: string;
  readonly images: Float32Array;
}

/** A method: images of a set, or nothing where it does not apply to the set. */
export type Method = (set: TestSet) => Promise<Float32Array | undefined>;

/** The baselines that know no latent space, by name. */
export async function pixelMethods(
  { training, hole, seed }: Pick<Knowledge, "training" | "hole" | "seed">,
  { latents, draw }: { latents: number; draw: Draw },
): Promise<Record<string, Method>> {
  const { images, points } = training;
  const area = images.length / points.length;
  const size = Math.sqrt(area);
  const components = await fitPrincipalComponents(images, {
    pixels: area,
    components: Math.max(MANY_COMPONENTS, latents),
    seed,
  });
  // Few images have few components.
  const atMost = (count: number) => Math.min(count, components.variances.length);
  const nearest = imageSearch(images, { pixels: area });
  const pick = (indices: Uint32Array) => pixelsOf({ images, points, size, indices });
  return {
    nearest_image: async (set) => pick(await nearest(bytesOf(set))),
    nearest_point: (set) => Promise.resolve(pick(nearestPoints(set.points, points, hole))),
    cross_fade: (set) => {
      if (set.name === "validation") return Promise.resolve(undefined);
      if (set.name !== "hole") return Promise.resolve(fadeWalk(pixelsOf(set), { set, hole }));
      return Promise.resolve(fadeChords(set, { hole, draw }));
    },
    pca_latents: (set) =>
      latents === 0
        ? Promise.resolve(undefined)
        : reconstructFromComponents(components, pixelsOf(set), { components: atMost(latents) }),
    pca_50: (set) =>
      reconstructFromComponents(components, pixelsOf(set), { components: atMost(MANY_COMPONENTS) }),
  };
}

/**
 * Rows of a walk across the hole, faded between the last before it and the first behind it. A walk
 * once around a periodic axis is not joined at its ends: in a hole there it repeats the nearest image.
 */
function fadeWalk(
  rows: Float32Array,
  { set, hole }: { set: TestSet; hole: Hole },
): Float32Array | undefined {
  const inside = insideFlags(hole, set.points);
  if (inside.every(Boolean) || !inside.some(Boolean)) return undefined;
  return crossFadeWalk(rows, inside, { pixels: rows.length / set.points.length });
}

/** For each point of the hole, the images at the ends of its chord, faded. */
function fadeChords(
  set: TestSet,
  { hole, draw }: { hole: Hole; draw: Draw },
): Float32Array | undefined {
  const ends = chordEnds(hole, set.points);
  if (!ends) return undefined;
  const [from, to] = [pixelsOf(draw(ends.from)), pixelsOf(draw(ends.to))];
  return fadeRows({ from, to, shares: ends.shares });
}

function fadeRows(
  { from, to, shares }: { from: Float32Array; to: Float32Array; shares: readonly number[] },
): Float32Array {
  const width = from.length / shares.length;
  const faded = new Float32Array(from.length);
  shares.forEach((share, n) => {
    const row = (values: Float32Array) => values.subarray(n * width, (n + 1) * width);
    faded.set(crossFade(row(from), row(to), share), n * width);
  });
  return faded;
}

function chordEnds(hole: Hole, points: readonly Point[]) {
  const chords = points.map((point) => chordThrough(hole, point));
  if (chords.some((chord) => chord === undefined)) return undefined;
  return {
    from: chords.map((chord) => chord!.ends[0]),
    to: chords.map((chord) => chord!.ends.at(-1)!),
    shares: chords.map((chord) => chord!.share),
  };
}

/** Codes of a set by one method, N × latents. */
export type CodeMethod = (set: TestSet) => Promise<Float32Array | undefined>;

/** The ways through a latent space. */
export interface LatentMethods {
  readonly methods: Record<string, CodeMethod>;
  /** Degree of the polynomial map from (a, b) to μ. */
  readonly mapDegree: number;
}

/** The ways through the model's latent space, by name. */
export function latentMethods(
  model: Pick<EvaluatedModel, "latents" | "posteriors" | "encode">,
  { outside, hole, seed }: Pick<Knowledge, "outside" | "hole" | "seed">,
  { draw }: { draw: Draw },
): LatentMethods {
  const { latents, encode } = model;
  const { periodic } = hole;
  const data = { inputs: inputsOf(outside.points, periodic), outputs: outside.codes };
  const shape = { from: inputCount(periodic), to: latents };
  const candidates = periodic ? PERIODIC_DEGREES : DEGREES;
  const mapDegree = chooseDegree(data, { ...shape, candidates, folds: 5, seed });
  const map = fitPolynomial(data, { ...shape, degree: mapDegree });
  const vectors = attributeVectors({ ...outside, latents, periodic });
  return {
    mapDegree,
    methods: {
      latent_line: async (set) => {
        if (set.name === "validation") return undefined;
        if (set.name !== "hole") {
          return fadeWalk((await model.posteriors(set)).means, { set, hole });
        }
        const ends = encode && chordEnds(hole, set.points);
        if (!ends) return undefined;
        const [from, to] = [await encode(draw(ends.from)), await encode(draw(ends.to))];
        return fadeRows({ from, to, shares: ends.shares });
      },
      attribute_vectors: (set) =>
        Promise.resolve(analogies(set.points, { outside, vectors, latents, periodic })),
      predicted_code: (set) =>
        Promise.resolve(Float32Array.from(map.predict(inputsOf(set.points, periodic)))),
    },
  };
}

/** For each point, the nearest encoding outside the hole plus the steps that lead from there. */
function analogies(
  points: readonly Point[],
  { outside, vectors: { slopes }, latents, periodic }: {
    outside: Knowledge["outside"];
    vectors: AttributeVectors;
    latents: number;
    periodic: Axis | undefined;
  },
): Float32Array {
  const nearest = nearestPoints(points, outside.points, { periodic });
  const codes = new Float32Array(points.length * latents);
  points.forEach((point, n) => {
    const start = inputsOf([outside.points[nearest[n]]], periodic);
    const changes = inputsOf([point], periodic).map((value, input) => value - start[input]);
    for (let k = 0; k < latents; k++) {
      let code = outside.codes[nearest[n] * latents + k];
      slopes.forEach((slope, input) => code += changes[input] * slope[k]);
      codes[n * latents + k] = code;
    }
  });
  return codes;
}

/** Rows of the table of methods: errors of each image of a set against the truth. */
export function methodRows(
  set: TestSet,
  { method, images }: MethodImages,
): Row[] {
  const area = set.size ** 2;
  const truth = pixelsOf(set);
  const errors = (pair: ImagePair) =>
    Object.fromEntries(
      measuresIn("methods").map((name) => MEASURES[name])
        .map(({ column, of }) => [column, of(pair)]),
    );
  return set.points.map(({ a, b }, n) => {
    const target = truth.subarray(n * area, (n + 1) * area);
    const image = images.subarray(n * area, (n + 1) * area);
    return {
      set: set.name,
      index: set.numbers[n],
      a,
      b,
      method,
      ...errors(imagePair(target, image, { width: set.size })),
    };
  });
}
