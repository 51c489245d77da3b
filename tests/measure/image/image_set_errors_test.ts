import { errorsOf } from "../../../lib/measure/image/image_set_errors.ts";
import { assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("errorsOf() holds each reconstruction against the image that its index names", () => {
  const size = 16, area = size ** 2;
  // Each image has one grey level of its own.
  const levels = [0, 51, 255];
  const images = Uint8Array.from({ length: 3 * area }, (_, i) => levels[Math.floor(i / area)]);
  const made = [0.9, 0.1, 0.4];
  const indices = [2, 0, 1];
  const errors = errorsOf(
    { images: Float32Array.from({ length: 3 * area }, (_, i) => made[Math.floor(i / area)]) },
    { images, points: [], size, indices },
  );
  assertEquals(errors.length, 3);
  errors.forEach(({ mse }, n) =>
    assertAlmostEquals(mse, (levels[indices[n]] / 255 - made[n]) ** 2, 1e-6)
  );
});
