import { assert } from "@std/assert";
import { BUILDS, compileKernels } from "../../scripts/dev/build_kernels.ts";

for (const [name, features] of Object.entries(BUILDS)) {
  Deno.test(`a rebuild of ${name} gives the committed bytes`, async () => {
    const committed = await Deno.readFile(
      new URL(`../../lib/backend/wasm/${name}`, import.meta.url),
    );
    const built = await compileKernels(features);
    const same = built.length === committed.length && built.every((v, i) => v === committed[i]);
    assert(same, `${name} is stale: run deno task build:kernels`);
  });
}
