/** A network of the lab, trained here as its worker trains it. */

import { assert, assertEquals } from "@std/assert";
import { createRun, type Run } from "../../../lib/explorer/lab/run.ts";
import type { Answer } from "../../../lib/explorer/lab/messages.ts";
import { DEFAULT_SETTINGS } from "../../../lib/explorer/lab/settings.ts";
import { useBackend } from "../../backend/devices.ts";

Deno.test("a run's images a second are the median over its epochs: of two, their mean", async () => {
  const backend = await useBackend("wasm");
  const told: Answer[] = [];
  const run: Run = createRun({
    settings: { ...DEFAULT_SETTINGS, points: 200, epochs: 3 },
    subset: "punctured",
    backend,
    draw: (_, image) => void image.fill(255),
    tell(answer) {
      told.push(answer);
      if (answer.kind === "epoch" && answer.line.epoch === 2) run.stop();
    },
  });
  await run.train();
  const rates = told.flatMap((answer) => answer.kind === "epoch" ? [answer.imagesPerSecond] : []);
  const [done] = told.flatMap((answer) => answer.kind === "done" ? [answer] : []);
  assertEquals([rates.length, done.whole], [2, false]);
  assertEquals(done.imagesPerSecond, (rates[0]! + rates[1]!) / 2);
});

Deno.test("a run that was stopped ends, although it is told to pause after that", async () => {
  const backend = await useBackend("wasm");
  let done = false;
  const run: Run = createRun({
    settings: { ...DEFAULT_SETTINGS, points: 400, epochs: 60 },
    subset: "punctured",
    backend,
    draw: (_, image) => void image.fill(255),
    tell(answer) {
      if (answer.kind === "done") done = true;
      // Between two looks at the page's wishes.
      if (answer.kind !== "progress") return;
      run.stop();
      run.pause();
    },
  });
  await run.train();
  assert(done);
});
