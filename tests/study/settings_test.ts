import { assert, assertEquals, assertThrows } from "@std/assert";
import { defaultStroke } from "../../lib/curve/geometry.ts";
import { UsageError } from "../../lib/errors.ts";
import {
  checkSetting,
  holeOf,
  resolveArm,
  SETTING_NAMES,
  type Settings,
} from "../../lib/study/settings.ts";
import { STUDIES } from "../../lib/study/studies.ts";
import { parseVary, variedStudy } from "../../lib/study/vary.ts";
import { TRANSECT_LOSS } from "../../lib/training/defaults.ts";
import { PROFILES } from "../../lib/study/profiles.ts";

const small = { profile: "small", seed: 3 } as const;

Deno.test("resolveArm() of nothing set is the profile's punctured run of the published hole", () => {
  const { dataset, training, evaluation } = resolveArm({}, small);
  assertEquals(dataset.hole, "disc:1.25,1,0.3");
  assertEquals([dataset.seed, training.seed], [3, 3]);
  assertEquals(training, {
    ...PROFILES.small.training,
    subset: "punctured",
    loss: TRANSECT_LOSS,
    seed: 3,
  });
  assertEquals(evaluation, { stroke: defaultStroke("square", 64), noise: false });
});

Deno.test("resolveArm() reads a stroke as a width or as a multiple of the default at that size", () => {
  const settings = { size: 32, stroke: "0.5x", "evaluation.stroke": "1x" };
  const { dataset, evaluation } = resolveArm(settings, small);
  assertEquals(evaluation.stroke, defaultStroke("square", 32));
  assertEquals(dataset.stroke, evaluation.stroke / 2);
  assertEquals(resolveArm({ stroke: 3 }, small).dataset.stroke, 3);
  assertEquals(resolveArm({ stroke: 3 }, small).evaluation.stroke, 3);
});

Deno.test("resolveArm() reads size, points and widths as multiples of the profile's, rounded", () => {
  const settings = { size: "0.7x", points: "0.25x", divide: "0.5x" };
  const { dataset, training } = resolveArm(settings, small);
  // 44.8 is no multiple of 8, which the network needs.
  assertEquals([dataset.size, dataset.points, training.divide], [48, 1250, 2]);
  const wider = () => resolveArm({ divide: "0.5x" }, { profile: "paper", seed: 0 });
  assertThrows(wider, UsageError, "received 0.5x, which is 0.5 here");
  const huge = () => resolveArm({ size: "20x" }, small);
  assertThrows(huge, UsageError, "size must be a whole number from 16 to 1024");
  assertThrows(huge, UsageError, "received 20x, which is 1280 here");
  assertThrows(() => resolveArm({ size: 36 }, small), UsageError, "a multiple of 8");
});

Deno.test("resolveArm() reads epochs and rate as multiples of the profile's", () => {
  const { training } = resolveArm({ epochs: "0.5x", rate: "4x" }, small);
  assertEquals([training.epochs, training.rate], [3, 4e-3]);
  const none = () => resolveArm({ epochs: "0.01x" }, small);
  assertThrows(none, UsageError, "epochs must be a whole number from 1 to 10000, or a multiple");
});

Deno.test("resolveArm() gives a decoder alone three latents and no regulariser", () => {
  const { training } = resolveArm({ posterior: "truth" }, small);
  assertEquals([training.latents, training.loss.lambda], [3, 0]);
});

Deno.test("resolveArm() takes γ from the penalty where none is set, and none without one", () => {
  const gamma = (settings: Settings) => resolveArm(settings, small).training.loss.gamma;
  assertEquals(gamma({}), 0);
  assertEquals(gamma({ gamma: 0 }), 0);
  assertEquals(gamma({ gamma: 1, loss: "dip-i" }), 1);
  // The values stand here once more: each is part of its results' keys.
  const standard = { "covariance": 1e-2, "dip-i": 1e-3, "dip-ii": 1e-2, "beta-tc": 1e-3 };
  for (const [loss, value] of Object.entries({ published: 1e-4, ...standard })) {
    assertEquals(gamma({ loss }), value, loss);
  }
});

Deno.test("resolveArm() refuses what would do nothing, by the setting's own name", () => {
  const wrong: [settings: Settings, message: string][] = [
    [{ gamma: 1 }, "gamma must be 0 with loss none, received 1"],
    [{ loss: "dip-ii", gamma: 0 }, "gamma must be more than 0 with loss dip-ii, received 0"],
    [{ loss: "dip-i", batch: 1 }, "batch must be at least 2 with loss dip-i, received 1"],
    [
      { loss: "published", latents: 1 },
      "latents must be at least 2 with loss published, received 1",
    ],
    [{ posterior: "truth", loss: "beta-tc" }, "loss must be none with posterior truth, received"],
    [{ posterior: "truth", lambda: 1 }, "lambda must be 0 with posterior truth, received 1"],
    [{ posterior: "truth", "evaluation.noise": "on" }, "evaluation.noise must be off with post"],
    [{ posterior: "none", lambda: 1 }, "lambda must be 0 with posterior none, received 1"],
    [
      { posterior: "none", loss: "dip-ii" },
      "loss must be one of none, published, covariance, dip-i with posterior none, received dip-ii",
    ],
    [{ posterior: "none", "evaluation.noise": "on" }, "evaluation.noise must be off with post"],
    [{ hole: "none", leak: 1 }, "leak"],
    [{ weights: "published", batch: 1 }, "weights must be none or per-image with batch 1"],
    [{ hole: "none", subset: "punctured" }, "subset must be full without a hole, received punct"],
    [{ divide: 60 }, "divide must be 64, which gives the same network, received 60"],
    [{ lambda: 1e-30 }, "lambda must be 0 or at least 1e-8, received 1e-30"],
  ];
  for (const [settings, message] of wrong) {
    const { message: text } = assertThrows(() => resolveArm(settings, small), UsageError, message);
    assert(!text.includes("\n"), text);
  }
  assertEquals(resolveArm({ hole: "none" }, small).training.subset, "full");
});

Deno.test("a radius goes with the published disc, or with one that has it", () => {
  assertEquals(holeOf({ "hole.radius": 0.4 }), "disc:1.25,1,0.4");
  assertEquals(holeOf({ hole: "disc:1,.5,0.40", "hole.radius": "0.4" }), "disc:1,0.5,0.4");
  const other = () => holeOf({ hole: "disc:1,0.5,0.2", "hole.radius": 0.4 });
  assertThrows(
    other,
    UsageError,
    "must be that of the hole disc:1,0.5,0.2 or be left out, received 0.4",
  );
  const strip = () => holeOf({ hole: "strip:a,1,1.2", "hole.radius": 0.4 });
  assertThrows(strip, UsageError, "hole.radius must go with a disc, received hole strip:a,1,1.2");
});

Deno.test("checkSetting() names what is allowed", () => {
  const wrong: [name: string, value: string, message: string][] = [
    ["colour", "red", "a setting must be one of hole, hole.radius, "],
    ["__proto__", "1", "a setting must be one of hole, "],
    ["", "1", "received none"],
    [
      "size",
      "63.5",
      "size must be a whole number from 16 to 1024, or a multiple of the profile's own",
    ],
    ["hole.radius", "-1", "hole.radius must be a number > 0 and at most 3, received -1"],
    ["hole", "disc:9,9,1", "lies outside the space"],
    ["loss", "kl", "loss must be one of none, published, "],
    ["petals", "4", "petals must be 3, 5 or 7, received 4"],
    ["stroke", "0", "stroke must be a number > 0"],
    ["stroke", "x", "stroke must be a number > 0"],
    ["posterior", "", "posterior must be one of"],
  ];
  for (const [name, value, message] of wrong) {
    const { message: text } = assertThrows(() => checkSetting(name, value), UsageError, message);
    assert(!text.includes("--") && !text.includes("\n"), text);
  }
  assert(SETTING_NAMES.includes("hole.radius"));
});

Deno.test("parseVary() reads values, those of holes separated by semicolons", () => {
  assertEquals(parseVary("size=32, 64"), ["size", ["32", "64"]]);
  assertEquals(parseVary("hole=none;strip:a,1,1.2"), ["hole", ["none", "strip:a,1,1.2"]]);
  for (
    const [text, message] of [
      ["size", "--vary must be a setting and its values"],
      ["size=", "--vary must be a setting and its values"],
      ["size=32,,64", "--vary: size must be a whole number"],
      ["size=32,32", "--vary size: values must differ, received 32 twice"],
      ["colour=red", "--vary: a setting must be one of"],
    ]
  ) assertThrows(() => parseVary(text), UsageError, message);
});

Deno.test("variedStudy() makes an arm for each combination, named by its values", () => {
  const { arms } = variedStudy(undefined, [
    ["hole.radius", ["0.3", "0.6"]],
    ["size", ["32", "64"]],
  ]);
  assertEquals(arms.map(({ name }) => name), [
    "hole.radius=0.3 size=32",
    "hole.radius=0.3 size=64",
    "hole.radius=0.6 size=32",
    "hole.radius=0.6 size=64",
  ]);
  assertEquals(arms[1].settings, { "hole.radius": "0.3", size: "64" });
});

Deno.test("variedStudy() of nothing is the published study", () => {
  assertEquals(variedStudy(undefined, []), STUDIES.published);
  assertEquals(variedStudy("scale", []), STUDIES.scale);
});

Deno.test("variedStudy() crosses a declared study, arms against arms of the same values", () => {
  const { arms } = variedStudy("flaws", [["size", ["32", "64"]]]);
  assertEquals(arms.length, 2 * STUDIES.flaws.arms.length);
  for (const { against } of arms) {
    assert(against === undefined || arms.some(({ name }) => name === against), against);
  }
  const radius = () => variedStudy("dose-response", [["hole.radius", ["0.3"]]]);
  assertThrows(radius, UsageError, "the arms of dose-response set it already");
  const twice = () => variedStudy(undefined, [["size", ["32"]], ["size", ["64"]]]);
  assertThrows(twice, UsageError, "--vary must name size once");
});

Deno.test("every declared study has arms of different names, held against arms that are there", () => {
  for (const [key, { name, question, arms }] of Object.entries(STUDIES)) {
    assertEquals(name, key);
    assert(question.endsWith("?"), question);
    const names = new Set(arms.map((arm) => arm.name));
    assertEquals(names.size, arms.length, name);
    for (const { against } of arms) assert(against === undefined || names.has(against), against);
  }
});
