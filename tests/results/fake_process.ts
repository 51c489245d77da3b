/** Runs the fake stage as a process of its own, to be killed: `fake_process.ts RESULTS JSON [FINGERPRINT]`. */

import { runStage } from "../../lib/results/mod.ts";
import { fakeOptions, fakeStage } from "./fake_stage.ts";

const [results, parameters, fingerprint] = Deno.args;
const { result, cached } = await runStage(fakeStage, {
  ...fakeOptions(results, JSON.parse(parameters)),
  ...(fingerprint === undefined ? {} : { fingerprint: JSON.parse(fingerprint) }),
  progress: { update: () => {}, line: (text) => console.error(text) },
});
console.log(JSON.stringify({ directory: result.directory, cached }));
