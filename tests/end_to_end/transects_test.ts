import { assertEquals, assertStringIncludes } from "@std/assert";
import { readCsv } from "../../lib/files/csv.ts";
import { assertRefused, inWorkspace, resultOf, runScript } from "./helpers.ts";

const DATASET = ["--points", "60", "--size", "32", "--hole-points", "6", "--quiet"];
const TRAIN = ["--divide", "16", "--epochs", "1", "--backend", "wasm", "--quiet"];

Deno.test("transects names a model by its subset, and takes only its own control", async (t) => {
  await inWorkspace(async (cwd) => {
    const options = { cwd };
    const dataset = await resultOf("dataset", DATASET, options);
    const other = await resultOf("dataset", [...DATASET, "--hole", "disc:1.25,1,0.5"], options);
    const train = (directory: string, ...flags: string[]) =>
      resultOf("train", ["--dataset", directory, ...TRAIN, ...flags], options);
    const punctured = await train(dataset);
    const control = await train(dataset, "--subset", "control");

    await t.step("a full network is called full", async () => {
      const full = await train(dataset, "--subset", "full");
      const args = ["--model", full, "--transect", "P1", "--backend", "wasm", "--quiet"];
      const walk = await resultOf("transects", args, options);
      const table = await Deno.readTextFile(`${cwd}/${walk}/tables/transects.csv`);
      const rows = table.trim().split("\n").slice(1);
      assertEquals(rows.length, 15);
      assertStringIncludes(rows[0], ",full,");
    });

    await t.step("a walk crosses the seam of a periodic axis, and of no other", async () => {
      const ellipses = await train(
        await resultOf("dataset", [
          ...["--points", "20", "--size", "32", "--hole-points", "2", "--quiet"],
          ...["--family", "ellipse", "--hole", "strip:b,1.8,2.2"],
        ], options),
      );
      const flags = ["--transect", "1,1.6:1,2.4", "--count", "9", "--backend", "wasm", "--quiet"];
      const walk = await resultOf("transects", ["--model", ellipses, ...flags], options);
      const rows = readCsv(await Deno.readTextFile(`${cwd}/${walk}/tables/transects.csv`));
      assertEquals(
        rows.map(({ b, inside_hole }) => [Number(Number(b).toFixed(9)), Number(inside_hole)]),
        [[1.6, 0], [1.7, 0], [1.8, 1], [1.9, 1], [2, 1], [0.1, 1], [0.2, 1], [0.3, 0], [0.4, 0]],
      );
      const ran = await runScript("transects", ["--model", punctured, ...flags], options);
      assertRefused(ran, {
        script: "transects",
        message: /--transect must stay within b from 0 to 2, which is not periodic in .* rose, /,
      });
    });

    const wrong: [name: string, model: string, control: string, message: RegExp][] = [
      ["the model itself", punctured, punctured, /--control .*subset control.*punctured/],
      [
        "another hole's control",
        punctured,
        await train(other, "--subset", "control"),
        /--control .*hole disc:1.25,1,0.3.*disc:1.25,1,0.5/,
      ],
      [
        "a control of other latents",
        punctured,
        await train(dataset, "--subset", "control", "--latents", "2"),
        /--control .*latents 3.*latents 2/,
      ],
      ["a control as the model", control, control, /--model must not be a control/],
    ];
    for (const [name, model, beside, message] of wrong) {
      await t.step(`${name} is refused`, async () => {
        const args = ["--model", model, "--control", beside, "--backend", "wasm", "--quiet"];
        const ran = await runScript("transects", args, options);
        assertRefused(ran, { script: "transects", message });
      });
    }
  });
});
