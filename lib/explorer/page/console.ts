/**
 * What the explorer offers at the console, and to tests, as `explorer`.
 *
 * @module
 */

import type { Point } from "../../space/space.ts";

/** The explorer as a script sees it. */
export interface ExplorerConsole {
  /** What is shown. */
  state(): {
    readonly a: number;
    readonly b: number;
    readonly first: string;
    readonly second: string | null;
    readonly backend: string;
    /** Median time of the last answers, in milliseconds. */
    readonly medianMs: number;
    /** Answers ever given. */
    readonly answers: number;
    /** `point`: reconstructions of the shape; `code`: a code that was set by sliders. */
    readonly mode: "point" | "code";
  };
  /** What a network, by default the first, makes of a shape. */
  reconstruct(
    point: Point,
    id?: string,
  ): Promise<{ mu: readonly number[]; image: number[]; truth: number[] }>;
  /** Moves the point and waits for the pictures. */
  moveTo(point: Point): Promise<void>;
  /** Tensors that live. */
  memory(): number;
}
