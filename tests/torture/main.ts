/**
 * `deno task torture`: what the results survive, as a table. The short forms run among the tests.
 *
 * @module
 */

import { contents, resultOf } from "../end_to_end/helpers.ts";
import { atOnce } from "./concurrent.ts";
import { killAnywhere } from "./kill.ts";
import { STUDY, type Tally } from "./study.ts";
import { tamper } from "./tamper.ts";

/** A harness: what it is called, and how it is run. */
interface Harness {
  readonly name: string;
  run(workspace: string, base: string, report: (line: string) => void): Promise<Tally>;
}

const SEED = 1;

const HARNESSES: readonly Harness[] = [
  {
    name: "kill it anywhere",
    run: async (workspace, base, report) =>
      await killAnywhere({
        kills: 200,
        seed: SEED,
        workspace,
        expected: await contents(base),
        report,
      }),
  },
  {
    name: "two at once, one seed",
    run: async (workspace, base) =>
      await atOnce({ seeds: [0, 0], workspace, expected: await contents(base) }),
  },
  {
    name: "four at once, three seeds",
    run: async (workspace, base) =>
      await atOnce({ seeds: [0, 1, 0, 2], workspace, expected: await contents(base) }),
  },
  {
    name: "tampering and rot",
    run: (workspace, base, report) =>
      tamper({ mutations: 1200, seed: SEED, workspace, results: base, report }),
  },
];

if (import.meta.main) {
  const asked = Deno.args;
  const chosen = HARNESSES.filter(({ name }) =>
    asked.length === 0 || asked.some((word) => name.includes(word))
  );
  if (chosen.length === 0) {
    console.error(`torture: must be one of ${HARNESSES.map(({ name }) => name).join(", ")}`);
    Deno.exit(2);
  }
  const workspace = await Deno.realPath(await Deno.makeTempDir());
  const base = `${workspace}/base`;
  await Deno.mkdir(base);
  console.error("torture: makes an undisturbed study");
  await resultOf("reproduce", [...STUDY, "--quiet"], { cwd: base });
  let failed = false;
  for (const { name, run } of chosen) {
    const started = performance.now();
    const { tried, lost } = await run(
      workspace,
      `${base}/results`,
      (line) => console.error(`torture: ${name}: ${line}`),
    );
    const counts = Object.entries(tried).map(([what, count]) => `${count} ${what}`).join(", ");
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`${name}: ${counts}; ${lost.length} lost (${seconds} s)`);
    for (const line of lost.slice(0, 20)) console.log(`  ${line}`);
    failed ||= lost.length > 0;
  }
  await Deno.remove(workspace, { recursive: true });
  Deno.exit(failed ? 1 : 0);
}
