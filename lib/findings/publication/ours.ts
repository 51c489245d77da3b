/**
 * Our networks' numbers that stand beside the published ones, read from a committed reference: the
 * codes of the same 15 points of each transect, the codes of training images, and errors along P1.
 *
 * @module
 */

import { z } from "zod";
import { RunError } from "../../errors.ts";
import { readCsv } from "../../files/csv.ts";
import { joinPath } from "../../files/paths.ts";
import { correlation, covariance, largestCorrelation } from "../../measure/latent/covariance.ts";
import { twoNN } from "../../measure/latent/intrinsic_dimension.ts";
import { principalAxes } from "../../measure/latent/principal_axes.ts";
import { entriesOf, type ResultEntry } from "../../results/mod.ts";
import { TRANSECT_LOSS } from "../../training/defaults.ts";
import { PUBLISHED_HOLE_TEXT } from "../../space/hole.ts";
import { PAIR, type PairName } from "../../words/network_names.ts";

/**
 * Kinds of our networks: `small` for images of 64², `full` for the published size, and `rate` for the
 * published size trained with the published rate.
 */
export type NetworkKind = "small" | "full" | "rate";

/** Networks of one kind and one training set, in the order of their seeds. */
export interface Walks {
  readonly kind: NetworkKind;
  readonly subset: PairName;
  /** For each seed, μ of the points of each transect in order, row-major 15 × 3. */
  readonly seeds: readonly ReadonlyMap<string, Float64Array>[];
}

/** What a cloud of codes looks like; `undefined` for what the reference does not say. */
export interface Cloud {
  /** Square root of the mean over latents of the codes' variance. */
  readonly deviation?: number;
  /** Shares of the variance along the principal axes, falling. */
  readonly shares?: readonly number[];
  /** The largest |correlation| of two latents. */
  readonly largestCorrelation?: number;
  /** TwoNN dimension; `null` where it has no value. */
  readonly twoNN?: number | null;
}

const trained = z.object({
  seed: z.int(),
  subset: z.string(),
  posterior: z.string(),
  loss: z.object({ lambda: z.number(), penalty: z.string(), weights: z.string() }),
});

const drawn = z.object({ dataset: z.object({ hole: z.string() }) });

/** A network of the published setting: its hole, fixed σ, its λ, no penalty and no weights. */
interface Network {
  readonly key: string;
  readonly directory: string;
  readonly seed: number;
  readonly subset: string;
}

/** Networks of the published setting among the results of a reference, by key. */
async function publishedSetting(entries: readonly ResultEntry[]): Promise<Map<string, Network>> {
  const networks = new Map<string, Network>();
  for (const { directory, manifest } of entries) {
    if (manifest.stage !== "train") continue;
    const { seed, subset, posterior, loss } = trained.parse(manifest.parameters);
    const { dataset: { hole } } = drawn.parse(
      JSON.parse(await Deno.readTextFile(joinPath(directory, "metrics.json"))),
    );
    if (hole !== PUBLISHED_HOLE_TEXT || posterior !== "fixed") continue;
    if (!sameLoss(loss)) continue;
    networks.set(manifest.key, { key: manifest.key, directory, seed, subset });
  }
  return networks;
}

function sameLoss({ lambda, penalty, weights }: z.infer<typeof trained>["loss"]): boolean {
  return lambda === TRANSECT_LOSS.lambda && penalty === TRANSECT_LOSS.penalty &&
    weights === TRANSECT_LOSS.weights;
}

/** A network trained around the published hole, or its control. */
export interface PairedNetwork {
  readonly network: PairName;
  readonly seed: number;
  readonly directory: string;
}

/**
 * The networks trained around the published hole and their controls, by seed, the punctured one
 * first. A seed without one of the two is left out.
 *
 * @param reference a folder of results, such as `results/reference/full`
 * @throws {RunError} It holds no pair, or several networks of one kind and seed: which one is meant
 * is not for code to say.
 */
export async function publishedPairs(reference: string): Promise<PairedNetwork[]> {
  const networks = [...(await publishedSetting(await entriesOf(reference))).values()];
  const seeds = [...new Set(networks.map(({ seed }) => seed))].toSorted((one, other) =>
    one - other
  );
  const pairs = seeds.flatMap((seed) => {
    const pair = PAIR.flatMap((network): PairedNetwork[] => {
      const own = networks.filter((one) => one.subset === network && one.seed === seed);
      if (own.length > 1) {
        throw new RunError(
          `${reference} must hold one ${network} network of seed ${seed} at ${PUBLISHED_HOLE_TEXT}, ` +
            `holds ${own.length}`,
        );
      }
      return own.map(({ directory }) => ({ network, seed, directory }));
    });
    return pair.length === PAIR.length ? pair : [];
  });
  if (pairs.length === 0) {
    throw new RunError(`${reference} holds no network at ${PUBLISHED_HOLE_TEXT} with its control`);
  }
  return pairs;
}

async function tableOf(directory: string, name: string): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(joinPath(directory, "tables", `${name}.csv`)));
}

function codesOf(rows: readonly Record<string, string>[]): Float64Array {
  return Float64Array.from(
    rows.flatMap((row) => ["mu_1", "mu_2", "mu_3"].map((column) => Number(row[column]))),
  );
}

/**
 * Codes of the transects of every network of the published setting.
 *
 * @param reference a folder of results, such as `results/reference`
 * @throws {RunError} It holds no walk of such a network.
 */
export async function readWalks(reference: string, kind: NetworkKind): Promise<Walks[]> {
  const entries = await entriesOf(reference);
  const networks = await publishedSetting(entries);
  const found: { seed: number; subset: string; walks: Map<string, Float64Array> }[] = [];
  for (const { directory, manifest } of entries) {
    if (manifest.stage !== "transects") continue;
    const walkers = Object.values(manifest.inputs).flatMap(({ key }) => networks.get(key) ?? []);
    const rows = await tableOf(directory, "transects");
    for (const { seed, subset } of walkers) {
      const own = rows.filter(({ model }) => model === subset);
      const walks = Map.groupBy(own, ({ transect }) => transect);
      found.push({
        seed,
        subset,
        walks: new Map([...walks].map(([name, steps]) => [name, codesOf(steps)])),
      });
    }
  }
  return PAIR.map((subset): Walks => {
    const own = found.filter((walk) => walk.subset === subset)
      .toSorted((one, other) => one.seed - other.seed);
    if (own.length === 0) {
      throw new RunError(
        `${reference} holds no walk of a ${subset} network at ${PUBLISHED_HOLE_TEXT}`,
      );
    }
    return { kind, subset, seeds: own.map(({ walks }) => walks) };
  });
}

/** The figures of a cloud of codes. */
export function cloudOf(codes: Float64Array): Cloud {
  const shape = { latents: 3 };
  const matrix = covariance(codes, shape);
  return {
    deviation: rootMean(matrix.map((row, i) => row[i])),
    shares: principalAxes(matrix).map(({ share }) => share),
    largestCorrelation: largestCorrelation(correlation(codes, shape)),
    twoNN: twoNN(codes, shape),
  };
}

/** Square root of the mean of variances. */
export function rootMean(variances: readonly number[]): number {
  return Math.sqrt(variances.reduce((sum, value) => sum + value, 0) / variances.length);
}

/**
 * The cloud of as many training codes as were published, of each punctured network of the published
 * size, in the order of their seeds: the first rows of its `latents.csv`, whose points were drawn at random.
 */
export async function readFullCloud(reference: string, count: number): Promise<Cloud[]> {
  const networks = await publishedSetting(await entriesOf(reference));
  const punctured = [...networks.values()].filter(({ subset }) => subset === "punctured")
    .toSorted((one, other) => one.seed - other.seed);
  return await Promise.all(punctured.map(async ({ directory }) => {
    const rows = await tableOf(directory, "latents");
    if (rows.length < count) {
      throw new RunError(`${directory} must hold ${count} codes or more, holds ${rows.length}`);
    }
    return cloudOf(codesOf(rows.slice(0, count)));
  }));
}

/**
 * Clouds of the small punctured networks, as their evaluations tell of them: of the codes of all
 * points of the dataset, those of the hole too; TwoNN of 2000 points drawn from the whole plane.
 */
export async function readSmallClouds(reference: string): Promise<Cloud[]> {
  const entries = await entriesOf(reference);
  const networks = await publishedSetting(entries);
  const clouds: { seed: number; cloud: Cloud }[] = [];
  for (const { directory, manifest } of entries) {
    const network = networks.get(manifest.inputs.model?.key ?? "");
    if (manifest.stage !== "evaluate" || network?.subset !== "punctured") continue;
    const scores = new Map(
      (await tableOf(directory, "scores")).map(({ measure, value }) => [measure, value]),
    );
    const dimension = scores.get("intrinsic_dimension") ?? "";
    clouds.push({
      seed: network.seed,
      cloud: {
        ...await cloudTables(directory),
        twoNN: dimension === "" ? null : Number(dimension),
      },
    });
  }
  if (clouds.length === 0) {
    throw new RunError(`${reference} holds no evaluation of a network at ${PUBLISHED_HOLE_TEXT}`);
  }
  return clouds.toSorted((one, other) => one.seed - other.seed).map(({ cloud }) => cloud);
}

/** What `covariance.csv` and `axes.csv` say of a cloud, of one arm where they hold several. */
async function cloudTables(directory: string, arm?: string): Promise<Cloud> {
  const own = async (name: string) =>
    (await tableOf(directory, name)).filter((row) => arm === undefined || row.arm === arm);
  const pairs = await own("covariance");
  return {
    deviation: rootMean(pairs.filter(({ i, j }) => i === j).map((row) => Number(row.covariance))),
    shares: (await own("axes")).map(({ share }) => Number(share)),
    largestCorrelation: Math.max(
      ...pairs.filter(({ i, j }) => i !== j).map((row) => Math.abs(Number(row.correlation))),
    ),
  };
}

/**
 * Clouds of networks with the loss of the publication's third part, of the small size: one of the
 * ablation with shares, and those of the study of disentanglement with TwoNN and correlation.
 */
export async function readPartThreeClouds(
  reference: string,
): Promise<{ ablation: Cloud[]; study: Cloud[] }> {
  const ablations = (await entriesOf(reference)).filter(({ manifest }) =>
    manifest.stage === "ablation"
  );
  const study = (await entriesOf(joinPath(reference, "studies/disentanglement")))
    .filter(({ manifest }) => manifest.stage === "sweep");
  const rows = (await Promise.all(study.map(({ directory }) => tableOf(directory, "seeds")))).flat()
    .filter(({ arm, set }) => arm === "published, fixed σ" && set === "codes");
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const value = (seed: string, measure: string) => {
    const text = rows.find((row) => row.seed === seed && row.measure === measure)?.model ?? "";
    return text === "" ? null : Number(text);
  };
  return {
    ablation: await Promise.all(
      ablations.map(({ directory }) => cloudTables(directory, "published")),
    ),
    study: seeds.map((seed) => ({
      twoNN: value(seed, "intrinsic_dimension"),
      largestCorrelation: value(seed, "max_abs_correlation") ?? undefined,
    })),
  };
}
