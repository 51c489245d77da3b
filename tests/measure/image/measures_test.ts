import { METHOD_MEASURES, POINT_MEASURES, shortfall } from "../../../lib/comparison/evaluations.ts";
import {
  COMPARED_MEASURES,
  imagePair,
  MAIN_MEASURE,
  MEASURE_NAMES,
  MEASURES,
  measuresIn,
} from "../../../lib/measure/image/measures.ts";
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { answersWith } from "../../graft.ts";

const ROOT = new URL("../../../", import.meta.url);

/** What the suite makes of its table of measures. */
const QUESTIONS = `
const white = new Float32Array(256).fill(1), grey = new Float32Array(256).fill(0.75);
const pair = errors.imageErrors(white, grey, { width: 16 });
const set = { name: "hole", points: [{ a: 1, b: 1 }], numbers: [0], size: 16, indices: [0],
  images: new Uint8Array(256).fill(255) };
const row = { transect: "P1", a: 1, b: 1, inside: true, network: "control", ...pair };
const fit = { a: 1, b: 1, residual: 0 };
const answers = {
  columns: cells.ERROR_COLUMNS,
  error: pair.largest,
  mean: errors.meanErrors([pair]).largest,
  cell: cells.errorRow(pair).largest_difference,
  methods: methods.methodRows(set, { method: "none", images: grey })[0].largest_difference,
  distance: distances.distanceRows([{ point: { a: 1, b: 1 }, errors: pair, fit }],
    { kind: "disc", a: 1, b: 1, radius: 0.5 })[0].largest_difference,
  points: evaluations.POINT_MEASURES,
  ofMethods: evaluations.METHOD_MEASURES,
  ofDistance: evaluations.DISTANCE_MEASURES,
  worse: evaluations.shortfall("largest_difference", 9, 4),
  dictionary: dictionary.dictionaryRows(dictionary.evaluationDictionary())
    .filter(({ column }) => column === "largest_difference"),
  words: compared.comparisonDictionary().methods.measure[1],
  figure: await walks.transectErrors([{ step: 1, ...row }, { step: 2, ...row }],
    { measure: "largest" }),
  strip: montage.transectMontage({ rows: [{ step: 1, ...row, network: "punctured" }], size: 16,
    truth: set.images, reconstruction: grey, measure: "largest" }),
};
`;

/** The answers, by question. */
interface Answers extends Record<"error" | "mean" | "cell" | "methods" | "distance", number> {
  readonly columns: string[];
  readonly points: string[];
  readonly ofMethods: string[];
  readonly ofDistance: string[];
  readonly worse: number;
  readonly dictionary: Record<string, string>[];
  readonly words: string;
  readonly figure: string;
  readonly strip: string;
}

Deno.test("a measure more in the table stands in every table, figure and comparison", async () => {
  const said = await answersWith<Answers>({
    file: "lib/measure/image/measures.ts",
    edit: [
      "\n} as const satisfies",
      `
  largest: {
    column: "largest_difference",
    title: "largest difference",
    unit: "grey levels",
    meaning: "largest difference of two pixels",
    better: "lower",
    perfect: 0,
    digits: 1,
    tables: ["methods", "distance"],
    of: ({ target, prediction }: ImagePair): number =>
      255 * target.reduce((most, x, n) => Math.max(most, Math.abs(x - prediction[n])), 0),
  },
} as const satisfies`,
    ],
    modules: {
      cells: "lib/measure/cells.ts",
      dictionary: "lib/evaluation/dictionary.ts",
      compared: "lib/comparison/dictionary.ts",
      distances: "lib/evaluation/distances.ts",
      errors: "lib/measure/image/errors.ts",
      evaluations: "lib/comparison/evaluations.ts",
      methods: "lib/evaluation/methods.ts",
      montage: "lib/figures/montage.ts",
      walks: "lib/figures/transect_errors.ts",
    },
    questions: QUESTIONS,
  });
  assertEquals(said.columns.at(-1), "largest_difference");
  for (const where of ["error", "mean", "cell", "methods", "distance"] as const) {
    assertEquals(said[where], 63.75, where);
  }
  for (const where of ["points", "ofMethods", "ofDistance"] as const) {
    assert(said[where].includes("largest_difference"), where);
  }
  assertEquals(said.worse, 5);
  const meaning = "largest difference of two pixels", unit = "grey levels";
  assertEquals(
    said.dictionary,
    ["points", "distance", "lattice", "methods"].map((table) => (
      { table, column: "largest_difference", unit, meaning }
    )),
  );
  assertMatch(said.words, /\bor largest_difference$/);
  assertMatch(said.figure, /largest difference \(grey levels, 0 is perfect\)/);
  assertMatch(said.strip, />63\.8</);
});

Deno.test("no other file of the suite knows the measures one by one", async () => {
  // A list of the measures would hold these two, which nothing in the suite asks for by name.
  const names = /\bssim\b|\bmse\b/;
  const known = new Set([
    "lib/measure/image/measures.ts",
    // What was once measured of the publication's images, which are not at hand.
    "lib/findings/publication/read_off.ts",
  ]);
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
      const path = folder + name;
      if (isDirectory) await visit(`${path}/`);
      else if (name.endsWith(".ts") && !known.has(path)) {
        const source = await Deno.readTextFile(new URL(path, ROOT));
        const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
        if (names.test(code)) found.push(path);
      }
    }
  };
  await visit("lib/");
  await visit("scripts/");
  assertEquals(found, []);
});

Deno.test("a deficit has the sign that its measure's entry says", () => {
  for (const name of COMPARED_MEASURES) {
    const { column, better } = MEASURES[name];
    assertEquals(shortfall(column, 0.25, 1), better === "higher" ? 0.75 : -0.75, name);
  }
  for (const column of ["a_error", "b_error", "fit_residual"]) {
    assertEquals(shortfall(column, 0.25, 1), -0.75, column);
  }
  // Whatever is compared has a direction.
  for (const column of [...POINT_MEASURES, ...METHOD_MEASURES]) shortfall(column, 0, 1);
  // Without one, either sign would be a guess.
  for (const column of ["sharpness", "entropy", "", "toString"]) {
    assertThrows(() => shortfall(column, 0.25, 1), RangeError, "higher or lower");
  }
});

Deno.test("the direction of each measure is that of a better image", () => {
  const target = Float64Array.from({ length: 256 }, (_, i) => i % 3 === 0 ? 1 : 0.2);
  const towards = (share: number) =>
    imagePair(target, target.map((x) => share * x + (1 - share) * 0.5), { width: 16 });
  const [near, far, same] = [towards(0.8), towards(0.3), imagePair(target, target, { width: 16 })];
  for (const name of MEASURE_NAMES) {
    const { better, of, perfect } = MEASURES[name];
    const sign = Math.sign(of(near) - of(far));
    assertEquals(sign, { higher: 1, lower: -1, none: 0 }[better ?? "none"], name);
    if (perfect !== null) assert(Math.abs(of(same) - perfect) < 1e-6, name);
  }
});

Deno.test("columns keep their order: the tables of earlier results have it", () => {
  assertEquals(
    MEASURE_NAMES.map((name) => MEASURES[name].column),
    ["bce", "entropy", "bce_excess", "mse", "ssim", "dice"],
  );
  assertEquals(
    POINT_MEASURES,
    ["dice", "ssim", "mse", "bce_excess", "a_error", "b_error", "fit_residual"],
  );
  assertEquals(METHOD_MEASURES, ["dice", "bce_excess", "mse"]);
  assertEquals(measuresIn("distance"), ["dice", "bceExcess"]);
  assertEquals(MAIN_MEASURE, "dice");
});
