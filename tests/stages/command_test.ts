/** A stage's command reads and writes the same parameters; those of datasets and training have tests of their own. */

import fc from "fast-check";
import { command, parseCommand } from "../../lib/cli/mod.ts";
import { resolveDatasetParameters } from "../../lib/dataset/parameters.ts";
import { traversalsCommand } from "../../lib/evaluation/traversals_parameters.ts";
import { transectsCommand } from "../../lib/evaluation/transects_parameters.ts";
import { evaluationCommand } from "../../lib/evaluation/evaluate_parameters.ts";
import type { Result, StageCommand } from "../../lib/results/stage.ts";
import { PUBLISHED_TRANSECTS } from "../../lib/space/transect.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";

/** A network with noise. */
const NETWORK = { parameters: { posterior: "fixed" } } as unknown as Result;

/** A dataset of roses. */
const DATASET = { parameters: resolveDatasetParameters({}) } as unknown as Result;

function read<P>(own: StageCommand<P>, args: readonly string[]): unknown {
  const spec = command({ name: "x", summary: "", permissions: [], flags: own.flags });
  const roles = Object.keys(own.inputs).map((role) => `--${role}=DIR`);
  const options = parseCommand(spec, [...roles, ...args]);
  assert(options !== "help");
  return own.parameters(options, { model: NETWORK, dataset: DATASET }, undefined);
}

Deno.test("evaluate, transects and traversals read back the parameters that they write", () => {
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const evaluation = fc.record({
    stroke: fc.double({ min: 1e-3, max: 100, noNaN: true }),
    noise: fc.boolean(),
  }, { noNullPrototype: true });
  fc.assert(fc.property(evaluation, (given) => {
    assertEquals(read(evaluationCommand, evaluationCommand.arguments(given)), given);
  }));
  const traversals = fc.record({
    steps: fc.integer({ min: 2, max: 1000 }),
    reach: fc.double({ min: 1e-3, max: 100, noNaN: true }),
    samples: fc.integer({ min: 1, max: 1000 }),
    seed,
  }, { noNullPrototype: true });
  fc.assert(fc.property(traversals, (given) => {
    assertEquals(read(traversalsCommand, traversalsCommand.arguments(given)), given);
  }));
  const within = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
  const point = fc.tuple(within(0.5, 2), within(0, 2)).map(([a, b]) => ({ a: a + 0, b: b + 0 }));
  const drawn = fc.tuple(point, point).filter(([from, to]) => from.a !== to.a || from.b !== to.b)
    .map(([from, to]) => ({ name: `${from.a},${from.b}:${to.a},${to.b}`, from, to }));
  const transects = fc.uniqueArray(fc.oneof(drawn, fc.constantFrom(...PUBLISHED_TRANSECTS)), {
    minLength: 1,
    maxLength: 5,
    selector: ({ name }) => name,
  });
  fc.assert(fc.property(transects, fc.integer({ min: 2, max: 1000 }), (transects, count) => {
    const given = { transects, count };
    assertEquals(read(transectsCommand, transectsCommand.arguments(given)), given);
  }));
});

Deno.test("what a command line leaves out comes from the inputs or is the published", () => {
  assertEquals(read(transectsCommand, []), { transects: PUBLISHED_TRANSECTS, count: 15 });
  const facts = { size: 64, geometry: "square", stroke: 3.5, hole: "none" };
  const dataset = { parameters: facts } as unknown as Result;
  assertEquals(
    evaluationCommand.parameters({ stroke: undefined, noise: false }, { dataset }, undefined),
    { stroke: 3.5, noise: false },
  );
  const twice = () => read(transectsCommand, ["--transect", "P1", "--transect", "P1"]);
  assertThrows(twice, UsageError, "--transect must name different transects, received P1 P1");
});
