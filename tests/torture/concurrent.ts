/**
 * Several at once: studies of the same and of different seeds share a results folder. All must end
 * well, with the bytes of a study that had the folder to itself and nothing of their work left, and
 * none may compute what another is computing.
 *
 * @module
 */

import { inspectResult, listResults, PARTIAL } from "../../lib/results/mod.ts";
import { contents, runScript } from "../end_to_end/helpers.ts";
import { type Ground, STUDIES, type Tally } from "./study.ts";

/** Options of {@linkcode atOnce}. */
export interface ConcurrentOptions extends Omit<Ground, "seed"> {
  /** The seed of each study that is started; all start together. One of them must be 0. */
  readonly seeds: readonly number[];
}

/** Runs studies at once and compares what they leave. */
export async function atOnce(options: ConcurrentOptions): Promise<Tally> {
  const { seeds, workspace } = options;
  const expected = await contents(options.results);
  const cwd = `${workspace}/at-once-${seeds.join("-")}`;
  await Deno.mkdir(cwd);
  const lost: string[] = [];
  const ran = await Promise.all(
    seeds.map((seed) => runScript("reproduce", [...STUDIES, "--seed", String(seed)], { cwd })),
  );
  ran.forEach(({ code, stderr }, k) => {
    if (code !== 0) lost.push(`study ${k} of seed ${seeds[k]} ended with ${code}: ${stderr}`);
  });
  const results = `${cwd}/results`;
  for (const folder of await listResults(results)) {
    const { problems } = await inspectResult(folder);
    lost.push(...problems.map(({ file, message }) => `${folder}: ${file} ${message}`));
  }
  const found = await contents(results);
  for (const [path, entry] of Object.entries(expected)) {
    if (JSON.stringify(found[path]) !== JSON.stringify(entry)) lost.push(`${path} differs`);
  }
  const work = Object.keys(found).filter((path) => path.startsWith(`${PARTIAL}/`));
  lost.push(...work.map((path) => `${path} is left`));
  // A second computation of the same would have logged an epoch more than there are.
  const epochs = ran.flatMap(({ stderr }) => stderr.match(/^train .*: epoch \d+ of \d+/gm) ?? []);
  const twice = epochs.length - new Set(epochs).size;
  if (twice > 0) lost.push(`${twice} epochs were trained more than once`);
  await Deno.remove(cwd, { recursive: true });
  const note = `${epochs.length} epochs trained, ${twice} of them twice`;
  return { unit: "studies", tried: seeds.length, lost, note };
}
