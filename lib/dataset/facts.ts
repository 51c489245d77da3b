/**
 * What a trained model must know of the dataset it came from: how its images were drawn and where
 * the hole was, so that a model folder alone suffices to draw the images of a transect.
 *
 * @module
 */

import { GEOMETRIES, type Geometry } from "../curve/geometry.ts";
import { UsageError } from "../errors.ts";
import { z } from "zod";

/** How a dataset's images were drawn. */
export interface DatasetFacts {
  /** Side of an image, in pixels. */
  readonly size: number;
  /** Frame of the drawing. */
  readonly geometry: Geometry;
  /** Line width in the geometry's unit. */
  readonly stroke: number;
  /** The hole in its little language, canonical. */
  readonly hole: string;
}

const schema = z.object({
  size: z.int(),
  geometry: z.enum(GEOMETRIES),
  stroke: z.number(),
  hole: z.string(),
});

const FILE = "dataset.json";

/** Picks the facts out of a dataset's parameters. */
export function datasetFacts(parameters: unknown): DatasetFacts {
  return schema.parse(parameters);
}

/** Writes the facts into a model's folder. */
export async function writeDatasetFacts(directory: string, facts: DatasetFacts): Promise<void> {
  await Deno.writeTextFile(`${directory}/${FILE}`, JSON.stringify(facts, null, 2) + "\n");
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
