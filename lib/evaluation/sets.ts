/**
 * What a network is tested on: the hole test set, the validation set, transects and a lattice over
 * the whole space, each drawn with the stroke that the evaluation asks for.
 *
 * @module
 */

import { periodicAxis, type Shapes } from "../curve/family.ts";
import type { Geometry } from "../curve/geometry.ts";
import type { Dataset } from "../dataset/mod.ts";
import { distinctIndices } from "../space/repeats.ts";
import { type Hole, insideHole } from "../space/hole.ts";
import { LATTICE, lattice } from "../space/points.ts";
import type { Point } from "../space/space.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../space/transect.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import type { NamedSet } from "./evaluated_model.ts";

/** Images that a network is tested on, by name. */
export interface TestSet extends NamedSet {
  /** For each image of the set, in order, its number in the dataset's table or along the walk. */
  readonly numbers: readonly number[];
}

/** How the images of an evaluation are drawn, and which shapes they show. */
export interface Drawing extends Shapes {
  /** Side of an image, in pixels. */
  readonly size: number;
  readonly geometry: Geometry;
  /** Line width in the geometry's unit; 0 where the family draws no line. */
  readonly stroke: number;
}

/** Draws images of points; a set of all of them, in order. */
export type Draw = (points: readonly Point[]) => ImageSet;

/** Makes the function that draws. It loads native code, and so needs its permissions. */
export async function drawer(drawing: Drawing): Promise<Draw> {
  const { renderCurves } = await import("../curve/raster.ts");
  return (points) => ({
    images: renderCurves(points, drawing),
    points,
    periodic: periodicAxis(drawing.family),
    size: drawing.size,
    indices: Uint32Array.from(points.keys()),
  });
}

/**
 * Draws no point twice: those of given sets, drawn in the same way, and those drawn before are copied.
 */
export function drawOnce(draw: Draw, drawn: readonly ImageSet[]): Draw {
  const known = new Map<string, Uint8Array>();
  const key = ({ a, b }: Point) => `${a} ${b}`;
  const remember = ({ images, points, size }: ImageSet) => {
    const area = size ** 2;
    points.forEach((point, n) => known.set(key(point), images.subarray(n * area, (n + 1) * area)));
  };
  drawn.forEach(remember);
  return (points) => {
    const missing = points.filter((point) => !known.has(key(point)));
    const fresh = draw(missing);
    remember(fresh);
    const area = fresh.size ** 2;
    const images = new Uint8Array(points.length * area);
    points.forEach((point, n) => images.set(known.get(key(point))!, n * area));
    return { ...fresh, images, points, indices: Uint32Array.from(points.keys()) };
  };
}

/**
 * The sets whose every image is measured: `hole` (absent where there is none), `validation` (of
 * points that repeat, one), and the published transects `P1`, `P2` and `P3`, 15 steps each. Where b is
 * periodic, P1 leads around it once, and its two ends are one shape.
 */
export function testSets(dataset: Dataset, draw: Draw): TestSet[] {
  const { points, holePoints } = dataset;
  // An interval over points takes them as independent, which copies are not.
  const distinct = new Set(distinctIndices(points));
  const validation = dataset.subsets.validation.filter((index) => distinct.has(index));
  const set = (name: string, chosen: readonly Point[], numbers?: readonly number[]): TestSet => ({
    ...draw(chosen),
    name,
    numbers: numbers ?? [...chosen.keys()],
  });
  return [
    ...(holePoints.length > 0 ? [set("hole", holePoints)] : []),
    set("validation", Array.from(validation, (n) => points[n]), [...validation]),
    ...PUBLISHED_TRANSECTS.map((walk) => set(walk.name, transectPoints(walk))),
  ];
}

/** A lattice over the space, {@linkcode LATTICE}.rows × columns, row by row (b, then a). */
export function latticeSet(draw: Draw): NamedSet {
  return { ...draw(lattice(LATTICE.rows, LATTICE.columns)), name: "lattice" };
}

/**
 * All images that a model is shown, in the order in which its outputs come back: the test sets and
 * then the lattice.
 */
export function shownSets(dataset: Dataset, draw: Draw): NamedSet[] {
  return [...testSets(dataset, draw), latticeSet(draw)];
}

/** Draws nothing, for sets of which only the points matter. */
export function undrawn(size: number): Draw {
  return (points) => ({
    images: new Uint8Array(),
    points,
    size,
    indices: Uint32Array.from(points.keys()),
  });
}

/** Whether each point of a set lies in the hole. */
export function insideFlags(hole: Hole, points: readonly Point[]): boolean[] {
  return points.map((point) => insideHole(hole, point));
}

/** Bytes of a set's images, N × S². */
export function bytesOf({ images, indices, size }: ImageSet): Uint8Array<ArrayBuffer> {
  const area = size * size;
  const bytes = new Uint8Array(indices.length * area);
  for (let n = 0; n < indices.length; n++) {
    bytes.set(images.subarray(indices[n] * area, (indices[n] + 1) * area), n * area);
  }
  return bytes;
}

/** Pixels of a set's images in [0, 1], N × S². */
export function pixelsOf({ images, indices, size }: ImageSet): Float32Array<ArrayBuffer> {
  const area = size * size;
  const pixels = new Float32Array(indices.length * area);
  for (let n = 0; n < indices.length; n++) {
    const from = indices[n] * area;
    for (let i = 0; i < area; i++) pixels[n * area + i] = images[from + i] / 255;
  }
  return pixels;
}
