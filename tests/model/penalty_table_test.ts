import { PENALTIES, PENALTY_NAMES } from "../../lib/model/penalties.ts";
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { answersWith } from "../graft.ts";

Deno.test("a penalty more in the table is a choice, a flag and a term of the objective", async () => {
  const said = await answersWith<{
    penalty: number;
    loss: number;
    choice: unknown;
    gamma: number;
    help: string;
    refused: string[];
    rank: number;
  }>({
    file: "lib/model/penalties.ts",
    edit: [
      "\n} as const satisfies",
      `
  "sparse": {
    gamma: 0.5,
    reason: "a test",
    latents: 3,
    batch: 4,
    totalCorrelation: false,
    compute: ({ mean }: CodeBatch, { tf }: PenaltyTools): tf.Scalar => tf.mean(tf.abs(mean)),
  },
} as const satisfies`,
    ],
    modules: {
      flags: "lib/training/flags.ts",
      losses: "lib/model/losses.ts",
      names: "lib/model/penalties.ts",
      schema: "lib/training/schema.ts",
      schemas: "lib/model/schemas.ts",
      settings: "lib/study/settings.ts",
    },
    questions: `
import * as tf from "@tensorflow/tfjs";
const mean = tf.tensor2d([[1, -2], [3, 0]]);
const batch = { mean, logVariance: tf.zerosLike(mean), latents: mean, datasetSize: 2 };
const images = tf.zeros([2, 2, 2, 1]);
const loss = { lambda: 0, penalty: "sparse", gamma: 2, weights: "none" };
const without = losses.totalLoss({ ...loss, penalty: "none", gamma: 0 },
  { ...batch, logits: images, targets: images, weights: null });
const total = losses.totalLoss(loss, { ...batch, logits: images, targets: images, weights: null });
const run = settings.resolveArm({ loss: "sparse" }, { profile: "smoke", seed: 0 });
const answers = {
  penalty: total.penalty.dataSync()[0],
  loss: total.loss.dataSync()[0] - without.loss.dataSync()[0],
  choice: schemas.lossSchema.parse(loss).penalty,
  gamma: run.training.loss.gamma,
  help: flags.trainFlags.gamma.help,
  refused: schema.trainSchema.safeParse({ ...run.training, latents: 2, batch: 3 })
    .error.issues.map(({ message }) => message),
  rank: names.PENALTY_NAMES.indexOf("sparse"),
};
`,
  });
  assertEquals(said.penalty, 1.5);
  assertAlmostEquals(said.loss, 3, 1e-6);
  assertEquals([said.choice, said.gamma, said.rank], ["sparse", 0.5, PENALTY_NAMES.length]);
  assertMatch(said.help, /, 0\.5 sparse$/);
  assertEquals(said.refused, [
    "must be at least 3 with penalty sparse, received 2",
    "must be at least 4 with penalty sparse, received 3",
  ]);
});

Deno.test("each penalty has a weight and a reason for it", () => {
  for (const name of PENALTY_NAMES) {
    const { gamma, reason } = PENALTIES[name];
    assertEquals(gamma === 0, name === "none", name);
    assert(reason.length > 10, name);
  }
});

Deno.test("the table of penalties loads nothing but itself: command lines read it", async () => {
  const source = await Deno.readTextFile(new URL("../../lib/model/penalties.ts", import.meta.url));
  const imports = source.match(/^(import|export)\b.* from ".*";$/gm) ?? [];
  assertEquals(imports.filter((line) => !line.startsWith("import type ")), []);
  assertEquals(imports.length, 3);
});
