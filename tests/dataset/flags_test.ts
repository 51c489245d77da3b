import fc from "fast-check";
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { helpText, parseCommand } from "../../lib/cli/mod.ts";
import { datasetCommand } from "../../lib/dataset/flags.ts";
import { type DatasetParameters, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { FAMILY_NAMES, hasStroke } from "../../lib/curve/family.ts";
import { evaluationCommand } from "../../lib/evaluation/evaluate_parameters.ts";
import type { EvaluationChoice } from "../../lib/evaluation/evaluate_parameters.ts";
import type { Result } from "../../lib/results/stage.ts";
import { UsageError } from "../../lib/errors.ts";
import { spec } from "../../scripts/dataset.ts";
import { HOLE_GRAMMAR } from "../../lib/space/hole.ts";
import { GEOMETRIES } from "../../lib/curve/geometry.ts";

const parameters: fc.Arbitrary<DatasetParameters> = fc.record({
  points: fc.integer({ min: 1, max: 1000 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  size: fc.integer({ min: 16, max: 256 }),
  geometry: fc.constantFrom(...GEOMETRIES),
  stroke: fc.double({ min: 1e-3, max: 100, noNaN: true }),
  hole: fc.constantFrom("none", "disc:1.25,1,0.3", "strip:a,1,1.3", "box:0.6,1,0.2,0.4"),
  validation: fc.double({ min: 1e-3, max: 0.9, noNaN: true }),
  holePoints: fc.integer({ min: 1, max: 1000 }),
  family: fc.constantFrom(...FAMILY_NAMES),
}, { noNullPrototype: true }).map(({ stroke, ...given }) =>
  resolveDatasetParameters({ ...given, ...(hasStroke(given.family) ? { stroke } : {}) })
);

Deno.test("a dataset's command writes a command line that asks for the same parameters", () => {
  fc.assert(fc.property(parameters, (parameters) => {
    const options = parseCommand(spec, datasetCommand.arguments(parameters));
    assert(options !== "help");
    assertEquals(datasetCommand.parameters(options, {}, undefined), parameters);
  }));
  const own = { ...fc.sample(parameters, 1)[0], userPoints: { sha256: "0".repeat(64), count: 1 } };
  // The parameters hold a digest of the user's points, which lie in a file of any name.
  const words = datasetCommand.arguments(own);
  assertEquals(words[words.indexOf("--points-file") + 1], "FILE");
  assert(!words.includes("--points"));
});

Deno.test("a dataset's flags that would do nothing are refused", () => {
  const check = (...args: string[]) => {
    const options = parseCommand(spec, args);
    assert(options !== "help");
    datasetCommand.check?.(options);
  };
  for (
    const wrong of [
      ["--points", "7", "--points-file", "own.csv"],
      ["--points", "5000", "--points-file", "own.csv"],
      ["--hole", "none", "--hole-points", "500"],
      ["--hole-points", "1", "--hole=none"],
    ]
  ) assertThrows(() => check(...wrong), UsageError, "must be left out");
  check("--points", "7");
  check("--points-file", "own.csv");
  check("--hole", "none");
  check("--hole", "none", "--hole-points", "0");
});

Deno.test("a stroke is refused where the family draws no line, and stored as 0", () => {
  const resolve = (...args: string[]) => {
    const options = parseCommand(spec, args);
    assert(options !== "help");
    return datasetCommand.parameters(options, {}, undefined) as DatasetParameters;
  };
  assertThrows(
    () => resolve("--family", "bump", "--stroke", "2"),
    UsageError,
    "stroke: must be left out with family bump, received 2",
  );
  assertEquals(resolve("--family", "bump").stroke, 0);
  assertEquals(resolve("--family", "ellipse").stroke, 2);
  assertThrows(() => resolveDatasetParameters({ stroke: 0 }), UsageError, "stroke: must be > 0");

  const evaluation = (family: "rose" | "bump", stroke: number | undefined) => {
    const dataset = { parameters: resolveDatasetParameters({ family }) } as unknown as Result;
    const given = { stroke, noise: false, epoch: undefined, model: "", dataset: "" };
    return evaluationCommand.parameters(given, { dataset }, undefined) as EvaluationChoice;
  };
  assertThrows(
    () => evaluation("bump", 2),
    UsageError,
    "--stroke must be left out with family bump, received 2",
  );
  assertEquals(evaluation("bump", undefined).stroke, 0);
  assertEquals(evaluationCommand.arguments(evaluation("bump", undefined)), []);
  assertEquals(evaluationCommand.arguments(evaluation("rose", 3)), ["--stroke", "3"]);
});

Deno.test("a number of petals is one that the family has", () => {
  for (const wrong of ["4", "6", "3.5", "x"]) {
    assertThrows(
      () => parseCommand(spec, ["--petals", wrong]),
      UsageError,
      `--petals must be 3, 5 or 7, received ${wrong}`,
    );
  }
  const options = parseCommand(spec, ["--petals", "7.0"]);
  assert(options !== "help");
  assertEquals(options.petals, 7);
  assertStringIncludes(helpText(spec), "petals of a rose, by default 5; 3, 5 or 7 (optional)");
  assertThrows(
    () => resolveDatasetParameters({ petals: 4 }),
    UsageError,
    "dataset parameter petals: must be 3, 5 or 7, received 4",
  );
});

Deno.test("a wrong hole is told with its rule once, and with the whole reason", () => {
  const text = "disc: 1.25: 1";
  const { message } = assertThrows(() => parseCommand(spec, ["--hole", text]), UsageError);
  assertEquals(message.split(HOLE_GRAMMAR).length, 2);
  assertMatch(message, /^--hole must be none, .*, received disc: 1\.25: 1: disc takes 3 numbers/);
});
