/**
 * Where a point of a figure in three dimensions appears on the page.
 *
 * @module
 */

/** A 4×4 matrix, column by column, as WebGL has them. */
export type Matrix = ArrayLike<number>;

/** How a figure is looked at. */
export interface Lens {
  /** What coordinates are multiplied by before anything else. */
  readonly dataScale: ArrayLike<number>;
  readonly model: Matrix;
  readonly view: Matrix;
  readonly projection: Matrix;
}

type Homogeneous = readonly [x: number, y: number, z: number, w: number];

function times(matrix: Matrix, vector: Homogeneous): Homogeneous {
  return [0, 1, 2, 3].map((row) =>
    vector.reduce((sum, value, column) => sum + matrix[4 * column + row] * value, 0)
  ) as unknown as Homogeneous;
}

/**
 * Projects a point. x and y are shares of the picture: 0 at its left and top, 1 at its right and
 * bottom. Of two points the one of smaller depth is in front.
 *
 * @returns Nothing for a point behind the eye.
 */
export function project(
  [x, y, z = 0]: readonly number[],
  { dataScale, model, view, projection }: Lens,
): { readonly x: number; readonly y: number; readonly depth: number } | undefined {
  const scaled: Homogeneous = [x * dataScale[0], y * dataScale[1], z * dataScale[2], 1];
  const [right, up, , w] = times(projection, times(view, times(model, scaled)));
  return w > 0 ? { x: (1 + right / w) / 2, y: (1 - up / w) / 2, depth: w } : undefined;
}
