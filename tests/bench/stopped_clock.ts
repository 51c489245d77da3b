/**
 * A wall clock that tests move by hand.
 *
 * @module
 */

/** The clock; the process has its own back when it is disposed of. */
export interface StoppedClock extends Disposable {
  /** Lets time pass. */
  pass(milliseconds: number): void;
}

/** Puts one in the place of `performance.now()`. */
export function stopClock(): StoppedClock {
  let now = 1000;
  performance.now = () => now;
  return {
    pass: (milliseconds) => void (now += milliseconds),
    // The own one is a method of the class, which stands behind.
    [Symbol.dispose]: () => void Reflect.deleteProperty(performance, "now"),
  };
}
