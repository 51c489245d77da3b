/**
 * Shaders whose threads each work alone on an index of their own.
 *
 * @module
 */

import type { Dispatch, Gpu } from "./gpu.ts";
import { GROUP_INDEX, PLACE, spread, THREADS } from "./wgsl.ts";

/** What {@linkcode runEachIndex} is run on. */
export interface EachIndex
  extends Pick<Dispatch, "key" | "reads" | "writes" | "sizes" | "numbers"> {
  /** How many indices there are: a thread each. */
  readonly count: number;
  /** WGSL that is run for `index`, from 0. */
  readonly body: () => string;
}

/** Runs `body` once for every index. */
export function runEachIndex(
  gpu: Gpu,
  { key, reads, writes, sizes = {}, numbers, count, body }: EachIndex,
): void {
  gpu.run({
    key,
    code: () => `
@compute @workgroup_size(${THREADS})
fn main(${PLACE}) {
  let index = ${GROUP_INDEX} * ${THREADS}u + thread;
  if (index >= sizes.count) { return; }
${body()}
}`,
    reads,
    writes,
    sizes: { count, ...sizes },
    numbers,
    workgroups: spread(Math.ceil(count / THREADS)),
  });
}
