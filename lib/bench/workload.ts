/**
 * What is measured: training steps of one network at one batch size, on made-up images.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import type { Architecture } from "../model/architecture.ts";
import { createRandom } from "../random.ts";
import { PROFILES } from "../study/profiles.ts";
import type { ProfileName } from "../study/profiles.ts";
import type { ImageSet } from "../dataset/image_set.ts";

/** A network as the suite trains it, and images a step. */
export interface Workload {
  /** Side of the square images, in pixels. */
  readonly size: number;
  /** Divides the published numbers of filters. */
  readonly divide: number;
  /** Images a step. */
  readonly batch: number;
}

/** The network of a workload: three latent dimensions and a fixed posterior, as published. */
export function architectureOf({ size, divide }: Workload): Architecture {
  return { size, divide, latents: 3, posterior: "fixed" };
}

/** A workload in a few characters: `64² ÷4 batch 8`. */
export function workloadName({ size, divide, batch }: Workload): string {
  return `${size}² ÷${divide} batch ${batch}`;
}

/** Share of pixels with ink, about that of the drawn curves. */
const INK = 0.03;

/** One batch of images that are white at random pixels, as the peer's are. */
export function madeUpImages({ size, batch }: Workload): ImageSet {
  const random = createRandom(0, "bench images");
  const images = Uint8Array.from(
    random.uniformInto(new Float32Array(batch * size * size)),
    (value) => value < INK ? 255 : 0,
  );
  const points = Array.from({ length: batch }, () => ({ a: 1, b: 1 }));
  return { images, points, size, indices: points.map((_, k) => k) };
}

/**
 * The workload of a profile, parts of it replaced.
 *
 * Throws UsageError where the network has no such size.
 */
export function resolveWorkload(
  profile: ProfileName,
  { size, divide, batch }: { [K in keyof Workload]: Workload[K] | undefined },
): Workload {
  const { dataset, training } = PROFILES[profile];
  if (size !== undefined && size % 8 !== 0) {
    throw new UsageError(`--size must be a multiple of 8, received ${size}`);
  }
  return {
    size: size ?? dataset.size,
    divide: divide ?? training.divide,
    batch: batch ?? training.batch,
  };
}
