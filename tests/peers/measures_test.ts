/**
 * The measures against scikit-learn, scikit-image, SciPy and the formulas of disentanglement_lib, in
 * Python (`measures.py`). Ignored, with the reason, where they are missing. PEER_PYTHON names the
 * interpreter, `python3` by default.
 */

import {
  columnsOf,
  covariance,
  disentanglementCompleteness,
  fitPolynomial,
  forestImportance,
  gaussianTotalCorrelation,
  lassoImportance,
  modularity,
  mutualInformationGap,
  mutualInformationMatrix,
  principalAxes,
  seedInterval,
  separatedAttributePredictability,
  structuralSimilarity,
} from "../../lib/measure/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { assert, assertAlmostEquals } from "@std/assert";

const PYTHON = Deno.env.get("PEER_PYTHON") ?? "python3";
const SCRIPT = new URL("./measures.py", import.meta.url);

const [POINTS, BINS, ALPHA, TREES, SEED] = [1000, 20, 0.01, 100, 0];

/** What the script prints, by name; see `measures.py`. */
interface Peer {
  readonly information: number[][];
  readonly mig: number;
  readonly modularity: number;
  readonly r2: number[][];
  readonly sap: number;
  readonly lasso: number[][];
  readonly lassoInformativeness: number[];
  readonly lassoScores: Scores;
  readonly tied: number[][];
  readonly tiedScores: Scores;
  readonly mixedShares: number[];
  readonly axisShares: number[];
  readonly axes: number[][];
  readonly totalCorrelation: number;
  readonly polynomial: number[][];
  readonly similarities: number[];
  readonly intervals: number[][];
}

interface Scores {
  readonly disentanglement: number;
  readonly completeness: number;
}

/** Runs the script; its exit code and what it printed. */
async function runPeer(input: unknown): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = new Deno.Command(PYTHON, {
    args: [SCRIPT.pathname],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // A script that ends early leaves its input unread.
  await writer.write(new TextEncoder().encode(JSON.stringify(input))).catch(() => {});
  await writer.close().catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Why the peers cannot be asked here, or nothing. */
async function missing(): Promise<string | undefined> {
  try {
    const { code, stderr } = await runPeer({});
    // Without data the script fails later, by code 1.
    return code === 3 ? `${PYTHON}: ${stderr.trim()}` : undefined;
  } catch {
    return `${PYTHON} is not on PATH`;
  }
}

/** Each value's place among the sorted ones: bins of equal width then hold equally many. */
function ranks(values: Float64Array): Float64Array {
  const order = [...values.keys()].sort((i, j) => values[i] - values[j]);
  const places = new Float64Array(values.length);
  order.forEach((at, rank) => places[at] = rank);
  return places;
}

const random = createRandom(SEED, "tests/peers");
const uniform = () => Float64Array.from({ length: POINTS }, random.uniform);
const noisy = (column: Float64Array, size: number) => column.map((x) => x + size * random.normal());

const [a, b] = [ranks(uniform()), ranks(uniform())];
const factors = [a, b];
const codes = [
  ranks(noisy(a, 60)),
  ranks(noisy(b.map((x, i) => x + 0.4 * a[i]), 100)),
  ranks(a.map((x, i) => Math.sin(x / 200) * 300 + b[i])),
];
const tied = [a, b, a];
const mixed = a.map((x, i) => 0.9 * x + 0.3 * b[i]);
const data = { factors, codes };

const inputs = Array.from({ length: 60 }, () => [random.uniform(), 3 * random.uniform()]);
const outputs = inputs.map(([x, y]) => [x ** 3 - y, Math.sin(y) + x * y + 0.1 * random.normal()]);
const at = Array.from({ length: 9 }, () => [random.uniform(), 3 * random.uniform()]);

const unit = (point: { a: number; b: number }, size: number) =>
  Float64Array.from(renderCurve(point, { size }), (value) => value / 255);
const pairs = [
  { width: 64, target: unit({ a: 1.2, b: 0.8 }, 64), prediction: unit({ a: 1.3, b: 0.8 }, 64) },
  { width: 32, target: unit({ a: 0.7, b: 1.6 }, 32), prediction: unit({ a: 0.7, b: 0.2 }, 32) },
  {
    width: 40,
    target: Float64Array.from({ length: 40 * 25 }, random.uniform),
    prediction: Float64Array.from({ length: 40 * 25 }, random.uniform),
  },
];
const seeds = [[1, 2, 3], [0.1, -0.4], [5, 5.5, 4, 7, 6.1, 5.2]];

/** The points of the lasso, as `lib/measure/disentanglement/importance.ts` holds them out. */
const order = createRandom(SEED, "measure/held out").permutation(POINTS);
const split = {
  train: [...order.subarray(POINTS / 5)],
  heldOut: [...order.subarray(0, POINTS / 5)],
};

const rows = (columns: readonly Float64Array[]) => columns.map((column) => [...column]);
const input = {
  factors: rows(factors),
  codes: rows(codes),
  tied: rows(tied),
  mixed: [...mixed],
  bins: BINS,
  alpha: ALPHA,
  trees: TREES,
  split,
  polynomial: { inputs, outputs, at, degree: 4 },
  pairs: pairs.map(({ width, target, prediction }) => ({
    width,
    target: [...target],
    prediction: [...prediction],
  })),
  seeds,
};

function assertClose(
  actual: readonly (number | readonly number[])[],
  expected: readonly (number | readonly number[])[],
  tolerance: number,
): void {
  const [one, other] = [actual.flat() as number[], expected.flat() as number[]];
  assert(one.length === other.length, `${one.length} numbers and ${other.length}`);
  one.forEach((value, i) => assertAlmostEquals(value, other[i], tolerance, `number ${i}`));
}

const why = await missing();

Deno.test({
  name: "measures agree with scikit-learn, scikit-image and disentanglement_lib's formulas" +
    (why ? ` (ignored: ${why})` : ""),
  ignore: why !== undefined,
  async fn(t) {
    const { code, stdout, stderr } = await runPeer(input);
    assert(code === 0, stderr);
    const peer: Peer = JSON.parse(stdout);
    const information = mutualInformationMatrix(data, { bins: BINS });

    await t.step("mutual information, MIG and modularity", () => {
      assertClose(information, peer.information, 1e-9);
      assertAlmostEquals(Number(mutualInformationGap(data, { bins: BINS }).score), peer.mig, 1e-9);
      assertAlmostEquals(Number(modularity(information)), peer.modularity, 1e-9);
    });

    await t.step("SAP and its table", () => {
      const sap = separatedAttributePredictability(data);
      assertClose(sap.r2, peer.r2, 1e-9);
      assertAlmostEquals(Number(sap.score), peer.sap, 1e-9);
    });

    await t.step("lasso and the DCI scores of its table", () => {
      const { importance, informativeness } = lassoImportance(data, { alpha: ALPHA, seed: SEED });
      assertClose(importance, peer.lasso, 1e-6);
      assertClose(informativeness as number[], peer.lassoInformativeness, 1e-6);
      const scores = disentanglementCompleteness(importance);
      assertAlmostEquals(scores.disentanglement!, peer.lassoScores.disentanglement, 1e-6);
      assertAlmostEquals(scores.completeness!, peer.lassoScores.completeness, 1e-6);
    });

    await t.step("forest: shares of tied codes, and of a sum of two", () => {
      const ours = forestImportance({ factors, codes: tied }, { seed: SEED });
      assertClose(ours.importance, peer.tied, 0.04);
      const { completeness } = disentanglementCompleteness(ours.importance);
      assertAlmostEquals(completeness!, peer.tiedScores.completeness, 0.03);
      const shares = forestImportance({ factors: [mixed], codes: factors }, { seed: SEED });
      assertClose(shares.importance, peer.mixedShares, 0.02);
    });

    await t.step("principal axes and total correlation", () => {
      const table = Float64Array.from(
        { length: 3 * POINTS },
        (_, i) => codes[i % 3][Math.floor(i / 3)],
      );
      assertClose(columnsOf(table, { latents: 3 }).map((x) => [...x]), rows(codes), 0);
      const matrix = covariance(table, { latents: 3 });
      const axes = principalAxes(matrix);
      assertClose(axes.map(({ share }) => share), peer.axisShares, 1e-9);
      const angles = peer.axes.map((axis) =>
        axis.map((x) => Math.acos(Math.abs(x)) * 180 / Math.PI)
      );
      assertClose(axes.map(({ angles }) => angles), angles, 1e-5);
      assertAlmostEquals(gaussianTotalCorrelation(matrix), peer.totalCorrelation, 1e-9);
    });

    await t.step("a polynomial of two variables", () => {
      const flat = (values: number[][]) => Float64Array.from(values.flat());
      const { predict } = fitPolynomial(
        { inputs: flat(inputs), outputs: flat(outputs) },
        { from: 2, to: 2, degree: 4 },
      );
      assertClose([...predict(flat(at))], peer.polynomial, 1e-7);
    });

    await t.step("structural similarity", () => {
      const ours = pairs.map(({ target, prediction, width }) =>
        structuralSimilarity(target, prediction, { width })
      );
      assertClose(ours, peer.similarities, 1e-9);
    });

    await t.step("t intervals", () => {
      const ours = seeds.map((values) => {
        const { low, high } = seedInterval(values);
        return [low, high];
      });
      assertClose(ours, peer.intervals, 1e-6);
    });
  },
});
