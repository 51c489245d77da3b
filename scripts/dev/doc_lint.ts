/**
 * `deno doc --lint` over the public modules, as part of `deno task check`. It counts the types of
 * an npm package as private, and has no way to be told otherwise (deno 2.9): complaints about
 * TF.js's own types are left out here. This file can go when deno doc can tell them apart.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };

const TFJS_TYPES = /private type '(LayersModel|Scalar|Tensor\d?D?|Variable)'/;

const root = new URL("../../", import.meta.url);
const { stderr } = await new Deno.Command(Deno.execPath(), {
  args: ["doc", "--lint", ...Object.values(config.exports)],
  cwd: root,
  env: { NO_COLOR: "1" },
  stdout: "null",
  stderr: "piped",
}).output();
const complaints = new TextDecoder().decode(stderr).split(/^(?=error)/m)
  .filter((text) => text.startsWith("error") && !/^error: Found \d+/.test(text))
  .filter((text) => !TFJS_TYPES.test(text));
for (const complaint of complaints) console.error(complaint.trimEnd());
console.error(`documentation: ${complaints.length || "no"} complaints`);
Deno.exit(complaints.length > 0 ? 1 : 0);
