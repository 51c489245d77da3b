/** The parts of the lab that need no page: settings, addresses, shapes of holes, what is watched. */

import fc from "fast-check";
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import {
  fromHole,
  gripOf,
  grown,
  handleAt,
  type HoleShape,
  KINDS,
  kindWords,
  middleOf,
  movedBy,
  stretchedBy,
  stretchedTo,
  tidied,
  toHole,
  withKind,
} from "../../lib/explorer/lab/hole_shape.ts";
import {
  backendWords,
  costOf,
  describeRun,
  newRun,
  runName,
  type RunState,
  secondsLeft,
  shareDone,
  speedWords,
  summarise,
} from "../../lib/explorer/lab/run_state.ts";
import { toView } from "../../lib/explorer/page/geometry.ts";
import { formatLabAddress, parseLabAddress } from "../../lib/explorer/lab/address.ts";
import {
  commandsFor,
  datasetParameters,
  trainingParameters,
} from "../../lib/explorer/lab/commands.ts";
import { checkRoom, planeShare, readHole } from "../../lib/explorer/lab/lab_hole.ts";
import {
  canBeHalved,
  consistent,
  DEFAULT_SETTINGS,
  LAB_POSTERIORS,
  LAB_SHAPES,
  type LabSettings,
  NETWORKS,
  penaltyNote,
  RANGES,
  readNumber,
} from "../../lib/explorer/lab/settings.ts";
import {
  MAP_COLUMNS,
  MAP_ROWS,
  mapOrder,
  mapPoints,
  rowAcross,
} from "../../lib/explorer/lab/watched.ts";
import { PENALTIES, PENALTY_NAMES } from "../../lib/model/penalties.ts";
import { formatHole, insideHole, parseHole } from "../../lib/space/hole.ts";
import { inSpace, SPACE } from "../../lib/space/space.ts";
import { trainSchema } from "../../lib/training/schema.ts";

const within = ([low, high]: readonly [number, number]) =>
  fc.double({ min: low, max: high, noNaN: true });

const shapes = fc.record({
  kind: fc.constantFrom(...KINDS),
  a: within(SPACE.a),
  b: within(SPACE.b),
  halfA: within([0, 2]),
  halfB: within([0, 2]),
});

const settings: fc.Arbitrary<LabSettings> = fc.record({
  shapes: fc.constantFrom(...Object.keys(LAB_SHAPES)),
  hole: shapes.map((shape) => formatHole(toHole(tidied(shape)))),
  seed: fc.integer({ min: 0, max: RANGES.seed[1] }),
  points: fc.integer({ min: RANGES.points[0], max: RANGES.points[1] }),
  epochs: fc.integer({ min: RANGES.epochs[0], max: RANGES.epochs[1] }),
  network: fc.constantFrom(...Object.keys(NETWORKS) as LabSettings["network"][]),
  posterior: fc.constantFrom(...LAB_POSTERIORS),
  lambda: fc.constantFrom(0, 1e-4, 1e-3, 8e-3, 1),
  penalty: fc.constantFrom(...PENALTY_NAMES),
}).map(consistent);

Deno.test("an address gives back any settings, and says nothing", () => {
  fc.assert(fc.property(settings, (given) => {
    assertEquals(parseLabAddress(formatLabAddress(given)), { settings: given, troubles: [] });
  }));
});

Deno.test("an address says what of it cannot be, and the rest is taken", () => {
  const { settings, troubles } = parseLabAddress(
    "#lab&shapes=rose4&hole=disc:9,9,0.1&seed=-1&points=1e9&epochs=2.5&network=big&posterior=none&penalty=dip-i" +
      "&lambda=",
  );
  // Without noise there is no KL term, and none of a penalty of σ.
  assertEquals(settings, {
    ...DEFAULT_SETTINGS,
    posterior: "none",
    lambda: 0,
    penalty: settings.penalty,
  });
  for (const name of ["shapes", "hole", "seed", "points", "epochs", "network", "lambda"]) {
    assertEquals(troubles.filter((line) => line.includes(`${name}=`)).length, 1, name);
  }
  assert(troubles.every((line) => line.endsWith(".") && !line.includes("\n")));
  assertEquals(parseLabAddress("#lab").settings, DEFAULT_SETTINGS);
  assertEquals(parseLabAddress("#lab&hole=none").settings.hole, DEFAULT_SETTINGS.hole);
});

Deno.test("a number is taken where the commands take it", () => {
  const taken = (name: keyof typeof RANGES, ...texts: string[]) =>
    texts.map((text) => readNumber(name, text));
  assertEquals(taken("lambda", "0", "1e-8", "0.5", "1"), [0, 1e-8, 0.5, 1]);
  assertEquals(
    taken("lambda", "1e-9", "-1", "1.1", "", "x"),
    [undefined, undefined, undefined, undefined, undefined],
  );
  assertEquals(taken("epochs", "1", "60", "0", "61", "2.5"), [
    1,
    60,
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("the parameters of any settings are those that the commands resolve", () => {
  fc.assert(
    fc.property(settings, fc.constantFrom("punctured" as const, "control"), (given, subset) => {
      const { points, seed, size, hole, holePoints } = datasetParameters(given);
      assertEquals(
        datasetParameters(given),
        resolveDatasetParameters({
          points,
          seed,
          size,
          hole,
          holePoints,
          ...LAB_SHAPES[given.shapes],
        }),
      );
      const training = trainingParameters(given, subset);
      // The test fails where a value would do nothing, too.
      assertEquals(trainSchema.parse(training), training);
    }),
  );
  // A box over a whole axis is drawn as one, and is a strip of the suite.
  const box = { ...DEFAULT_SETTINGS, hole: "box:0.5,2,0,0.05" };
  assertEquals(datasetParameters(box).hole, "strip:b,0,0.05");
  assert(commandsFor(box)[0].includes("--hole strip:b,0,0.05 "));
});

Deno.test("a hole that the lab refuses is told with those that it takes", () => {
  const grammar =
    "hole must be disc:a,b,r, strip:a,lo,hi, strip:b,lo,hi or box:a0,a1,b0,b1, received";
  assertThrows(() => readHole("disc:1,1", "rose"), RangeError, `${grammar} "disc:1,1": `);
  assertThrows(() => readHole("none", "rose"), RangeError, `${grammar} "none"`);
  assertEquals(readHole("disc:1.25,1,0.3", "rose"), parseHole("disc:1.25,1,0.3"));
});

Deno.test("a hole over the whole plane is refused without asking for more points", () => {
  for (const text of ["strip:a,0.5,2", "box:0,3,-1,4", "disc:1.25,1,5", "strip:b,0,2"]) {
    const hole = parseHole(text);
    assertEquals(Number(planeShare(hole).toFixed(9)), 1, text);
    const { message } = assertThrows(() => checkRoom(hole), RangeError, "draw a smaller hole");
    assert(!message.includes("more points"), message);
  }
  checkRoom(parseHole("strip:a,0.5,1.999"));
});

Deno.test("half a run is offered only where the lab trains it", () => {
  assert(canBeHalved(DEFAULT_SETTINGS));
  assert(!canBeHalved({ points: 200, epochs: 20 }) && !canBeHalved({ points: 2000, epochs: 1 }));
});

Deno.test("a drawn hole is one of the suite, and comes back about as it was", () => {
  fc.assert(fc.property(shapes, (shape) => {
    const hole = toHole(tidied(shape));
    assertEquals(parseHole(formatHole(hole)), hole);
    const { kind, periodic: _, ...numbers } = fromHole(hole);
    assertEquals(kind, shape.kind);
    const again = fromHole(toHole({ kind, ...numbers }));
    for (const [name, value] of Object.entries(numbers)) {
      // Hundredths, and halves of them; a box that the plane cuts may be thinner than one drawn.
      const change = Math.abs(again[name as keyof typeof numbers] - value);
      assert(change <= 0.026, `${name} of ${formatHole(hole)} changes by ${change}`);
    }
    const { a, b } = tidied(shape);
    assert(insideHole(hole, { a, b }), "its middle lies in it");
  }));
});

Deno.test("a hole keeps its middle while it is stretched, and its edge follows the pointer", () => {
  fc.assert(
    fc.property(shapes, fc.record({ a: within(SPACE.a), b: within(SPACE.b) }), (shape, to) => {
      const start = tidied(shape);
      const next = stretchedTo(start, to);
      assertEquals([next.a, next.b], [start.a, start.b]);
      const along = Math.abs(to.a - start.a), up = Math.abs(to.b - start.b);
      const expected = start.kind === "disc" ? Math.hypot(along, up) : along;
      assert(Math.abs(next.halfA - Math.min(0.9, Math.max(0.05, expected))) <= 0.0051);
      assert(inSpace(gripOf(next)));
    }),
  );
});

/** A pixel of the plane. */
const PIXEL = 0.006;

Deno.test("a grip stands on the hole's edge, and a press on it keeps the hole's size", () => {
  fc.assert(fc.property(shapes, (shape) => {
    const start = tidied(shape);
    const from = gripOf(start);
    const halves = ({ kind, halfA, halfB }: HoleShape) => [
      ...(kind === "strip-b" ? [] : [halfA]),
      ...(kind === "strip-b" || kind === "box" ? [halfB] : []),
    ];
    assertEquals(halves(stretchedBy(start, { from, to: from })), halves(start));
    const moved = stretchedBy(start, { from, to: { a: from.a - PIXEL, b: from.b - PIXEL } });
    halves(moved).forEach((half, k) => assert(Math.abs(half - halves(start)[k]) <= 0.02));
  }));
  const grip = (text: string, periodic?: "b") =>
    gripOf(fromHole(parseHole(text, periodic ? { periodic } : {})));
  assertEquals(grip("disc:1.25,1,0.6"), { a: 1.85, b: 1 });
  // Where the plane ends before the edge, it is on the other side.
  assertEquals(grip("disc:2,1,0.6"), { a: 1.4, b: 1 });
  assertEquals(grip("disc:1.8,1,0.6").a, 1.8 - 0.6);
  assertEquals(grip("disc:1.9,1,0.3", "b").a, 1.9 - 0.3);
  // Where it has room for neither, at the end of the plane.
  assertEquals(grip("disc:1.4,1,1.2"), { a: 0.5, b: 1 });
  const disc = fromHole(parseHole("disc:1.4,1,1.2"));
  const inwards = { from: { a: 0.5, b: 1 }, to: { a: 0.6, b: 1 } };
  assertEquals(stretchedBy(disc, inwards).halfA, 1.1);
});

Deno.test("of two handles that lie close together the nearer one is taken", () => {
  const at = (text: string, point: { a: number; b: number }) =>
    handleAt(fromHole(parseHole(text)), toView(point));
  for (const text of ["disc:1.25,1,0.1", "disc:1.25,1,0.05", "strip:a,1.2,1.3"]) {
    assertEquals(at(text, { a: 1.25, b: 1 }), "middle");
    // A small one can be taken hold of from outside it.
    assertEquals(at(text, { a: 1.17, b: 1 }), "middle");
    assertEquals(at(text, gripOf(fromHole(parseHole(text)))), "grip");
  }
  assertEquals(at("disc:1.25,1,0.6", { a: 1.55, b: 1 }), undefined);
  assertEquals(at("disc:1.25,1,0.6", { a: 1.8, b: 1.05 }), "grip");
});

Deno.test("a hole that was typed keeps its size where it is moved, and is moved by hundredths", () => {
  const after = (text: string, by: { a: number; b: number }) =>
    formatHole(toHole(movedBy(fromHole(parseHole(text)), by)));
  const up = { a: 0, b: 0.01 };
  assertEquals(after("disc:1.25,1,1.2", up), "disc:1.25,1.01,1.2");
  assertEquals(after("disc:1.25,1,0.02", up), "disc:1.25,1.01,0.02");
  assertEquals(after("disc:1.234,1,0.3", { a: 0.0104, b: 0 }), "disc:1.244,1,0.3");
  assertEquals(after("box:0.6,1.9,0.03,1.97", up), "box:0.6,1.9,0.04,1.98");
  assertEquals(after("strip:a,1,1.405", { a: 0.1, b: 0.1 }), "strip:a,1.1,1.505");
  assertEquals(after("strip:a,1.001,1.006", { a: -0.1, b: 0 }), "strip:a,0.901,0.906");
  // At the end of the range it is cut, and as wide as before when it comes back.
  const box = fromHole(parseHole("box:1,1.8,0.5,1"));
  const cut = movedBy(box, { a: 0.5, b: 0 });
  assertEquals(formatHole(toHole(cut)), "box:1.5,2,0.5,1");
  assertEquals(formatHole(toHole(movedBy(cut, { a: -0.5, b: 0 }))), "box:1,1.8,0.5,1");
});

Deno.test("a disc with its middle beyond the plane is moved and resized without a jump", () => {
  const disc = fromHole(parseHole("disc:2.3,1,0.5"));
  // What is typed is what trains; its dot is where it can be taken hold of.
  assertEquals(formatHole(toHole(disc)), "disc:2.3,1,0.5");
  assertEquals(middleOf(disc), { a: 2, b: 1 });
  assertEquals(handleAt(disc, toView({ a: 2, b: 1 })), "middle");
  // Its grip stands on its edge.
  const above = fromHole(parseHole("disc:1.25,2.3,0.5"));
  const grips = [above, disc].map(gripOf).map(({ a, b }) => `${a.toFixed(9)}, ${b}`);
  assertEquals(grips, ["1.650000000, 2", "1.800000000, 1"]);
  const moved = (a: number, b: number) => formatHole(toHole(movedBy(disc, { a, b })));
  assertEquals(moved(-0.01, 0), "disc:2.29,1,0.5");
  assertEquals(moved(0, 0.01), "disc:2.3,1.01,0.5");
  assertEquals(moved(-0.5, 0), "disc:1.8,1,0.5");
  // It is not led out of the plane: such a hole would be refused.
  assertEquals(moved(0.1, 5), "disc:2.3,2,0.5");
  const wide = (by: number) => formatHole(toHole(grown(disc, { a: by, b: 0 })));
  assertEquals([wide(0.1), wide(-0.1), wide(-0.4)], [0.6, 0.4, 0.35].map((r) => `disc:2.3,1,${r}`));
  const narrow = fromHole(parseHole("disc:2.3,1,0.31"));
  assertEquals(formatHole(toHole(grown(narrow, { a: -0.01, b: 0 }))), "disc:2.3,1,0.31");
  const corner = fromHole(parseHole("disc:2.3,2.3,0.43"));
  for (const by of [{ a: 1, b: 1 }, { a: -0.1, b: 1 }, { a: 1, b: -3 }]) {
    parseHole(formatHole(toHole(movedBy(corner, by))));
  }
});

Deno.test("a size that is beyond what is drawn is kept by the keys that would lead it farther", () => {
  const after = (text: string, by: { a: number; b: number }) =>
    formatHole(toHole(grown(fromHole(parseHole(text)), by)));
  const [more, less] = [{ a: 0.01, b: 0 }, { a: -0.01, b: 0 }];
  assertEquals(after("disc:1.25,1,1.2", more), "disc:1.25,1,1.2");
  assertEquals(after("disc:1.25,1,1.2", less), "disc:1.25,1,1.19");
  assertEquals(after("disc:1.25,1,0.0201", less), "disc:1.25,1,0.0201");
  assertEquals(after("disc:1.25,1,0.02", more), "disc:1.25,1,0.03");
  assertEquals(after("disc:1.25,1,0.895", more), "disc:1.25,1,0.9");
  // What is not changed stays as it was typed.
  assertEquals(after("box:1,1.5,0.03,1.97", more), "box:0.99,1.51,0.03,1.97");
});

Deno.test("keys make a hole wider by a step, as its kind has it", () => {
  const disc = fromHole(parseHole("disc:1.25,1,0.3"));
  assertEquals(formatHole(toHole(grown(disc, { a: 0.01, b: 0 }))), "disc:1.25,1,0.31");
  assertEquals(formatHole(toHole(grown(disc, { a: 0, b: -0.1 }))), "disc:1.25,1,0.2");
  const box = withKind(disc, "box");
  assertEquals(formatHole(toHole(box)), "box:0.95,1.55,0.7,1.3");
  assertEquals(formatHole(toHole(grown(box, { a: 0, b: 0.1 }))), "box:0.95,1.55,0.6,1.4");
  const strip = withKind(disc, "strip-b");
  assertEquals(formatHole(toHole(strip)), "strip:b,0.7,1.3");
  assertEquals(formatHole(toHole(grown(strip, { a: 0.1, b: 0 }))), "strip:b,0.6,1.4");
});

Deno.test("the row goes through the hole's middle, and begins and ends outside where there is room", () => {
  for (const text of ["disc:1.25,1,0.3", "strip:a,1,1.4", "strip:b,0.8,1.2", "box:1,1.4,0.2,0.9"]) {
    const hole = parseHole(text);
    const inside = rowAcross(hole).map((point) => insideHole(hole, point));
    assertEquals([inside.at(0), inside[3], inside.at(-1)], [false, true, false], text);
  }
  fc.assert(fc.property(shapes, (shape) => {
    assert(rowAcross(toHole(tidied(shape))).every(inSpace));
  }));
});

const seamed = shapes.map((shape) => ({ ...shape, periodic: "b" as const }));

Deno.test("on a plane with a seam a drawn hole is one of the suite, and comes back as it was", () => {
  fc.assert(fc.property(seamed, (shape) => {
    const hole = toHole(tidied(shape));
    assertEquals(parseHole(formatHole(hole), { periodic: "b" }), hole);
    const again = fromHole(hole);
    assertEquals([again.kind, again.periodic], [shape.kind, "b"]);
    const { a, b } = tidied(shape);
    assert(insideHole(hole, { a, b }), "its middle lies in it");
    assert(inSpace(again) && inSpace(gripOf(again)));
    if (shape.kind !== "strip-a") {
      // Nothing is cut off at the seam, and the middle stays; half a hundredth for each of two ends.
      const apart = Math.abs(again.b - b);
      assert(Math.min(apart, 2 - apart) < 0.011, `${formatHole(hole)}: ${again.b} is not ${b}`);
    }
  }));
});

Deno.test("a hole is moved and stretched across the seam", () => {
  const strip = fromHole(parseHole("strip:b,1.7,1.9", { periodic: "b" }));
  assertEquals(formatHole(toHole(movedBy(strip, { a: 0, b: 0.3 }))), "strip:b,0,0.2");
  assertEquals(formatHole(toHole(movedBy(strip, { a: 0, b: 0.2 }))), "strip:b,1.9,2.1");
  // From 1.8 upwards it is 0.3 to a place beyond the seam.
  assertEquals(formatHole(toHole(stretchedTo(strip, { a: 1, b: 0.1 }))), "strip:b,1.5,2.1");
  const row = rowAcross(parseHole("strip:b,1.8,2.2", { periodic: "b" }));
  assert(row.every(inSpace));
  assertEquals(row.map(({ b }) => b > 1), [true, true, true, true, false, false, false]);
});

Deno.test("buttons of kinds have the family's symbols", () => {
  assertEquals(kindWords()["strip-b"], "Strip of b");
  assertEquals(kindWords("ellipse")["strip-b"], "Strip of φ");
});

Deno.test("an address says which of its parts are not known, in the explorer's words", () => {
  const { settings, troubles } = parseLabAddress("#lab&epoch=5&seed=3&epoch=6&Points=7");
  assertEquals(settings, { ...DEFAULT_SETTINGS, seed: 3 });
  const names = Object.keys(DEFAULT_SETTINGS).join(", ");
  assertEquals(
    troubles,
    ["epoch", "Points"].map((name) => `The address has ${name}, which is not known: ${names} are.`),
  );
  const [long] = parseLabAddress(`#lab&${"x".repeat(500)}=1`).troubles;
  assert(long.includes(`${"x".repeat(40)}…, which`) && !long.includes("x".repeat(41)));
});

Deno.test("each penalty has words, its weight, and a warning where a step has too few images", () => {
  for (const name of PENALTY_NAMES) {
    assert(PENALTIES[name].words.length > 0);
    const { gamma } = trainingParameters({ ...DEFAULT_SETTINGS, penalty: name }, "control").loss;
    const note = penaltyNote(name);
    if (name === "none") assertEquals(note, "");
    else assert(note.includes(`γ = ${gamma} here`), note);
    assertEquals(note.includes("too few"), name === "beta-tc");
  }
});

Deno.test("links and commands name shapes only where they are not the study's", () => {
  assert(!formatLabAddress(DEFAULT_SETTINGS).includes("shapes"));
  assert(!commandsFor(DEFAULT_SETTINGS).join().includes("--family"));
  const [dataset] = commandsFor({ ...DEFAULT_SETTINGS, shapes: "rose3" });
  assert(dataset.includes("dataset --family rose --petals 3 --size"), dataset);
  const bump = { ...DEFAULT_SETTINGS, shapes: "bump" };
  assert(formatLabAddress(bump).includes("shapes=bump"));
  assert(commandsFor(bump)[0].includes("dataset --family bump --size"));
});

Deno.test("the map covers the plane, each cell once", () => {
  const points = mapPoints();
  assert(points.every(inSpace));
  assertEquals(points.length, MAP_COLUMNS * MAP_ROWS);
  assertEquals([...mapOrder()].sort((one, other) => one - other), points.map((_, n) => n));
});

const line = {} as never;

/** A run whose networks have finished some epochs, with figures for both. */
function runAfter(own: number, other: number): RunState {
  const run = newRun({ ...DEFAULT_SETTINGS, epochs: 20 });
  const { punctured, control } = run.networks;
  punctured.history = Array(own).fill(line);
  control.history = Array(other).fill(line);
  punctured.dice = { inside: 0.95, outside: 0.9801 };
  control.dice = { inside: 0.98, outside: 0.97 };
  return run;
}

Deno.test("a run is told in words: what the hole costs, or that it costs nothing", () => {
  const fresh = newRun(DEFAULT_SETTINGS);
  assertEquals(describeRun(fresh), "The networks have not finished their first epoch.");
  assertEquals([costOf(fresh), secondsLeft(fresh)], [undefined, undefined]);
  const run = runAfter(1, 1);
  const { punctured, control } = run.networks;
  for (const network of [punctured, control]) {
    network.progress = { step: 100, total: 200, loss: 0.1, imagesPerSecond: 400 };
  }
  const figures = "nside the hole the network that never saw it has a Dice of 0.950, its " +
    "control 0.980: the hole costs 0.030 of Dice. Outside they have 0.980 and 0.970.";
  assertEquals(describeRun(run), `After epoch 1 of 20: i${figures}`);
  // 100 steps of 8 images at 400 a second.
  assertEquals(secondsLeft(run), 2);
  punctured.history = control.history = Array(20).fill(line);
  punctured.end = control.end = "whole";
  assertEquals(describeRun(run), `I${figures}`);
  assertMatch(summarise(run), /, 20 epochs\)$/);
  control.dice = { inside: 0.94, outside: 0.97 };
  assert(describeRun(run).includes("the hole costs nothing, the network is better by 0.010 of"));
  control.dice = { inside: 0.9502, outside: 0.97 };
  assert(describeRun(run).includes("the hole costs nothing, both are equal to three digits"));
  punctured.dice = control.dice = { inside: 0.367, outside: 0.332 };
  assert(describeRun(run).includes("this says nothing about the hole; more epochs or points"));
  assertEquals(secondsLeft(run), 0);
});

Deno.test("the list of runs tells networks apart, and a cost that rounds to nothing has no sign", () => {
  const run = runAfter(20, 20);
  const small = { ...run, settings: { ...run.settings, network: "small" as const } };
  assert(!summarise(run).includes("images"), summarise(run));
  assertMatch(summarise(small), /, 64×64 images\)$/);
  assertEquals(
    runName(small),
    "disc of radius 0.6 (seed 0, 2000 points, 20 epochs, 64×64 images)",
  );
  const costs = (own: number, other: number) => {
    run.networks.punctured.dice = { inside: own, outside: 1 };
    run.networks.control.dice = { inside: other, outside: 1 };
    return /cost (\S+) of Dice/.exec(summarise(run))![1];
  };
  assertEquals([costs(0.9, 0.95), costs(0.95, 0.9)], ["0.050", "−0.050"]);
  assertEquals([costs(0.9, 0.9), costs(0.9002, 0.9)], ["0.000", "0.000"]);
});

Deno.test("a stopped run says how far it came, and compares nothing before an epoch of both", () => {
  const same = runAfter(3, 3), apart = runAfter(3, 4), half = runAfter(20, 18);
  const none = runAfter(0, 0), one = runAfter(1, 0);
  for (const { networks: { punctured, control } } of [same, apart, none, one]) {
    punctured.end = control.end = "stopped";
  }
  half.networks.punctured.end = "whole";
  half.networks.control.end = "stopped";
  assertMatch(describeRun(same), /^Stopped after epoch 3 of 20: inside .* costs 0\.030 of Dice\./);
  assertMatch(summarise(same), /, stopped after epoch 3 of 20\)$/);
  const counts = /^Stopped after epoch 3 \(network\) and 4 \(control\) of 20: inside/;
  assertMatch(describeRun(apart), counts);
  assertMatch(describeRun(half), /^Stopped after epoch 20 \(network\) and 18 \(control\) of 20/);
  assertMatch(summarise(none), /, stopped in epoch 1 of 20\)$/);
  assertMatch(summarise(one), /, stopped after epoch 1 \(network\) and 0 \(control\) of 20\)$/);
  // Both have Dice, of weights that are nearly those of the start.
  for (const run of [none, one]) {
    assertEquals(costOf(run), undefined);
    assertMatch(describeRun(run), /^The run was stopped .*can be compared\.$/);
    for (const words of [describeRun(run), summarise(run)]) {
      assert(!/cost|0\.9/.test(words), words);
    }
  }
});

Deno.test("a stopped run is not done, and its bar stays where it was", () => {
  const run = runAfter(8, 7);
  assertEquals([shareDone(run), speedWords(run, "training")], [0, ""]);
  const { punctured, control } = run.networks;
  punctured.progress = { step: 80, total: 200, loss: 0.1, imagesPerSecond: 400 };
  control.progress = { step: 70, total: 200, loss: 0.1, imagesPerSecond: 300 };
  punctured.imagesPerSecond = 792.4;
  assertEquals(speedWords(run, "training"), "792 + 300 images/s, about 4 s left");
  assertEquals(speedWords(run, "paused"), "792 + 300 images/s, paused");
  punctured.end = control.end = "stopped";
  assertEquals(shareDone(run), 0.375);
  assertEquals(speedWords(run, "done"), "792 + 300 images/s, stopped");
  // The network had finished when its control was stopped.
  punctured.end = "whole";
  assertEquals(shareDone(run), 0.675);
  assertEquals(speedWords(run, "done"), "792 + 300 images/s, stopped");
  control.end = "whole";
  assertEquals([shareDone(run), speedWords(run, "done")], [1, "792 + 300 images/s, done"]);
});

Deno.test("what a run trains on is told of both networks where it differs", () => {
  const run = newRun(DEFAULT_SETTINGS);
  const { punctured, control } = run.networks;
  control.reason = "wasm (as asked)";
  assertEquals(backendWords(run), "");
  punctured.reason = "webgpu (a hardware adapter)";
  control.reason = undefined;
  assertEquals(backendWords(run), "Trains on webgpu (a hardware adapter).");
  control.reason = punctured.reason;
  assertEquals(backendWords(run), "Trains on webgpu (a hardware adapter).");
  control.reason = "wasm (WebGPU could not be started)";
  assertEquals(
    backendWords(run),
    "The network trains on webgpu (a hardware adapter); " +
      "its control on wasm (WebGPU could not be started).",
  );
});
