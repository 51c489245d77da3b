/**
 * `deno task transects`: reconstructions and errors along lines through the space.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/parse.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import { parseTransect, PUBLISHED_TRANSECTS } from "../lib/space/mod.ts";

export const spec = command({
  name: "transects",
  summary: "Walks transects with a trained network: truth, reconstruction and errors at each step.",
  permissions: ["--allow-read", "--allow-write=results", ...RASTERISER_PERMISSIONS],
  flags: {
    model: flag.path({ value: "DIR", help: "result folder of the train script" }),
    control: flag.path({
      value: "DIR",
      optional: true,
      help: "result folder of the control, to walk beside it",
    }),
    transect: flag.list({
      value: "P1|P2|P3|a0,b0:a1,b1",
      help: "a transect to walk; P1, P2 and P3 where none is given",
    }),
    count: flag.integer({ min: 2, max: 1000, default: 15, help: "points on each transect" }),
  },
  examples: ["transects --model results/train/punctured-… --control results/train/control-…"],
});

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    const transects = options.transect.length > 0
      ? options.transect.map(parseTransect)
      : PUBLISHED_TRANSECTS;
    if (new Set(transects.map(({ name }) => name)).size < transects.length) {
      throw new UsageError(
        `--transect must name different transects, received ${options.transect.join(" ")}`,
      );
    }
    const { selectBackend } = await import("../lib/backend/mod.ts");
    const { openResult } = await import("../lib/results/mod.ts");
    const { transectsFingerprint } = await import("../lib/study/fingerprints.ts");
    const { outcomeOf, runFromScript } = await import("../lib/study/run.ts");
    const { transectsStage } = await import("../lib/evaluation/transects.ts");
    const model = await openResult(options.model, { stage: "train" });
    const control = options.control === undefined
      ? undefined
      : await openResult(options.control, { stage: "train" });
    const backend = await selectBackend(options.backend);
    if (!options.quiet) console.error(backend.reason);
    return outcomeOf(
      await runFromScript(transectsStage(backend, { control: control !== undefined }), {
        parameters: { transects: [...transects], count: options.count },
        inputs: control ? { model, control } : { model },
        fingerprint: transectsFingerprint(backend),
        options,
        signal: interruptSignal(),
      }),
    );
  });
}
