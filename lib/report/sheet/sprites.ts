/**
 * Pictures that lie in one file, a row after another, as squares of one size.
 *
 * @module
 */

/** How the pictures of a file are arranged. */
export interface SpriteSheet {
  /** Width and height of one picture, in pixels. */
  readonly size: number;
  /** Pictures in a row. */
  readonly columns: number;
}

/** Upper left corner of picture `index`, in pixels of the file. */
export function spriteAt(
  { size, columns }: SpriteSheet,
  index: number,
): { x: number; y: number } {
  return { x: index % columns * size, y: Math.floor(index / columns) * size };
}
