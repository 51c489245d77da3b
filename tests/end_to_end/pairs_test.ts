import { renderCurves } from "../../lib/curve/raster.ts";
import { encodePng } from "../../lib/files/png.ts";
import { insideHole, PUBLISHED_HOLE } from "../../lib/space/hole.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../lib/space/transect.ts";
import { type Case, inWorkspace, refuseAll, resultOf, runScript } from "./helpers.ts";
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";

const SIZE = 32;
const points = transectPoints(PUBLISHED_TRANSECTS[0]);
const DATASET = `--points 60 --size ${SIZE} --geometry published --hole-points 6 --quiet`.split(
  " ",
);
const TRAIN = ["--divide", "16", "--epochs", "1", "--backend", "wasm", "--quiet"];

/** Pictures of P1 as someone else would have them: dark ink on white, numbered from 1. */
async function writePictures(folder: string, images: Uint8Array, size: number): Promise<void> {
  await Deno.mkdir(folder);
  const area = size * size;
  for (let n = 0; n < images.length / area; n++) {
    const dark = images.slice(n * area, (n + 1) * area).map((value) => 255 - value);
    const png = encodePng(dark, { width: size, height: size });
    await Deno.writeFile(`${folder}/recon_${n + 1}.png`, png);
  }
}

Deno.test("pairs lays pictures of another beside a network's, and measures both", async (t) => {
  await inWorkspace(async (cwd) => {
    const dataset = await resultOf("dataset", DATASET, { cwd });
    const train = (...flags: string[]) =>
      resultOf("train", ["--dataset", dataset, ...TRAIN, ...flags], { cwd });
    const model = await train();
    const control = await train("--subset", "control");
    const drawn = { size: SIZE, geometry: "published", stroke: 4 } as const;
    const truth = renderCurves(points, drawn);
    await writePictures(`${cwd}/exact`, truth, SIZE);
    // Shifted by one point: every picture but the first is its neighbour's.
    const area = SIZE * SIZE;
    const shifted = truth.slice();
    shifted.copyWithin(area, 0, truth.length - area);
    await writePictures(`${cwd}/shifted`, shifted, SIZE);
    // Blank inside the hole, exact outside it.
    const blank = truth.slice();
    points.forEach((point, n) => {
      if (insideHole(PUBLISHED_HOLE, point)) blank.fill(0, n * area, (n + 1) * area);
    });
    await writePictures(`${cwd}/blank`, blank, SIZE);
    const common = ["--model", model, "--backend", "wasm"];

    const errorsOf = async (...args: string[]) => {
      const ran = await runScript("pairs", [...common, "--json", "--quiet", ...args], { cwd });
      assertEquals([ran.code, ran.stderr], [0, ""]);
      return JSON.parse(ran.stdout).errors;
    };

    await t.step("pictures that are the truth have Dice 1, in the hole and out of it", async () => {
      const { theirs, ours } = await errorsOf("--theirs", "exact", "--out", "x.svg");
      assertEquals([theirs.inside.dice, theirs.outside.dice], [1, 1]);
      assertEquals([theirs.inside.count, theirs.outside.count], [5, 10]);
      assert(ours.outside.dice < 0.9, "a network of one epoch is no truth");
      const svg = await Deno.readTextFile(`${cwd}/x.svg`);
      assertEquals(svg.match(/<image /g)?.length, 45);
      for (const words of ["theirs", "ours", "inside the hole", ">1.000<"]) {
        assertStringIncludes(svg, words);
      }
    });

    await t.step("theirs are measured against their own inputs where these are given", async () => {
      const args = ["--theirs", "shifted/recon_*.png", "--out", "x.svg"];
      const against = await errorsOf(...args);
      assert(against.theirs.inside.dice < 0.99);
      const own = await errorsOf(...args, "--inputs", "shifted");
      assertAlmostEquals(own.theirs.inside.dice, 1);
      assertEquals(own.ours, against.ours);
    });

    await t.step("noise changes ours alone, the same for the same seed", async () => {
      const args = ["--theirs", "exact", "--out", "x.svg", "--control", control];
      const plain = await errorsOf(...args);
      const noisy = await errorsOf(...args, "--noise", "--seed", "3");
      assertEquals(noisy, await errorsOf(...args, "--noise", "--seed", "3"));
      assertEquals(noisy.theirs, plain.theirs);
      const other = await errorsOf(...args, "--noise", "--seed", "4");
      assert(noisy.ours.inside.dice !== other.ours.inside.dice);
      // The control is another network.
      assert(plain.control.inside.dice !== plain.ours.inside.dice);
      assert(noisy.ours.inside.dice !== plain.ours.inside.dice);
      assert(noisy.control.inside.dice !== plain.control.inside.dice);
    });

    await t.step(
      "it says what cannot be compared, prints the numbers, and writes PNG",
      async () => {
        const args = [...common, "--theirs", "blank", "--out", "x.png"];
        const { code, stdout, stderr } = await runScript("pairs", args, { cwd });
        assertEquals(code, 0, stderr);
        assertStringIncludes(stderr, "images of 32 × 32 pixels, geometry published");
        const [theirs, ours, last] = stdout.trimEnd().split("\n");
        assertEquals(theirs, "theirs: Dice 0.000 inside the hole, 1.000 outside");
        assert(ours.startsWith("ours: Dice 0."));
        assertEquals(last, `${cwd}/x.png`.slice(-last.length));
        const png = await Deno.readFile(`${cwd}/x.png`);
        assertEquals([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
      },
    );

    await t.step("wrong counts, types, files and networks are refused in one line", async () => {
      await writePictures(`${cwd}/few`, truth.subarray(0, 14 * area), SIZE);
      await writePictures(`${cwd}/odd`, truth, SIZE);
      await Deno.writeTextFile(`${cwd}/odd/recon_3.png`, "GIF89a");
      await Deno.mkdir(`${cwd}/folder.svg`);
      const rest = `--model ${model} --backend wasm --out y.svg`;
      const plain = await train("--posterior", "none", "--lambda", "0");
      const beyond = await resultOf("dataset", [...DATASET, "--hole", "strip:a,1.68,2"], { cwd });
      const apart = await resultOf("train", ["--dataset", beyond, ...TRAIN], { cwd });
      const lame = await resultOf("dataset", [...DATASET, "--family", "superellipse"], { cwd });
      const other = await resultOf("train", ["--dataset", lame, ...TRAIN], { cwd });
      const cases: Case[] = [
        ["pairs", `--theirs few ${rest}`, /--theirs must name 15 PNG files.*few names 14/],
        ["pairs", `--theirs none/* ${rest}`, /--theirs must name 15 PNG files.*no folder .*none/],
        ["pairs", `--theirs odd ${rest}`, /--theirs .*odd\/recon_3\.png is no PNG file/],
        ["pairs", `--theirs exact --inputs few ${rest}`, /--inputs must name 15 .*few names 14/],
        ["pairs", `--theirs exact --model ${model} --out y.jpg`, /--out .*\.svg or \.png/],
        ["pairs", `--theirs exact --model ${model} --out ${model}/y.svg`, /--out .*outside result/],
        ["pairs", `--theirs exact --model ${model} --out folder.svg`, /--out must be a file, /],
        ["pairs", `--theirs exact --model ${dataset} --out y.svg`, /a result of train is needed/],
        ["pairs", `--theirs exact --control ${model} ${rest}`, /--control must be the control/],
        ["pairs", `--theirs exact --seed 1 ${rest}`, /--seed must be left out without --noise/],
        [
          "pairs",
          `--theirs exact --noise --model ${plain} --out y.svg`,
          /noise must be off with posterior none/,
        ],
        [
          "pairs",
          `--theirs exact --model ${apart} --backend wasm --out y.svg`,
          /--model must have a hole with some points of P1 inside.*strip:a,1\.68,2/,
        ],
        [
          "pairs",
          `--theirs exact --model ${other} --backend wasm --out y.svg`,
          /--model must be trained on the publication's shapes.*received superellipse/,
        ],
        ["pairs", rest, /--theirs is missing/],
      ];
      await refuseAll(cases, cwd);
    });
  });
});
