import { createCanvas, loadImage } from "@napi-rs/canvas";
import { buildDataset, type Dataset } from "../../lib/dataset/dataset.ts";
import { readDataset, writeDataset, writePngs } from "../../lib/dataset/files.ts";
import { encodeNpy } from "../../lib/files/npy.ts";
import { resolveDatasetParameters as resolve } from "../../lib/dataset/parameters.ts";
import { parsePoints, readPointsFile } from "../../lib/dataset/points_csv.ts";
import { DATASET } from "../../lib/dataset/stage.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { stageRun } from "../results/stage_run.ts";

const parameters = resolve({ points: 60, holePoints: 9, size: 16, hole: "disc:1.25,1,0.5" });

async function temporary(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const names = (directory: string) =>
  [...Deno.readDirSync(directory)].map(({ name }) => name).sort();

Deno.test("readDataset() reads back what writeDataset() wrote", async () => {
  for (const hole of ["disc:1.25,1,0.5", "none"]) {
    await temporary(async (directory) => {
      const dataset = await buildDataset({
        ...parameters,
        hole,
        holePoints: hole === "none" ? 0 : 9,
      });
      await writeDataset(outputFolder(directory), dataset);
      assertEquals(
        names(directory),
        hole === "none"
          ? ["images.npy", "points.csv"]
          : ["hole_images.npy", "hole_points.csv", "images.npy", "points.csv"],
      );
      assertEquals(await readDataset(directory), dataset);
    });
  }
});

Deno.test("writeDataset() writes a table whose points can be handed in again", async () => {
  await temporary(async (directory) => {
    const dataset: Dataset = await buildDataset(parameters);
    await writeDataset(outputFolder(directory), dataset);
    const table = await Deno.readTextFile(`${directory}/points.csv`);
    assert(table.startsWith("index,a,b,inside_hole,validation,full,punctured,control\n0,"));
    assertEquals(await readPointsFile(`${directory}/points.csv`), [...dataset.points]);
  });
});

Deno.test("readDataset() names the file that is missing, cut short, edited or at odds with another", async () => {
  const edit = (file: string, change: (text: string) => string) => (directory: string) =>
    Deno.writeTextFileSync(
      `${directory}/${file}`,
      change(Deno.readTextFileSync(`${directory}/${file}`)),
    );
  /** Replaces the 1-based column of the first row that matches. */
  const flip = (column: number, row: RegExp) =>
    edit("points.csv", (text) => {
      const line = text.split("\n").find((line) => row.test(line));
      assert(line !== undefined);
      const cells = line.split(",");
      cells[column - 1] = cells[column - 1] === "0" ? "1" : "0";
      return text.replace(line, cells.join());
    });
  const wrong: [(directory: string) => void, string][] = [
    [(d) => Deno.removeSync(`${d}/images.npy`), "images.npy cannot be read: no such file"],
    [(d) => Deno.removeSync(`${d}/points.csv`), "points.csv cannot be read: no such file"],
    [(d) => Deno.removeSync(`${d}/hole_images.npy`), "hole_images.npy cannot be read"],
    [(d) => Deno.removeSync(`${d}/hole_points.csv`), "hole_points.csv cannot be read"],
    [(d) => Deno.truncateSync(`${d}/images.npy`, 5000), "images.npy must be a .npy file"],
    [
      (d) =>
        Deno.writeFileSync(`${d}/images.npy`, encodeNpy(new Uint8Array(59 * 256), [59, 16, 16])),
      "images.npy must hold an image for each of the 60 points of points.csv, received 59",
    ],
    [
      (d) => Deno.writeFileSync(`${d}/images.npy`, encodeNpy(new Uint8Array(60 * 256), [60, 256])),
      "images.npy must hold uint8 images",
    ],
    [
      (d) =>
        Deno.writeFileSync(`${d}/images.npy`, encodeNpy(new Float32Array(60 * 256), [60, 16, 16])),
      "images.npy must hold uint8 images",
    ],
    [
      (d) =>
        Deno.writeFileSync(`${d}/hole_images.npy`, encodeNpy(new Uint8Array(9 * 289), [9, 17, 17])),
      "hole_images.npy must hold images of 16×16, received 17×17",
    ],
    [edit("points.csv", (text) => text.replace(/\n3,[^,]*/, "\n3,9")), "a must be from 0.5 to 2"],
    [edit("points.csv", (text) => text.replace("\n3,", "\n4,")), "index must be 3, received 4"],
    [edit("points.csv", (text) => text.replace(",control", ",controls")), "the column control"],
    [edit("points.csv", (text) => text.replace(/\d\n$/, "2\n")), "must be 0 or 1"],
    [flip(4, /,1,0,1,0,/), "punctured must be full outside the hole"],
    // A validation point of the hole that a network would be trained on.
    [flip(7, /,1,1,0,0,0$/), "punctured must be full outside the hole and no more than full in it"],
    [flip(5, /,0,1,0,0,0$/), "full must be 1 exactly where validation is 0"],
    [flip(8, /,0,1,0,0,0$/), "control must be 0 where full is 0"],
    [flip(8, /,0,0,1,1,1$/), "as many points in control as in punctured"],
  ];
  const own = parsePoints(`a,b\n1,1\n${"0.5,0.25\n0.75,2\n".repeat(29)}1,1\n`);
  const repeating = resolve({ ...parameters, validation: 0.5 }, own);
  const copied = await buildDataset(repeating, { userPoints: own });
  /** Moves the first row of a set to another, which leaves its copies behind. */
  const move = (from: RegExp, to: string) =>
    edit("points.csv", (text) => text.replace(from, `$1${to}`));
  const leaky: typeof wrong = [
    [move(/(\n\d+,[0-9.]+,[0-9.]+,0,)1,0,0,0/, "0,1,1,1"), "for the same point on line"],
    [move(/(\n\d+,[0-9.]+,[0-9.]+,0,)0,1,1,1/, "1,0,0,0"), "for the same point on line"],
    [
      edit("hole_points.csv", (text) => text.replace(/\n0,.*/, "\n0,1,1")),
      "hole_points.csv must hold no point of points.csv, received 1 of them",
    ],
  ];
  const dataset = await buildDataset(parameters);
  for (
    const [damage, message, whole = dataset] of [
      ...wrong,
      ...leaky.map(([damage, message]) => [damage, message, copied] as const),
    ]
  ) {
    await temporary(async (directory) => {
      await writeDataset(outputFolder(directory), whole);
      damage(directory);
      const error = await assertRejects(() => readDataset(directory), UsageError, message);
      assert(!error.message.includes("\n"));
    });
  }
});

Deno.test("writePngs() writes every image as a numbered file", async () => {
  await temporary(async (directory) => {
    const dataset = await buildDataset(parameters);
    await writePngs(dataset, directory);
    assertEquals(names(directory), ["hole_images", "images"]);
    assertEquals(names(`${directory}/images`).length, 60);
    assertEquals(names(`${directory}/hole_images`).at(-1), "00008.png");
    const image = await loadImage(await Deno.readFile(`${directory}/images/00042.png`));
    const context = createCanvas(16, 16).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, 16, 16);
    const expected = dataset.images.slice(42 * 256, 43 * 256);
    assertEquals(Uint8Array.from(expected, (_, i) => data[4 * i]), expected);
  });
});

Deno.test("writePngs() ends where it is interrupted", async () => {
  await temporary(async (directory) => {
    const dataset = await buildDataset(parameters);
    const controller = new AbortController();
    const write = Deno.writeFile;
    let written = 0;
    Deno.writeFile = async (...given) => {
      await write(...given);
      if (++written === 3) controller.abort(new DOMException("interrupted", "AbortError"));
    };
    try {
      const { signal } = controller;
      await assertRejects(() => writePngs(dataset, directory, { signal }), DOMException);
    } finally {
      Deno.writeFile = write;
    }
    assertEquals(names(`${directory}/images`).length, 3);
  });
});

Deno.test("DATASET writes a dataset and reports its counts", async () => {
  await temporary(async (directory) => {
    const metrics = await DATASET.run(stageRun({ parameters, out: outputFolder(directory) }));
    const { subsets, points, insideHole } = await readDataset(directory);
    assertEquals(metrics.points, points.length);
    assertEquals(metrics.inside_hole, insideHole.filter(Boolean).length);
    assertEquals(metrics.full, 54);
    assertEquals(metrics.punctured, subsets.punctured.length);
    assertEquals(metrics.control, subsets.control.length);
    assertEquals(metrics.validation, subsets.validation.length);
    assertEquals(metrics.validation_in_hole, 6 - subsets.validation.length);
    assertEquals(metrics.hole_points, 9);
    assertEquals(metrics.hole_area, Math.PI * 0.25);
    assert(typeof metrics.ink_fraction === "number" && metrics.ink_fraction > 0.02);
  });
});
