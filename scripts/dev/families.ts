/**
 * The picture of the families of shapes in `docs/studies.md`: `deno run --allow-read --allow-ffi
 * --allow-env --allow-sys --allow-write=docs/figures scripts/dev/families.ts`.
 *
 * @module
 */

import { FAMILY_NAMES, familyOf, type Shapes, usualShapes } from "../../lib/curve/family.ts";
import { renderCurves } from "../../lib/curve/raster.ts";
import { familiesMontage, familyPoints } from "../../lib/figures/families.ts";
import { themed } from "../../lib/figures/theme.ts";

const FIGURE = new URL("../../docs/figures/families.svg", import.meta.url);

/** Width and height of an image, in pixels. */
const SIZE = 64;

if (import.meta.main) {
  const kinds = FAMILY_NAMES.flatMap((family): Shapes[] =>
    familyOf(family).petals?.map((petals) => ({ family, petals })) ?? [usualShapes(family)]
  );
  const rows = kinds.map((shapes) => ({
    shapes,
    images: renderCurves(familyPoints(), { size: SIZE, ...shapes }),
  }));
  await Deno.writeTextFile(FIGURE, themed(familiesMontage(rows, { size: SIZE })));
}
