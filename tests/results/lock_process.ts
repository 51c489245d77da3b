/**
 * Takes and gives up one key's lock many times, as a process of its own, counting in a file:
 * `lock_process.ts RESULTS KEY TIMES`. Two holders at once would count wrongly, or meet at the mark.
 */

import { lockKey } from "../../lib/results/lock.ts";

const [results, key, times] = Deno.args;
const mark = `${results}/held`;
const counter = `${results}/count`;
const progress = { update: () => {}, line: () => {} };
const { signal } = new AbortController();

for (let k = 0; k < Number(times); k++) {
  await using _lock = await lockKey({ results, key, progress, signal });
  using _mark = await Deno.open(mark, { write: true, createNew: true });
  await Deno.writeTextFile(counter, String(Number(await Deno.readTextFile(counter)) + 1));
  await Deno.remove(mark);
}
