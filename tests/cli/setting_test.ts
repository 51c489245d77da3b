import fc from "fast-check";
import { z } from "zod";
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Flag } from "../../lib/cli/flags.ts";
import { setting } from "../../lib/cli/setting.ts";
import { datasetFields } from "../../lib/dataset/fields.ts";
import { traversalsSchema } from "../../lib/evaluation/traversals_parameters.ts";
import { transectsSchema } from "../../lib/evaluation/transects_parameters.ts";
import { evaluateSchema } from "../../lib/evaluation/evaluate_parameters.ts";
import { UsageError } from "../../lib/errors.ts";
import { trainSchema } from "../../lib/training/schema.ts";

const { hole: _, petals, ...dataset } = datasetFields;
const { loss, snapshots: __, ...training } = trainSchema.shape;
const numbersAndChoices: Record<string, z.ZodType> = {
  ...dataset,
  petals: petals.unwrap(),
  ...training,
  ...loss.shape,
  "evaluation.stroke": evaluateSchema.shape.stroke,
  count: transectsSchema.shape.count,
  ...traversalsSchema.shape,
};

const words = fc.oneof(
  fc.integer({ min: -2, max: 70 }),
  fc.integer({ min: 0, max: 2 ** 33 }),
  fc.double({ min: -1, max: 2e6, noNaN: true }),
  fc.constantFrom("fixed", "cosine", "square", "punctured", "covariance", "nothing"),
  fc.constantFrom(0, 1, 0.9, 100, 100.5, 1e6, 1e6 + 1, 200_000, 200_001, 2 ** 32 - 1, 2 ** 32),
);

Deno.test("a setting's flag takes what its field takes, and nothing else", () => {
  for (const [name, field] of Object.entries(numbersAndChoices)) {
    const flag: Flag<unknown> = setting(field, { help: "", optional: true });
    fc.assert(fc.property(words, (given) => {
      const value = typeof given === "number" ? given + 0 : given;
      const expected = field.safeParse(value);
      const read = () => flag.read(name, [String(value)]);
      if (expected.success) assertEquals(read(), expected.data);
      else assertThrows(read, UsageError, `--${name} must be`);
    }));
  }
});

Deno.test("a setting without a default of its own has the field's", () => {
  const help = "";
  assertEquals(setting(z.int().min(1).max(3).default(2), { help }).default, 2);
  assertEquals(setting(z.int().min(1).max(3).default(2), { help, default: 3 }).default, 3);
  assertEquals(setting(z.enum(["a", "b"]).default("b"), { help }).default, "b");
  assert(setting(z.int().min(1).max(3), { help }).required);
  const optional = setting(z.int().min(1).max(3).default(2), { help, optional: true });
  assertEquals([optional.default, optional.required], [undefined, false]);
});

Deno.test("a setting needs both ends of a range", () => {
  for (const field of [z.number(), z.number().min(1), z.number().max(1), z.string(), z.boolean()]) {
    assertThrows(() => setting(field, { help: "" }), TypeError, "both ends");
  }
});
