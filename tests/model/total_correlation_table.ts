/**
 * The table of `docs/penalties.md`: the estimate of total correlation beside its exact value, by
 * batch and σ. `deno run -A tests/model/total_correlation_table.ts` renews it.
 *
 * @module
 */

import {
  estimatedTotalCorrelation,
  type GaussianCodes,
  gaussianCodes,
} from "../../lib/model/total_correlation_bias.ts";
import { useBackend } from "../backend/devices.ts";

/** Images of the training set that the aggregate posterior is a mixture of: `small`'s full set. */
export const IMAGES = 4500;

/** The latents of the published network. */
const LATENTS = 3;

/** What the table has a row for each of. */
export const SIGMAS = [0.05, 0.1, 0.2, 0.5, 1] as const;

/** What the table has a column for each of. */
export const BATCHES = [8, 16, 32, 64, 128, 256, 512, 1024] as const;

/** Correlations of two latents, for each of which a σ has a row. */
export const CORRELATIONS = [0, 0.9] as const;

/** A row: nats. */
export interface BiasRow {
  readonly sigma: number;
  readonly correlation: number;
  /** Of the mixture of all images. */
  readonly exact: number;
  /** By batch, in the order of {@linkcode BATCHES}. */
  readonly estimates: readonly number[];
}

/** How the weights of images j in the estimate of q(zᵢ) are laid out, B×B, row by row. */
export type Weights = (i: number, j: number, batch: number) => number;

/** As the paper's appendix C.2 has them. */
export const paperWeights: Weights = (i, j, batch) =>
  i === j ? 1 / IMAGES : (IMAGES - 1) / (IMAGES * (batch - 1));

/** As the published code lays them out: 1/N in column 0, the odd weight in column 1. */
export const columnWeights: Weights = (i, j, batch) => {
  const others = batch - 1;
  const odd = (IMAGES - others) / (IMAGES * others);
  if (j === 1 || (j === 0 && i === others - 1)) return odd;
  return j === 0 ? 1 / IMAGES : 1 / others;
};

/** Codes, as the table draws them. */
const codesOf = (rest: Pick<GaussianCodes, "correlation" | "sigma">, count: number) =>
  gaussianCodes({ ...rest, latents: LATENTS, count });

/** Mean of ln q(z) − Σ ln q(z_d) over rows of codes, q being a weighted mixture, in float64. */
function mixtureTotalCorrelation(
  { mean, samples }: ReturnType<typeof gaussianCodes>,
  { sigma, rows, of, weight }: {
    sigma: number;
    rows: number[];
    of: number[];
    weight: (row: number, column: number) => number;
  },
): number {
  let sum = 0;
  rows.forEach((i, row) => {
    let joint = 0;
    const marginals = new Float64Array(LATENTS);
    of.forEach((j, column) => {
      let product = weight(row, column);
      const own = product;
      for (let d = 0; d < LATENTS; d++) {
        const distance = (samples[i * LATENTS + d] - mean[j * LATENTS + d]) / sigma;
        const density = Math.exp(-distance * distance / 2);
        product *= density;
        marginals[d] += own * density;
      }
      joint += product;
    });
    sum += Math.log(joint);
    // The factors 1/(σ√2π) of joint and marginals cancel.
    for (const marginal of marginals) sum -= Math.log(marginal);
  });
  return sum / rows.length;
}

/** Numbers from `start`. */
const range = (count: number, start = 0) => Array.from({ length: count }, (_, k) => start + k);

/** The exact total correlation of the mixture of all images, from 1000 samples of it, in nats. */
export function exactTotalCorrelation(rest: Pick<GaussianCodes, "correlation" | "sigma">): number {
  return mixtureTotalCorrelation(codesOf(rest, IMAGES), {
    sigma: rest.sigma,
    rows: range(1000),
    of: range(IMAGES),
    weight: () => 1 / IMAGES,
  });
}

/** The estimate of given weights from the first images, batch by batch, in float64. */
export function weightedEstimate(
  rest: Pick<GaussianCodes, "correlation" | "sigma">,
  { batch, weights, batches }: { batch: number; weights: Weights; batches: number },
): number {
  // Noise follows the codes, so that fewer of them would be other samples.
  const codes = codesOf(rest, IMAGES);
  const values = range(batches).map((k) => {
    const images = range(batch, k * batch);
    const weight = (i: number, j: number) => weights(i, j, batch);
    return mixtureTotalCorrelation(codes, { sigma: rest.sigma, rows: images, of: images, weight });
  });
  return values.reduce((left, right) => left + right, 0) / batches;
}

/** The suite's estimate, from all images in batches, on the active backend. */
export function estimate(
  rest: Pick<GaussianCodes, "correlation" | "sigma">,
  batch: number,
): Promise<number> {
  const options = { ...rest, latents: LATENTS, count: IMAGES, batch, datasetSize: IMAGES };
  return estimatedTotalCorrelation(options);
}

/** All rows. */
export async function biasRows(): Promise<BiasRow[]> {
  await useBackend("wasm");
  const rows: BiasRow[] = [];
  for (const sigma of SIGMAS) {
    for (const correlation of CORRELATIONS) {
      const codes = { sigma, correlation };
      const estimates: number[] = [];
      for (const batch of BATCHES) estimates.push(await estimate(codes, batch));
      rows.push({ ...codes, exact: exactTotalCorrelation(codes), estimates });
    }
  }
  return rows;
}

const BEGIN = "<!-- made by tests/model/total_correlation_table.ts: begin -->";
const END = "<!-- end -->";
const PATH = new URL("../../docs/penalties.md", import.meta.url);

/** The table in the page, cell by cell, without its head. */
export async function documentedRows(): Promise<number[][]> {
  const text = await Deno.readTextFile(PATH);
  const table = text.slice(text.indexOf(BEGIN), text.indexOf(END));
  return table.split("\n").filter((line) => /^\| +\d/.test(line)).map((line) =>
    line.split("|").slice(1, -1).map((cell) => Number(cell.replace("−", "-")))
  );
}

/** The rows as the page has them. */
function markdown(rows: readonly BiasRow[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const nats = (value: number) => value.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−");
  return [
    line(["σ", "correlation", "exact", ...BATCHES.map((batch) => `batch ${batch}`)]),
    line(["σ", "correlation", "exact", ...BATCHES].map(() => "---:")),
    ...rows.map(({ sigma, correlation, exact, estimates }) =>
      line([sigma, correlation, nats(exact), ...estimates.map(nats)])
    ),
  ].join("\n");
}

if (import.meta.main) {
  const text = await Deno.readTextFile(PATH);
  const [before, after] = [text.split(BEGIN)[0], text.split(END)[1]];
  const table = markdown(await biasRows());
  await Deno.writeTextFile(PATH, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}
