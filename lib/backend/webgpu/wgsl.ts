/**
 * Pieces of WGSL text. Loops whose length is known are unrolled in the text: naga 29, wgpu's compiler,
 * gives each loop a counter of its own to bound it, which costs more than a short body. They can be
 * loops again when naga leaves the counter out of loops that end for certain.
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

/** Workgroups for `count` that each stand alone, numbered by {@linkcode GROUP_INDEX}. */
export function spread(count: number): [number, number] {
  const x = Math.min(count, MOST_WORKGROUPS);
  return [x, Math.ceil(count / x)];
}

/** The built-in values of a workgroup's and a thread's own place: parameters of `main`. */
export const PLACE = `
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
`;

/**
 * WGSL expression of a workgroup's number, where they were spread over x and y; those past the last
 * must be turned away.
 */
export const GROUP_INDEX = "(group.y * groups.x + group.x)";
