/**
 * `deno task render`: one image of the family as a PNG file.
 *
 * @module
 */

import { command, flag, runCommand } from "../lib/cli/parse.ts";
import { defaultStroke } from "../lib/curve/geometry.ts";
import { encodePng } from "../lib/files/png.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import { writeFailure } from "../lib/files/write_failure.ts";
import { DEFAULT_FAMILY, FAMILIES } from "../lib/curve/family.ts";
import { imageFlags } from "../lib/dataset/image_flags.ts";

const { formula, parameters: { a, b } } = FAMILIES[DEFAULT_FAMILY];

export const spec = command({
  name: "render",
  summary: `Draws the shape ${formula} and writes it as a grey PNG file.`,
  permissions: ["--allow-write", ...RASTERISER_PERMISSIONS],
  flags: {
    a: flag.number({ min: a.range[0], max: a.range[1], default: 1.25, help: a.words }),
    b: flag.number({ min: b.range[0], max: b.range[1], default: 1, help: b.words }),
    ...imageFlags,
    out: flag.path({ value: "FILE", printed: true, help: "PNG file to write" }),
  },
  examples: [
    "render --a 1.25 --b 1 --size 256 --geometry published --stroke 4 --out x.png",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async ({ a, b, size, geometry, stroke, out }) => {
    checkName(out);
    // Loaded here, because help needs none of the permissions that it takes.
    const { renderCurve } = await import("../lib/curve/raster.ts");
    const width = stroke ?? defaultStroke(geometry, size);
    const image = renderCurve({ a, b }, { size, geometry, stroke: width });
    await save(out, encodePng(image, { width: size, height: size }));
    return { text: out, json: { file: out, a, b, size, geometry, stroke: width } };
  });
}

function checkName(path: string): void {
  if (path.toLowerCase().endsWith(".png")) return;
  throw new UsageError(`--out must be a file name that ends in .png, received ${path}`);
}

async function save(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await Deno.writeFile(path, bytes);
  } catch (error) {
    throw writeFailure(
      error,
      (reason) => `--out must be a file that can be written, received ${path}: ${reason}`,
    );
  }
}
