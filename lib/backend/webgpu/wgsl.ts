/**
 * Pieces of WGSL text. Loops whose length is known are unrolled in the text: naga, wgpu's compiler,
 * gives each loop a counter of its own to bound it, which costs more than a short body.
 *
 * @module
 */

/** `body(0)` … `body(count − 1)`, one a line. */
export function unrolled(count: number, body: (k: number) => string): string {
  return Array.from({ length: count }, (_, k) => body(k)).join("\n");
}

/** Threads of a workgroup where each works alone. */
export const THREADS = 256;

/** Most workgroups along one dimension of a dispatch, on every adapter. */
const MOST_WORKGROUPS = 65535;

/** Workgroups for `count` threads, folded into two dimensions where one is too short. */
export function workgroupsFor(count: number): [number, number] {
  const groups = Math.ceil(count / THREADS);
  const x = Math.min(groups, MOST_WORKGROUPS);
  return [x, Math.ceil(groups / x)];
}

/** A shader of `count` threads that each run `body` with their own `index`. */
export function eachIndex(count: number, body: string): string {
  const [x] = workgroupsFor(count);
  return `
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let index = (group.y * ${x}u + group.x) * ${THREADS}u + thread;
  if (index >= ${count}u) { return; }
${body}
}`;
}

/** Workgroups for `count` that each stand alone, numbered by {@linkcode groupIndex}. */
export function spread(count: number): [number, number] {
  const x = Math.min(count, MOST_WORKGROUPS);
  return [x, Math.ceil(count / x)];
}

/** WGSL expression of a workgroup's number; those past the last must be turned away. */
export function groupIndex(count: number): string {
  return `(group.y * ${spread(count)[0]}u + group.x)`;
}
