/**
 * Some images of a dataset, as whatever trains or measures takes them.
 *
 * @module
 */

import type { Axis } from "../space/periodic.ts";
import type { Point } from "../space/space.ts";

/** Some images of a dataset. */
export interface ImageSet {
  /** uint8, at least as many images of size×size as the largest index asks. */
  readonly images: Uint8Array;
  /** Shape parameters of every image of `images`. */
  readonly points: readonly Point[];
  /** Axis of the points whose range begins again where it ends; absent where there is none. */
  readonly periodic?: Axis | undefined;
  /** Side of an image, in pixels. */
  readonly size: number;
  /** Which images belong to the set, in order. */
  readonly indices: ArrayLike<number>;
}
