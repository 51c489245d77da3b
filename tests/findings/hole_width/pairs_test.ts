/** The widths of holes in the codes: how pairs are grouped, and that the committed tables agree. */

import {
  deficitOf,
  settingWords,
  widthCorrelations,
  widthGroups,
  type WidthPair,
  widthSchema,
} from "../../../lib/findings/hole_width/pairs.ts";
import { newDecoderCorrelations } from "../../../lib/findings/hole_width/new_decoders.ts";
import { holeWidthFigure } from "../../../lib/findings/hole_width/figure.ts";
import { themed } from "../../../lib/figures/theme.ts";
import { readCsv } from "../../../lib/files/csv.ts";
import { resolveArm } from "../../../lib/study/settings.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const FOLDER = new URL("../../../results/reference/hole-width/", import.meta.url);

const usual = {
  ...{ family: "rose", petals: "5", hole: "disc:1.25,1,0.6", size: "64", geometry: "square" },
  ...{ stroke: "2", points: "5000", leak: "0", divide: "4", latents: "3", posterior: "fixed" },
  ...{ lambda: "0.008", penalty: "none", gamma: "0", weights: "none", epochs: "5", batch: "8" },
  ...{ rate: "0.001", decay: "cosine", seed: "0", narrowest: "1.2", mean: "1.5" },
  ...{ control_narrowest: "1.6" },
  ...{ dice: "0.9", control_dice: "0.98" },
};

const pair = (changes: Partial<Record<keyof typeof usual, string>> = {}): WidthPair =>
  widthSchema.parse({ ...usual, ...changes });

/** Pairs whose deficit is as large as their width, but for the last. */
const several = (changes: Partial<Record<keyof typeof usual, string>> = {}, first = 0) =>
  [0.1, 0.2, 0.3, 0.4].map((width, k) =>
    pair({
      narrowest: `${width}`,
      // Falls as the deficit rises.
      mean: `${2 - width}`,
      dice: `${0.98 - width}`,
      seed: `${first + k}`,
      ...changes,
    })
  ).concat(
    pair({ narrowest: "0.5", mean: "2", dice: "0.98", seed: `${first + 4}`, ...changes }),
  );

Deno.test("a pair is called by what it has other than the network of the profile small", () => {
  assertEquals(settingWords(pair()), "");
  assertEquals(settingWords(pair({ seed: "3", narrowest: "9", dice: "0.1" })), "");
  assertEquals(settingWords(pair({ size: "96", stroke: "2.21" })), "size 96, stroke 2.21");
  assertEquals(settingWords(pair({ posterior: "none", lambda: "0" })), "posterior none, lambda 0");
});

Deno.test("pairs are grouped by hole and setting, and those trained as a test apart", () => {
  const pairs = [
    pair(),
    pair({ seed: "9" }),
    pair({ seed: "10" }),
    pair({ leak: "2" }),
    pair({ leak: "2", seed: "10" }),
    pair({ hole: "disc:1.25,1,0.3", seed: "12" }),
  ];
  const groups = widthGroups(pairs);
  assertEquals(groups.map(({ pairs }) => pairs.length), [2, 1, 2, 1]);
  assertEquals(groups.map(({ fresh }) => fresh), [false, true, false, false]);
  assertEquals(groups.map(({ setting }) => setting), ["", "", "leak 2", ""]);
});

Deno.test("widthCorrelations() of five pairs or more", () => {
  const [own, other, ...rest] = widthCorrelations([
    ...several(),
    ...several({ weights: "published" }).slice(1),
    ...several({}, 10),
  ]);
  assertEquals(rest, []);
  assertEquals([own.seeds, own.fresh, other.fresh], [5, false, true]);
  assertAlmostEquals(own.narrowest, 0.3);
  assertAlmostEquals(own.deficit, 0.2);
  assertAlmostEquals(own.controlNarrowest, 1.6);
  // Σ(x − 0.3)(y − 0.2) = 0 for x = 0.1 … 0.5 and y = 0.1, 0.2, 0.3, 0.4, 0.
  assertAlmostEquals(own.estimate, 0, 1e-12);
  assertAlmostEquals(own.meanEstimate, -1, 1e-12);
});

Deno.test("widthCorrelations() leaves out networks that have learned no shapes, whose codes may all be one", () => {
  const failed = several({ posterior: "learned" })
    .map((pair) => ({ ...pair, narrowest: 0, mean: 0, dice: 0.2, control_dice: 0.3 }));
  assertEquals(widthCorrelations(failed), []);
  assertEquals(widthCorrelations([...several(), ...failed]), widthCorrelations(several()));
});

Deno.test("new decoders are averaged by encoder before they are correlated", () => {
  const decoder = (encoder: number, dice: number) => ({
    ...{
      encoder: `${encoder}`,
      encoder_seed: encoder,
      decoder_seed: 100,
      narrowest: encoder,
      validation_dice: 0.97,
    },
    ...{ own_dice: 1 - encoder / 10, dice },
  });
  // Means 0.9, 0.8, 0.7, 0.6 of encoders with widths 1 to 4, however far the two of one are apart.
  const decoders = [0.9, 0.8, 0.7, 0.6].flatMap((dice, k) => [
    decoder(k + 1, dice - 0.1 * k),
    decoder(k + 1, dice + 0.1 * k),
  ]);
  const { width, own } = newDecoderCorrelations(decoders);
  assertAlmostEquals(width.estimate, -1);
  assertAlmostEquals(own.estimate, 1);
});

Deno.test("a row that lacks a number is refused", () => {
  assertThrows(() => pair({ narrowest: "" }));
  assertThrows(() => pair({ size: "large" }));
});

Deno.test("the committed correlations follow from the committed widths", async () => {
  const read = async (name: string) => readCsv(await Deno.readTextFile(new URL(name, FOLDER)));
  const pairs = (await read("hole_widths.csv")).map((row) => widthSchema.parse(row));
  const committed = await read("correlations.csv");
  const found = widthCorrelations(pairs);
  assertEquals(committed.length, found.length);
  for (const [k, row] of found.entries()) {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === "number") assertAlmostEquals(Number(committed[k][name]), value, 1e-12);
      else assertEquals(committed[k][name], String(value));
    }
  }
});

Deno.test("the committed figure is what the committed widths give", async () => {
  const read = (name: string) => Deno.readTextFile(new URL(name, FOLDER));
  const pairs = readCsv(await read("hole_widths.csv")).map((row) => widthSchema.parse(row));
  const renew = "run scripts/dev/hole_widths.ts";
  assertEquals(await read("widths.svg"), themed(await holeWidthFigure(pairs)), renew);
});

Deno.test("the usual network is that of the profile small", () => {
  const { dataset, training } = resolveArm({ "hole.radius": 0.6 }, { profile: "small", seed: 0 });
  const { loss, ...network } = training;
  const all = { ...usual, ...dataset, ...network, ...loss };
  const text = Object.entries(all).map(([name, value]) => [name, String(value)]);
  assertEquals(settingWords(widthSchema.parse(Object.fromEntries(text))), "");
});

Deno.test("the committed further seeds have the deficits of their comparison", async () => {
  const widths = readCsv(await Deno.readTextFile(new URL("hole_widths.csv", FOLDER)))
    .map((row) => widthSchema.parse(row));
  const [fresh] = widthGroups(widths).filter(({ fresh }) => fresh);
  const [{ name }] = [...Deno.readDirSync(new URL("sweep/", FOLDER))];
  const seeds = readCsv(
    await Deno.readTextFile(new URL(`sweep/${name}/tables/seeds.csv`, FOLDER)),
  ).filter(({ set, measure }) => set === "hole" && measure === "dice");
  assertEquals(fresh.pairs.map(({ seed }) => seed), seeds.map(({ seed }) => Number(seed)));
  for (const [k, { model, control }] of seeds.entries()) {
    assertAlmostEquals(deficitOf(fresh.pairs[k]), Number(control) - Number(model), 1e-9);
  }
});

/** The pairs around a hole of radius 0.6 that are the usual network's but for what `setting` matches. */
async function committedPairs(setting: RegExp): Promise<WidthPair[]> {
  return readCsv(await Deno.readTextFile(new URL("hole_widths.csv", FOLDER)))
    .map((row) => widthSchema.parse(row))
    .filter((pair) => pair.hole === "disc:1.25,1,0.6" && setting.test(settingWords(pair)));
}

/** Each network of a study's arms at that radius has a pair, and that has its deficit. */
async function assertDeficits(
  study: string,
  pairs: readonly WidthPair[],
  { armOf, networks }: { armOf: (pair: WidthPair) => string; networks: number },
): Promise<void> {
  const studies = new URL(`../studies/${study}/sweep/`, FOLDER);
  const [{ name }] = [...Deno.readDirSync(studies)];
  const table = readCsv(await Deno.readTextFile(new URL(`${name}/tables/seeds.csv`, studies)));
  const arms = new Set(pairs.map(armOf));
  const seeds = table.filter(({ arm, set, measure }) =>
    arms.has(arm) && set === "hole" && measure === "dice"
  );
  assertEquals(seeds.length, networks);
  for (const { arm, seed, model, control } of seeds) {
    const own = pairs.find((pair) => armOf(pair) === arm && pair.seed === Number(seed));
    assert(own !== undefined, `${arm}, seed ${seed}`);
    assertAlmostEquals(deficitOf(own), Number(control) - Number(model), 1e-9);
  }
}

Deno.test("the committed pairs of the usual network have the deficits of dose-response", async () => {
  const pairs = await committedPairs(/^$/);
  await assertDeficits("dose-response", pairs, { armOf: () => "r=0.6", networks: 10 });
});

Deno.test("the committed pairs of the study latents have its deficits, and those of two latents what they enclose", async () => {
  const pairs = await committedPairs(/^(latents \d+, lambda [\d.]+)?$/);
  const armOf = ({ latents }: WidthPair) =>
    `${latents} latents${latents === 3 ? ", as usual" : ""}, r=0.6`;
  await assertDeficits("latents", pairs, { armOf, networks: 20 });
  assertEquals(new Set(pairs.map(({ latents }) => latents)), new Set([2, 3, 6, 12]));
  for (const { latents, enclosed } of pairs) assertEquals(enclosed !== undefined, latents === 2);
});

Deno.test("docs/findings.md tells what the networks with two latents enclose", async () => {
  const two = (await committedPairs(/^latents 2, lambda /))
    .toSorted((one, other) => one.enclosed! - other.enclosed!);
  assertEquals(two.length, 5);
  const [least, ...four] = two;
  const range = (values: number[], digits: number) =>
    `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;
  const text = await Deno.readTextFile(new URL("../../../docs/findings.md", import.meta.url));
  const section = text.split("\n## Do more dimensions of the code help?\n")[1].split("\n## ")[0]
    .replaceAll(/\s+/g, " ");
  for (
    const words of [
      `have ${range(four.map(({ enclosed }) => 100 * enclosed!), 0)} % of their training images`,
      `in the controls it is at most ${
        Math.max(...two.map(({ control_enclosed }) => 100 * control_enclosed!)).toFixed(1)
      } %`,
      `is at least ${Math.min(...four.map(({ narrowest }) => narrowest)).toFixed(2)} wide`,
      `the deficits are ${range(four.map(deficitOf), 3)}.`,
      `In the fifth, ${(100 * least.enclosed!).toFixed(1)} % of the images lie inside`,
      `is ${least.narrowest.toFixed(2)} wide and the deficit is ${deficitOf(least).toFixed(3)}`,
    ]
  ) assert(section.includes(words), words);
});

Deno.test("docs/findings.md counts the kinds of networks with a positive correlation", async () => {
  const rows = readCsv(await Deno.readTextFile(new URL("correlations.csv", FOLDER)))
    .filter(({ setting }) => !setting.includes("posterior none"));
  const at = (radius: string) => rows.filter(({ hole }) => hole === `disc:1.25,1,${radius}`);
  const positive = (kinds: typeof rows) => kinds.filter(({ estimate }) => Number(estimate) > 0);
  const all = readCsv(await Deno.readTextFile(new URL("hole_widths.csv", FOLDER)))
    .map((row) => widthSchema.parse(row));
  // Kinds of which a part of the controls failed.
  const works = ({ control_dice }: WidthPair) => control_dice > 0.8;
  const failed = widthGroups(all).filter(({ hole, pairs }) =>
    hole === "disc:1.25,1,0.6" && pairs.some(works) && !pairs.every(works)
  );
  assertEquals(failed.map(({ setting }) => setting), ["lambda 0.8"]);
  // Kinds with ten seeds have rows of their own in the table of the page.
  const wide = at("0.6").filter(({ seeds, setting }) => seeds === "5" && setting !== "lambda 0.8");
  assertEquals([positive(wide).length, wide.length], [21, 22]);
  const least = Math.min(...positive(wide).map(({ estimate }) => Number(estimate)));
  assertEquals([positive(at("0.3")).length, at("0.3").length], [11, 14]);
  assertEquals([positive(at("0.75")).length, at("0.75").length], [7, 8]);
  const five = widthGroups(all).filter(({ pairs }) => pairs.length >= 5);
  assertEquals(five.length - widthCorrelations(all).length, 4);
  const text = (await Deno.readTextFile(new URL("../../../docs/findings.md", import.meta.url)))
    .replaceAll(/\s+/g, " ");
  for (
    const words of [
      "In 21 of 22 other kinds of networks with noise",
      `(${least.toFixed(2)} to 0.99: `,
      "in seven kinds of eight, at 0.3 in eleven of fourteen",
      "Four kinds of which the controls have a Dice below 0.5 are left out",
      "So is λ = 0.8 at 0.6, of which one control failed",
    ]
  ) assert(text.includes(words), words);
});
