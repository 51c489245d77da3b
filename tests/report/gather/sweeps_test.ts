import { assertEquals } from "@std/assert";
import { missingText } from "../../../lib/report/gather/sweeps.ts";

Deno.test("a report says which arms have scores without a value, and why", () => {
  const note = "2 of 3 seeds without a value: no latent has a signal above its noise";
  const arms = {
    live: { codes: { mig: { model: { estimate: 0.3 } } }, hole: { dice: { model: {} } } },
    dead: {
      codes: {
        mig: { model: { estimate: 0.1, note, seeds: 1 } },
        sap: { model: { estimate: 0.1, note, seeds: 1 } },
      },
    },
    truth: {},
  };
  const metrics = { order: ["live", "dead", "truth"], arms };
  assertEquals(missingText(metrics), `Scores of codes, by arm: dead: ${note}.`);
  assertEquals(missingText({ ...metrics, order: ["live", "truth"] }), "");
  assertEquals(missingText({}), "");
});
