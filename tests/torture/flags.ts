/**
 * The flags of `deno task torture`, in the form that `parseArgs` of `node:util` takes. Tests check
 * command lines in the documentation against them.
 *
 * @module
 */

/** Flags by name. */
export const FLAGS = {
  table: { type: "string" },
  kills: { type: "string" },
  seed: { type: "string", default: "1" },
  cwd: { type: "string", default: "." },
  help: { type: "boolean", default: false },
} as const;
