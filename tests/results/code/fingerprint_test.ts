import { fingerprintOf, librariesOf } from "../../../lib/results/code/fingerprint.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../fake_stage.ts";

async function write(directory: string, files: Readonly<Record<string, string>>): Promise<URL> {
  for (const [path, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${directory}/${path}`, text);
  }
  return new URL(`file://${directory}/`);
}

Deno.test("librariesOf() finds the packages that code reaches, at the pinned versions", async () => {
  await inFolder(async (directory) => {
    const root = await write(directory, {
      "deno.json": JSON.stringify({
        imports: {
          "@scope/drawn": "npm:@scope/drawn@1.0.11",
          numbers: "npm:numbers@8.4.2",
          "later/2020": "npm:later@8.20.0/dist/2020.js",
          unused: "npm:unused@1.0.0",
          types: "npm:types@1.0.0",
        },
      }),
      "stage.ts": [
        'import { draw } from "@scope/drawn";',
        'import type { T } from "types";',
        'import { helper } from "./helper.ts";',
        'import { readFile } from "node:fs";',
        'const later = () => import("later/2020");',
      ].join("\n"),
      "helper.ts": 'import { next } from "numbers/generator/next";\n',
      "other.ts": 'import { x } from "unused";\n',
    });
    const stage = new URL("stage.ts", root).href;
    const libraries = { "@scope/drawn": "1.0.11", later: "8.20.0", numbers: "8.4.2" };
    assertEquals(await librariesOf([stage], { root }), libraries);
    const other = new URL("other.ts", root).href;
    assertEquals(await librariesOf([stage, other], { root }), { ...libraries, unused: "1.0.0" });
  });
});

Deno.test("fingerprintOf() covers the backend of a stage that needs one, and of no other", async () => {
  const module = new URL("../../../lib/evaluation/ablation_stage.ts", import.meta.url).href;
  const start = (name: string) =>
    new URL(`../../../lib/backend/${name}/start.ts`, import.meta.url).href;
  const wasm = { name: "wasm", module: start("wasm"), flags: { relaxedSimd: true } } as const;
  const webgpu = { name: "webgpu", module: start("webgpu"), flags: { kernels: "wgsl 1" } } as const;
  const stage = (backend: boolean) => ({
    name: "made-up",
    module,
    needs: { backend, rasteriser: false },
  });
  const table = await fingerprintOf(stage(false), wasm);
  assertEquals([table.backend, table.flags], [null, {}]);
  assertEquals(Object.keys(table.libraries).sort(), ["ml-matrix", "zod"]);
  assertEquals(table, await fingerprintOf(stage(false)));
  for (const backend of [wasm, webgpu]) {
    const { libraries, ...rest } = await fingerprintOf(stage(true), backend);
    assertEquals(rest, { backend: backend.name, flags: backend.flags });
    const own = `@tensorflow/tfjs-backend-${backend.name}`;
    assertEquals(
      Object.keys(libraries).filter((name) => name.startsWith("@tensorflow")).sort(),
      ["@tensorflow/tfjs", own],
    );
    assert("ml-matrix" in libraries);
  }
  await assertRejects(() => fingerprintOf(stage(true)), TypeError, "made-up: it needs a backend");
});
