/**
 * What a decoder makes of its latent space, what that stage does: traversals along each latent axis, samples
 * of the posterior, and reconstructions over a lattice of the (a, b) plane.
 *
 * | file | content |
 * |---|---|
 * | `traversals.npy` | float32 in [0, 1], latents × steps × S × S |
 * | `samples.npy` | float32 in [0, 1], points × (1 + samples) × S × S; the first decodes μ itself |
 * | `samples_truth.npy` | uint8, points × S × S |
 * | `lattice.npy`, `lattice_truth.npy` | uint8, rows · columns × S × S: reconstructions and truth |
 * | `tables/traversals.csv` | a row for each latent and step: deviation and code |
 * | `tables/samples.csv` | a row for each point and sample: true (a, b) and code |
 * | `tables/lattice.csv` | a row for each point of the lattice: errors and μ |
 *
 * @module
 */

import { readDatasetFacts } from "../dataset/facts.ts";
import { datasetHole } from "../curve/family_hole.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { UsageError } from "../errors.ts";
import { readCsv } from "../files/csv.ts";
import { encodeNpy, type NpyData } from "../files/npy.ts";
import { type Row, writeTable } from "../files/tables.ts";
import { errorMeans, errorRow, latentRow } from "../measure/cells.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import { mean } from "../measure/statistics.ts";
import { freed, loadVae } from "../model/files.ts";
import { decodeLatents, encodeSamples, reconstruct } from "../model/inference.ts";
import type { Vae } from "../model/vae.ts";
import { createRandom } from "../random.ts";
import type { Metrics, Result, StageRun } from "../results/stage.ts";
import { type Hole, holeMiddle, insideHole } from "../space/hole.ts";
import { periodOf, wrapped } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";
import type { TrainParameters } from "../training/schema.ts";
import { checkSamples } from "./check.ts";
import type { TraversalsParameters } from "./traversals_parameters.ts";
import { drawer, latticeSet } from "./sets.ts";
import { LATTICE } from "../space/points.ts";

/**
 * Points whose posterior is sampled: towards the corners of the space, the middle of the hole, and
 * a shape above the middle of the space, whose petals meet in the origin.
 */
function sampledPoints(hole: Hole): Point[] {
  return [
    { a: 0.8, b: 0.4 },
    { a: 1.7, b: 0.4 },
    middleOf(hole),
    { a: 1.25, b: 1.25 },
    { a: 0.8, b: 1.6 },
    { a: 1.7, b: 1.6 },
  ];
}

/** The middle of a hole as far as it lies in the space; that of the space where none is missing. */
function middleOf(hole: Hole): Point {
  const middle = (axis: "a" | "b") => {
    if (axis === hole.periodic) {
      return wrapped(axis, holeMiddle(hole, axis) ?? SPACE[axis][0] + periodOf(axis) / 2);
    }
    const [low, high] = SPACE[axis];
    const within = (value: number) => Math.min(Math.max(value, low), high);
    if (hole.kind === "disc") return within(hole[axis]);
    if (hole.kind === "box") return (within(hole[axis][0]) + within(hole[axis][1])) / 2;
    if (hole.kind === "strip" && hole.axis === axis) {
      return (within(hole.low) + within(hole.high)) / 2;
    }
    return (low + high) / 2;
  };
  return { a: middle("a"), b: middle("b") };
}

/** Decodes the latent space of a run's model. */
export async function traverse(
  { parameters, inputs: { model }, out, progress, backend }: StageRun<TraversalsParameters>,
): Promise<Metrics> {
  const vae = await loadVae(model.directory);
  using _network = freed(vae);
  if (!vae.network.encoder) {
    throw new UsageError(
      `--model must have an encoder, received ${model.directory}, a decoder trained alone`,
    );
  }
  const facts = await readDatasetFacts(model.directory);
  const { size } = facts, { latents } = vae.architecture;
  const hole = datasetHole(facts);
  const draw = await drawer(facts);
  const write = async (name: string, images: NpyData, shape: number[]) =>
    await out.write(`${name}.npy`, encodeNpy(images, [...shape, size, size]));

  progress.line("decodes along each latent axis");
  const spread = await codeSpread(model);
  const { codes, rows } = traversalCodes(spread, parameters);
  await write("traversals", await decodeLatents(vae, codes), [latents, parameters.steps]);
  await writeTable(out, "traversals", { rows });

  checkSamples(parameters.samples, (model.parameters as unknown as TrainParameters).posterior);
  progress.line("samples posteriors");
  const set = draw(sampledPoints(hole));
  const points = set.points.length;
  const sampled = await posteriorSamples(vae, set, parameters);
  await write("samples", sampled.images, [points, 1 + parameters.samples]);
  await write("samples_truth", Uint8Array.from(set.images), [points]);
  await writeTable(out, "samples", { rows: sampled.rows });

  progress.line("reconstructs a lattice");
  const lattice = latticeSet(draw);
  const { images, rows: latticeRows, metrics } = await overLattice(vae, lattice, hole);
  backend.check();
  const count = LATTICE.rows * LATTICE.columns;
  await write("lattice", Uint8Array.from(images, (value) => Math.round(255 * value)), [count]);
  await write("lattice_truth", Uint8Array.from(lattice.images), [count]);
  await writeTable(out, "lattice", { rows: latticeRows });
  return { ...metrics, deviations: spread.deviations };
}

/** Where the codes of the training points lie. */
interface Spread {
  /** The training point's code that is nearest to the mean of all: a code that occurs. */
  readonly centre: number[];
  /** Standard deviation of each latent. */
  readonly deviations: number[];
}

async function codeSpread({ directory }: Result): Promise<Spread> {
  const rows = readCsv(await Deno.readTextFile(`${directory}/tables/latents.csv`));
  const names = Object.keys(rows[0]).filter((name) => name.startsWith("mu_"));
  const codes = rows.map((row) => names.map((name) => Number(row[name])));
  const means = names.map((_, k) => mean(codes.map((code) => code[k])));
  const deviations = names.map((_, k) =>
    Math.sqrt(mean(codes.map((code) => (code[k] - means[k]) ** 2)))
  );
  const distance = (code: readonly number[]) =>
    code.reduce((sum, value, k) => sum + (value - means[k]) ** 2, 0);
  const centre = codes.reduce((best, code) => distance(code) < distance(best) ? code : best);
  return { centre, deviations };
}

/** Codes along each axis, latents · steps × latents, and their rows. */
function traversalCodes(
  { centre, deviations }: Spread,
  { steps, reach }: TraversalsParameters,
): { codes: Float32Array<ArrayBuffer>; rows: Row[] } {
  const codes = new Float32Array(centre.length * steps * centre.length);
  const rows: Row[] = [];
  centre.forEach((_, latent) => {
    for (let step = 0; step < steps; step++) {
      const deviation = reach * (2 * step / (steps - 1) - 1);
      const code = centre.map((value, k) =>
        k === latent ? value + deviation * deviations[k] : value
      );
      codes.set(code, (latent * steps + step) * centre.length);
      rows.push({
        latent: latent + 1,
        step,
        deviation,
        ...Object.fromEntries(code.map((value, k) => [`z_${k + 1}`, value])),
      });
    }
  });
  return { codes, rows };
}

/** For each point the decoding of μ, then of samples of its posterior. */
async function posteriorSamples(
  vae: Vae,
  set: ImageSet,
  { samples, seed }: TraversalsParameters,
): Promise<{ images: Float32Array<ArrayBuffer>; rows: Row[] }> {
  const { latents } = vae.architecture;
  const random = createRandom(seed, "traversals/samples");
  const made = await reconstruct(vae, set);
  const draws = [made.means];
  for (let k = 0; k < samples; k++) draws.push(await encodeSamples(vae, set, random));
  const codes = new Float32Array(set.points.length * draws.length * latents);
  const rows: Row[] = [];
  set.points.forEach(({ a, b }, point) =>
    draws.forEach((drawn, sample) => {
      const code = drawn.subarray(point * latents, (point + 1) * latents);
      codes.set(code, (point * draws.length + sample) * latents);
      rows.push({
        point,
        sample,
        a,
        b,
        ...Object.fromEntries([...code].map((value, k) => [`z_${k + 1}`, value])),
      });
    })
  );
  return { images: await decodeLatents(vae, codes), rows };
}

async function overLattice(
  vae: Vae,
  set: ImageSet,
  hole: Hole,
): Promise<{ images: Float32Array<ArrayBuffer>; rows: Row[]; metrics: Metrics }> {
  const made = await reconstruct(vae, set);
  const errors = errorsOf(made, set);
  const inside = set.points.map((point) => insideHole(hole, point));
  const rows = set.points.map(({ a, b }, row): Row => ({
    a,
    b,
    inside_hole: inside[row] ? 1 : 0,
    ...errorRow(errors[row]),
    ...latentRow(made.means, { latents: vae.architecture.latents, row }),
  }));
  const part = (flag: boolean) => {
    const chosen = errors.filter((_, n) => inside[n] === flag);
    return chosen.length > 0 ? errorMeans(chosen) : null;
  };
  return { images: made.images, rows, metrics: { inside: part(true), outside: part(false) } };
}
