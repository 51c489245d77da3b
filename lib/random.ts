/**
 * The one source of randomness. TF.js reads seed 0 as "no seed" and shuffles with `Math.random`, so
 * points, weights, orders and ε are all drawn here: two runs of one seed, or two backends, then
 * differ by rounding alone. Each purpose has a stream of its own, named by text: drawing more
 * numbers for one of them shifts no other.
 *
 * The generator is xoroshiro128+ (Blackman & Vigna 2018, https://doi.org/10.1145/3460772). Its
 * lowest bits are weak, so every draw uses the highest ones.
 *
 * @module
 */

import { sha256 } from "@noble/hashes/sha2";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers. It changes with every draw. */
export interface Random {
  /** A float64 uniform on [0, 1), of 53 random bits. */
  uniform(): number;
  /** Fills `target` with float32 values uniform on [0, 1), of 24 random bits; returns it. */
  uniformInto(target: Float32Array): Float32Array;
  /** A float64 from the normal distribution of mean 0 and variance 1. */
  normal(): number;
  /** Fills `target` with what as many calls of `normal()` would give; returns it. */
  normalInto(target: Float32Array): Float32Array;
  /** A whole number uniform on 0 … n − 1. Throws RangeError unless 1 ≤ n ≤ 2³². */
  integer(n: number): number;
  /** The numbers 0 … n − 1 in random order. Throws RangeError unless 0 ≤ n ≤ 2³². */
  permutation(n: number): Uint32Array<ArrayBuffer>;
  /**
   * All that decides the draws to come, as six finite numbers that survive JSON unchanged: the four
   * 32-bit words of the generator, whether a normal is left over, and that normal.
   */
  state(): number[];
}

const TWO_32 = 2 ** 32;

/**
 * Starts the stream called `stream` of a seed. Streams of different seeds or names are independent;
 * seed 0 is a seed like any other.
 *
 * Throws RangeError unless `seed` is a whole number from 0 to 2³² − 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createRandom } from "./random.ts";
 *
 * const random = createRandom(0, "training/order");
 * assertEquals([...random.permutation(8)], [2, 1, 0, 7, 6, 4, 3, 5]);
 * ```
 */
export function createRandom(seed: number, stream: string): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_32) {
    throw new RangeError(
      `Cannot create a random stream: seed must be a whole number from 0 to ${TWO_32 - 1}, ` +
        `received ${seed}`,
    );
  }
  // A digest as the state keeps neighbouring seeds apart from the first draw on, which seeding the
  // generator with the number itself does not.
  const digest = sha256(new TextEncoder().encode(`${seed}\n${stream}`));
  const words = new DataView(digest.buffer, digest.byteOffset);
  return restoreRandom([0, 4, 8, 12].map((at) => words.getInt32(at, true)).concat(0, 0));
}

/**
 * Continues a stream exactly where `state()` was taken.
 *
 * Throws TypeError where `state` is not what `state()` returns.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createRandom, restoreRandom } from "./random.ts";
 *
 * const random = createRandom(7, "noise");
 * const later = restoreRandom(JSON.parse(JSON.stringify(random.state())));
 * assertEquals(random.normal() === later.normal(), true);
 * ```
 */
export function restoreRandom(state: readonly number[]): Random {
  const words = state.slice(0, 4);
  const valid = state.length === 6 && state.every(Number.isFinite) &&
    words.every((word) => word === (word | 0)) && words.some((word) => word !== 0) &&
    (state[4] === 0 || state[4] === 1);
  if (!valid) {
    throw new TypeError(
      "Cannot restore a random stream: state must be six numbers as given by state(), " +
        `received ${JSON.stringify(state)}`,
    );
  }
  const generator = xoroshiro128plusFromState(words);
  let hasSpare = state[4] === 1;
  let spare = state[5];

  const uniform = (): number => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  };
  // Box & Muller 1958: two normals from two uniforms, the second kept for the next call.
  const normal = (): number => {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    hasSpare = true;
    return radius * Math.cos(angle);
  };
  const checkCount = (n: number, least: number): void => {
    if (!Number.isInteger(n) || n < least || n > TWO_32) {
      throw new RangeError(
        `Cannot draw: n must be a whole number from ${least} to ${TWO_32}, received ${n}`,
      );
    }
  };
  // 53 bits against at most 32: the bias stays below 2⁻²¹ of a count.
  const below = (n: number): number => Math.floor(uniform() * n);

  return {
    uniform,
    uniformInto(target) {
      for (let i = 0; i < target.length; i++) target[i] = (generator.next() >>> 8) * 2 ** -24;
      return target;
    },
    normal,
    normalInto(target) {
      for (let i = 0; i < target.length; i++) target[i] = normal();
      return target;
    },
    integer(n) {
      checkCount(n, 1);
      return below(n);
    },
    permutation(n) {
      checkCount(n, 0);
      const order = new Uint32Array(n);
      for (let i = 0; i < n; i++) order[i] = i;
      for (let i = n - 1; i > 0; i--) {
        const j = below(i + 1);
        const kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      return order;
    },
    // Adding 0 turns -0, which JSON would not bring back, into 0.
    state: () => [...generator.getState(), hasSpare ? 1 : 0, hasSpare ? spare + 0 : 0],
  };
}
