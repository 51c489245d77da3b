import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { multiplicationsDone } from "../../lib/backend/arithmetic.ts";
import { PHASES, TRANSPOSED_FOLD } from "../../lib/backend/folding.ts";
import {
  type ConvolutionPass,
  FOLDED_TAPS,
  nominalMultiplications,
} from "../../lib/backend/passes.ts";

const length = fc.integer({ min: 1, max: 70 });

/** Any pass that the blocks have. */
const anyPass = fc.record({
  kind: fc.constantFrom("forward", "inputGradient", "filterGradient"),
  part: fc.constantFrom("pooled", "upsampled", "plain"),
  batch: length,
  sides: fc.tuple(length, length),
  channels: fc.tuple(length, length),
  width: fc.constantFrom(1, 3),
}).map(({ kind, part, batch, sides, channels: [inputs, outputs], width }) => {
  const upsample = part === "upsampled";
  const [height, across] = upsample ? sides.map((side) => 2 * side) : sides;
  const taps = upsample ? 3 : width;
  return {
    kind: kind as ConvolutionPass["kind"],
    ...{ upsample, pooled: part === "pooled" },
    output: [batch, height, across, outputs],
    filter: [taps, taps, inputs, outputs],
  };
});

Deno.test("a folded upsampling multiplies as often as its lists of taps say, forward and back", () => {
  const [height, width, inputs, outputs] = [6, 4, 3, 5];
  const pass = {
    output: [1, 2 * height, 2 * width, outputs],
    filter: [3, 3, inputs, outputs],
    upsample: true,
  };
  const small = height * width * inputs * outputs;
  // Four phases, each with 2×2 taps, for every small pixel.
  const taps = PHASES.reduce((sum, phase) => sum + phase.taps.length, 0);
  assertEquals(nominalMultiplications({ ...pass, kind: "forward" }), small * taps);
  assertEquals(
    nominalMultiplications({ ...pass, kind: "inputGradient" }),
    small * TRANSPOSED_FOLD.length,
  );
  assertEquals(nominalMultiplications({ ...pass, kind: "filterGradient" }), small * taps);
  assertEquals(taps, 4 * FOLDED_TAPS);
});

Deno.test("no kernel of ours multiplies more than the direct sum from 9² pixels on, and each some", () => {
  for (const backend of ["wasm", "webgpu"] as const) {
    const count = multiplicationsDone(backend);
    fc.assert(fc.property(anyPass, (pass) => {
      const done = count(pass);
      assert(done > 0 && Number.isFinite(done), `${JSON.stringify(pass)}: ${done}`);
      // Tiles that stand over the edge of a few pixels multiply for nothing.
      const [, height, width] = pass.output;
      if (Math.min(height, width) < 9) return;
      assert(done <= nominalMultiplications(pass), `${JSON.stringify(pass)}: ${done}`);
    }));
  }
});

Deno.test("Winograd's form is counted where the kernels use it: for the encoder's block alone", () => {
  const kinds = ["forward", "inputGradient", "filterGradient"] as const;
  const pass = { output: [1, 64, 64, 64], filter: [3, 3, 64, 64], upsample: false };
  const count = multiplicationsDone("wasm");
  for (const kind of kinds) {
    const direct = nominalMultiplications({ ...pass, kind });
    assertEquals(count({ ...pass, kind }), direct, kind);
    const tiles = kind === "inputGradient" ? 33 ** 2 : 32 ** 2;
    assertEquals(count({ ...pass, kind, pooled: true }), 16 * 64 * 64 * tiles, kind);
  }
});

Deno.test("multiplicationsDone() takes the first form that a pass is computed in", () => {
  const forms = [
    ({ upsample }: ConvolutionPass) => upsample ? 9 : null,
    ({ kind }: ConvolutionPass) => kind === "forward" ? 4 : null,
  ];
  const count = multiplicationsDone("wasm", { forms });
  const pass = { output: [1, 4, 4, 1], filter: [3, 3, 1, 1] };
  assertEquals(count({ ...pass, kind: "forward", upsample: true }), 9);
  assertEquals(count({ ...pass, kind: "forward", upsample: false }), 4);
  assertEquals(count({ ...pass, kind: "filterGradient", upsample: false }), 16 * 9);
});
