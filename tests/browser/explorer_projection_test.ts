/**
 * Where the explorer's page marks a code on the sheet.
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Lens, project } from "../../lib/explorer/page/projection.ts";
import { eyeOf } from "../../lib/explorer/page/scene.ts";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const PLAIN: Lens = {
  dataScale: [1, 1, 1],
  model: IDENTITY,
  view: IDENTITY,
  projection: IDENTITY,
};

Deno.test("project() gives shares of the picture from its upper left", () => {
  assertEquals(project([0, 0, 0], PLAIN), { x: 0.5, y: 0.5, depth: 1 });
  assertEquals(project([-1, 1, 0], PLAIN), { x: 0, y: 0, depth: 1 });
  assertEquals(project([1, -1], PLAIN), { x: 1, y: 1, depth: 1 });
  const half = { ...PLAIN, dataScale: [0.5, 1, 1] };
  assertEquals(project([1, 0, 0], half), { x: 0.75, y: 0.5, depth: 1 });
});

Deno.test("project() scales, then places the model, then looks at it in perspective", () => {
  // Moved 2 away from the eye, and w = −z: half as large as at 1.
  const view = IDENTITY.with(14, -2);
  const projection = IDENTITY.with(11, -1).with(15, 0);
  const model = IDENTITY.with(0, 3).with(12, 0.4);
  const { x, y, depth } = project([0.1, 0.5, 0], { ...PLAIN, model, view, projection })!;
  assertAlmostEquals(x, (1 + (0.3 + 0.4) / 2) / 2, 1e-12);
  assertAlmostEquals(y, (1 - 0.5 / 2) / 2, 1e-12);
  assertAlmostEquals(depth, 2, 1e-12);
  const behind = project([0, 0, -1], { ...PLAIN, view, projection })!;
  assertAlmostEquals(behind.depth, 3, 1e-12);
  assertEquals(project([0, 0, 3], { ...PLAIN, view, projection }), undefined, "behind the eye");
});

Deno.test("a scene that has lost its WebGL is seen from nowhere", () => {
  const plot = (scene: unknown) => ({ _fullLayout: { scene: { _scene: scene } } }) as never;
  assertEquals(eyeOf(plot({ getCamera: () => ({ eye: { x: 1, y: 2, z: 3 } }) })), {
    x: 1,
    y: 2,
    z: 3,
  });
  for (const scene of [{ getCamera: () => undefined }, undefined]) {
    assertEquals(eyeOf(plot(scene)), undefined);
  }
});
