/**
 * Time by a device's own timestamps.
 *
 * WebGPU gives timestamps in nanoseconds, but Deno 2.9 starts wgpu without their normalisation: what
 * comes is the device's own tick. That is a nanosecond on NVIDIA and on software Vulkan, 10 on AMD,
 * and 52.08 or 83.33 on Intel, and no call tells which. So the tick is measured once against the
 * wall clock. This can go when Deno normalises timestamps: the tick is then found to be 1 ns.
 *
 * @module
 */

import { RunError } from "../errors.ts";

/** What a device notes, in its own ticks. */
export interface Timestamps {
  /** A timestamp of a pass that is queued by this call and has run when the promise resolves. */
  mark(): Promise<bigint>;
  /** Timestamps right before and right after what `work` gives to the device. */
  around(work: () => void): Promise<readonly [bigint, bigint]>;
}

/** The wall clock, in milliseconds. */
type WallClock = () => number;

/** Relative width of the bounds on the tick at which it is known well enough. */
const NARROW = 0.02;

/** Milliseconds after which the bounds are taken as they are, and the width still allowed then. */
const LONGEST = 5000, WIDEST = 0.5;

/** Share by which bounds may contradict each other: two clocks drift, but not that much. */
const SLACK = 0.05;

/** A tick that every other one is compared with first. */
const NANOSECOND = 1e-9;

/**
 * Seconds of one tick of a device.
 *
 * Passes are queued one after another. Each ran at a time between its call and its answer, so each
 * after the first bounds the tick from both sides. The bounds are intersected until they are narrow.
 * A nanosecond is returned exactly where the bounds allow it.
 *
 * @param timestamps of the device
 * @param now the wall clock, in milliseconds
 * @throws {RunError} where no tick fits the wall clock
 */
export async function secondsPerTick(
  timestamps: Pick<Timestamps, "mark">,
  now: WallClock = () => performance.now(),
): Promise<number> {
  const mark = async () => {
    const before = now();
    const tick = await timestamps.mark();
    return { before, tick, after: now() };
  };
  const first = await mark();
  let least = 0, most = Infinity;
  let ticks = 0, waited = 0;
  do {
    const { before, tick, after } = await mark();
    ticks = Number(tick - first.tick), waited = after - first.before;
    if (ticks > 0) {
      least = Math.max(least, (before - first.after) / 1000 / ticks);
      most = Math.min(most, waited / 1000 / ticks);
    }
  } while (most > least * (1 + NARROW) && waited < LONGEST);
  if (!(least * (1 - SLACK) <= most && most <= least * (1 + WIDEST))) {
    throw new RunError(
      `The device's timestamps do not follow the wall clock: ${ticks} ticks in ` +
        `${Math.round(waited)} ms; nothing can be timed with them`,
    );
  }
  const isNanosecond = least * (1 - SLACK) <= NANOSECOND && NANOSECOND <= most * (1 + SLACK);
  return isNanosecond ? NANOSECOND : Math.sqrt(least * most);
}

/** Makes a clock of timestamps: what it is given to do takes this many seconds on the device. */
export async function timestampClock(
  timestamps: Timestamps,
  now?: WallClock,
): Promise<(work: () => void) => Promise<number>> {
  const tick = await secondsPerTick(timestamps, now);
  return async (work) => {
    const [start, end] = await timestamps.around(work);
    return Math.max(0, Number(end - start)) * tick;
  };
}
