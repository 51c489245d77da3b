/**
 * `deno task render`: one image of the family as a PNG file.
 *
 * @module
 */

import { command, flag, runCommand } from "../lib/cli/mod.ts";
import { usualStroke } from "../lib/curve/geometry.ts";
import { encodePng } from "../lib/files/png.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import {
  DEFAULT_SHAPES,
  FAMILIES,
  type Family,
  formulaOf,
  hasStroke,
} from "../lib/curve/family.ts";
import { imageFlags, shapeFlags } from "../lib/dataset/image_flags.ts";
import { shapesFromFlags } from "../lib/dataset/shapes.ts";
import { SPACE } from "../lib/space/space.ts";

/** What a parameter is in each family. */
function words(name: "a" | "b"): string {
  const families: readonly Family[] = Object.values(FAMILIES);
  return families.map(({ parameters }) => parameters[name].words).join("; ");
}

export const spec = command({
  name: "render",
  summary: `Draws a shape, usually ${formulaOf(DEFAULT_SHAPES)}, and writes it as a grey PNG file.`,
  permissions: ["--allow-read", "--allow-write", ...RASTERISER_PERMISSIONS],
  flags: {
    a: flag.number({ min: SPACE.a[0], max: SPACE.a[1], default: 1.25, help: words("a") }),
    b: flag.number({ min: SPACE.b[0], max: SPACE.b[1], default: 1, help: words("b") }),
    ...shapeFlags,
    ...imageFlags,
    out: flag.path({ value: "FILE", printed: true, help: "PNG file to write" }),
  },
  examples: [
    "render --a 1.25 --b 1 --size 256 --geometry published --stroke 4 --out x.png",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async ({ a, b, family, petals, size, geometry, stroke, out }) => {
    checkName(out);
    const shapes = shapesFromFlags({ family, petals });
    // Loaded here, because help needs none of the permissions that they take.
    const { checkOutputFile, writeOutputFile } = await import("../lib/results/output_file.ts");
    await checkOutputFile(out, "out");
    const { renderCurve } = await import("../lib/curve/raster.ts");
    if (stroke !== undefined && !hasStroke(family)) {
      throw new UsageError(`--stroke must be left out with family ${family}, received ${stroke}`);
    }
    const width = stroke ?? usualStroke({ family, geometry, size });
    const image = renderCurve({ a, b }, { ...shapes, size, geometry, stroke: width });
    await writeOutputFile(out, encodePng(image, { width: size, height: size }), "out");
    return { text: out, json: { file: out, a, b, ...shapes, size, geometry, stroke: width } };
  });
}

function checkName(path: string): void {
  if (path.toLowerCase().endsWith(".png")) return;
  throw new UsageError(`--out must be a file name that ends in .png, received ${path}`);
}
