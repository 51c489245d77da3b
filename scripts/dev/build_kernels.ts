/**
 * Compiles the SIMD kernels: `deno task build:kernels`. Writes `kernels.wasm` (with relaxed SIMD's
 * fused multiply-add) and `kernels_baseline.wasm` (plain SIMD); both are committed, and a test
 * checks that a rebuild gives the same bytes.
 *
 * @module
 */

import * as asc from "assemblyscript/asc";
import {
  BLOCK_ROWS,
  chunkBlock,
  convBlock,
  gradientBlock,
  productBlock,
  upsampledPair,
} from "../../lib/backend/wasm/microkernels.ts";

/** The parts of the module's source, in `lib/backend/wasm/assembly`, in the order they are joined. */
const PARTS = [
  "vectors",
  "convolution",
  "winograd",
  "upsampling",
  "memory",
  "pooling",
  "batch_norm",
  "cross_entropy",
  "adam",
] as const;

/** The generated parts, after them. */
const BLOCKS = [convBlock, gradientBlock, productBlock, upsampledPair, chunkBlock];

/** The two builds, by file name. */
export const BUILDS: Readonly<Record<string, readonly string[]>> = {
  "kernels.wasm": ["--enable", "simd", "--enable", "relaxed-simd"],
  "kernels_baseline.wasm": ["--enable", "simd"],
};

/** Compiles one build in memory; throws with the compiler's own words where it fails. */
export async function compileKernels(features: readonly string[]): Promise<Uint8Array> {
  const folder = new URL("../../lib/backend/wasm/assembly/", import.meta.url);
  const handwritten = await Promise.all(
    PARTS.map((part) => Deno.readTextFile(new URL(`${part}.ts`, folder))),
  );
  const generated = BLOCKS.flatMap((block) => BLOCK_ROWS.map(block));
  const source = [...handwritten, ...generated].join("\n");
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      "kernels.ts",
      "--outFile",
      "kernels.wasm",
      "-O3",
      "--noAssert",
      "--runtime",
      "stub",
      "--importMemory",
      "--initialMemory",
      "1",
      ...features,
    ],
    {
      readFile: (name: string) => name === "kernels.ts" ? source : null,
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === "kernels.wasm") binary = contents as Uint8Array;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`AssemblyScript: ${error?.message}\n${stderr.toString()}`);
  return binary;
}

if (import.meta.main) {
  for (const [name, features] of Object.entries(BUILDS)) {
    const binary = await compileKernels(features);
    await Deno.writeFile(new URL(`../../lib/backend/wasm/${name}`, import.meta.url), binary);
    console.log(`${name}: ${binary.length} bytes`);
  }
}
