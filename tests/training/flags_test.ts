import fc from "fast-check";
import { command, parseCommand } from "../../lib/cli/mod.ts";
import { PENALTY_NAMES } from "../../lib/model/penalties.ts";
import { POSTERIOR_NAMES, POSTERIORS } from "../../lib/model/posteriors.ts";
import { SAMPLE_WEIGHTS } from "../../lib/model/schemas.ts";
import { PROFILES } from "../../lib/study/profiles.ts";
import { PROFILE_NAMES } from "../../lib/study/profiles.ts";
import { resolveArm } from "../../lib/study/settings.ts";
import { STUDIES } from "../../lib/study/studies.ts";
import { trainCommand, trainFlags, trainParameters } from "../../lib/training/flags.ts";
import { DECAYS, type TrainParameters, trainSchema } from "../../lib/training/mod.ts";
import { NETWORK_NAMES } from "../../lib/words/network_names.ts";
import { assert, assertEquals } from "@std/assert";

const spec = command({ name: "train", summary: "", permissions: [], flags: trainFlags });

function parsed(args: string[]): TrainParameters {
  const options = parseCommand(spec, args);
  assert(options !== "help");
  return trainParameters(options, { hole: "disc:1.25,1,0.3" });
}

const parameters: fc.Arbitrary<TrainParameters> = fc.record({
  divide: fc.integer({ min: 1, max: 64 }),
  latents: fc.integer({ min: 1, max: 64 }),
  posterior: fc.constantFrom(...POSTERIOR_NAMES),
  subset: fc.constantFrom(...NETWORK_NAMES),
  loss: fc.record({
    lambda: fc.double({ min: 0, max: 1e6, noNaN: true }),
    penalty: fc.constantFrom(...PENALTY_NAMES),
    gamma: fc.double({ min: 0, max: 1e6, noNaN: true }),
    weights: fc.constantFrom(...SAMPLE_WEIGHTS),
  }, { noNullPrototype: true }).map((loss) =>
    loss.penalty === "none" ? { ...loss, gamma: 0 } : loss
  ),
  epochs: fc.integer({ min: 1, max: 10_000 }),
  batch: fc.integer({ min: 1, max: 1024 }),
  rate: fc.double({ min: 1e-12, max: 1, noNaN: true }),
  decay: fc.constantFrom(...DECAYS),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
}, { noNullPrototype: true });

Deno.test("the command of training writes a command line that asks for the same parameters", () => {
  fc.assert(fc.property(parameters, (given) => {
    assertEquals(parsed(trainCommand.arguments(given)), given);
    const { divide, batch, posterior, latents, loss } = given;
    // A decoder alone has three latents and no regulariser, an autoencoder none that needs noise.
    const { encoder, noise } = POSTERIORS[posterior];
    const alone = noise || (loss.lambda === 0 &&
      (encoder
        ? !["dip-ii", "beta-tc"].includes(loss.penalty)
        : latents === 3 && loss.penalty === "none"));
    // A penalty has a weight, and a pair to act on; all but the published one need two images.
    const acts = loss.penalty === "none" ||
      (loss.gamma >= 1e-8 && latents >= 2 && (batch >= 2 || loss.penalty === "published"));
    const differs = Math.floor(256 / Math.floor(256 / divide)) === divide &&
      (loss.lambda === 0 || loss.lambda >= 1e-8) && !(batch === 1 && loss.weights === "published");
    assertEquals(trainSchema.safeParse(given).success, alone && acts && differs);
  }));
});

Deno.test("the train script's defaults are the small profile's punctured run", () => {
  const loss = { lambda: 8e-3, penalty: "none", gamma: 0, weights: "none" } as const;
  assertEquals(parsed([]), {
    ...PROFILES.small.training,
    subset: "punctured",
    loss,
    seed: 0,
  });
});

Deno.test("every arm of every study passes the schema of a training run, in every profile", () => {
  for (const profile of PROFILE_NAMES) {
    for (const { arms } of Object.values(STUDIES)) {
      for (const { settings, profiles = PROFILE_NAMES } of arms) {
        if (!profiles.includes(profile)) continue;
        trainSchema.parse(resolveArm(settings, { profile, seed: 1 }).training);
      }
    }
  }
  assertEquals(PROFILES.paper.training.divide, 1);
  assertEquals(PROFILES.paper.training.epochs, 30);
});
