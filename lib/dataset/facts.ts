/**
 * What a trained model must know of the dataset it came from: how its images were drawn and where
 * the hole was, so that a model folder alone suffices to draw the images of a transect.
 *
 * @module
 */

import { areUsual, type Shapes } from "../curve/family.ts";
import { GEOMETRIES, type Geometry } from "../curve/geometry.ts";
import { UsageError } from "../errors.ts";
import type { OutputFolder } from "../files/output_folder.ts";
import { z } from "zod";
import { familyFields, shapesOf } from "./shapes.ts";

/** How a dataset's images were drawn. */
export interface DatasetFacts extends Shapes {
  /** Side of an image, in pixels. */
  readonly size: number;
  /** How axes are mapped to pixels. */
  readonly geometry: Geometry;
  /** Line width in the geometry's unit; 0 where the family draws no line. */
  readonly stroke: number;
  /** The hole in its little language, canonical. */
  readonly hole: string;
}

const schema = z.object({
  size: z.int(),
  geometry: z.enum(GEOMETRIES),
  stroke: z.number(),
  hole: z.string(),
  ...familyFields,
}).transform(({ family, petals, ...drawing }, context) => {
  const shapes = shapesOf({ family, petals });
  if (typeof shapes === "object") return { ...drawing, ...shapes };
  context.addIssue({ code: "custom", path: ["petals"], message: shapes });
  return z.NEVER;
});

const FILE = "dataset.json";

/**
 * Picks the facts out of a dataset's parameters, or out of a model's metrics. What says nothing of a
 * family, as everything that was written before there could be several, shows roses of five petals.
 */
export function datasetFacts(parameters: unknown): DatasetFacts {
  return schema.parse(parameters);
}

/**
 * The facts as a model keeps them. Of roses of five petals the family is left out: every model
 * trained before there could be several is without it, and these keep the bytes of theirs.
 */
export function storedFacts(facts: DatasetFacts): Partial<DatasetFacts> {
  const { family, petals, ...drawing } = facts;
  return areUsual({ family, petals }) ? drawing : facts;
}

/** Writes the facts into a model's folder. */
export async function writeDatasetFacts(out: OutputFolder, facts: DatasetFacts): Promise<void> {
  await out.write(FILE, JSON.stringify(storedFacts(facts), null, 2) + "\n");
}

/**
 * Reads them back.
 *
 * Throws UsageError where the file is missing or damaged.
 */
export async function readDatasetFacts(directory: string): Promise<DatasetFacts> {
  try {
    return schema.parse(JSON.parse(await Deno.readTextFile(`${directory}/${FILE}`)));
  } catch {
    throw new UsageError(
      `Cannot read ${directory}/${FILE}: it must be a file written by the train script`,
    );
  }
}
