/**
 * How much arithmetic our kernels really do. Some compute a convolution with fewer multiplications
 * than the direct sum has; a share of the machine's ceiling is of what is done, or it would exceed
 * what the machine can do.
 *
 * @module
 */

import type { BackendName } from "./backend.ts";
import { type ConvolutionPass, nominalMultiplications, type PassCount } from "./passes.ts";
import { nineProducts, winograd } from "./wasm/forms.ts";

/**
 * A form in which kernels compute some passes: the multiplications of one, or `null` where that
 * pass is not computed so. Sums of filters or of pixels count for nothing.
 */
export type Form = (pass: ConvolutionPass) => number | null;

/** The forms of each backend's kernels; of several that fit, the first is used. */
const FORMS: Readonly<Record<BackendName, readonly Form[]>> = {
  wasm: [nineProducts, winograd],
  webgpu: [],
};

/**
 * What counts the multiplications that a backend's kernels do in a pass: those of the first form
 * that it is computed in, else the nominal ones, which are those of the direct sum and of a folded
 * upsampling.
 *
 * @param backend the backend whose kernels compute
 * @param forms the forms to look through (default: those that the backend has)
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { multiplicationsDone } from "./arithmetic.ts";
 *
 * const pass = { kind: "forward", output: [1, 8, 8, 1], filter: [1, 1, 3, 1] } as const;
 * assertEquals(multiplicationsDone("wasm")({ ...pass, upsample: false }), 8 * 8 * 3);
 * ```
 */
export function multiplicationsDone(
  backend: BackendName,
  { forms = FORMS[backend] }: { readonly forms?: readonly Form[] } = {},
): PassCount {
  return (pass) => {
    for (const form of forms) {
      const multiplications = form(pass);
      if (multiplications !== null) return multiplications;
    }
    return nominalMultiplications(pass);
  };
}
