/**
 * One job at a time, and of those that come in meanwhile only the last. A drag makes more events
 * than a network can answer, and an older event would show a shape that the pointer has left.
 *
 * @module
 */

interface Job<T> {
  readonly input: T;
  resolve(done: boolean): void;
  reject(error: unknown): void;
}

/**
 * Wraps `work` so that at most one call runs and at most one waits. A call resolves to `true` when
 * its work is done, and to `false` at once when a later one takes its place.
 */
export function latestOnly<T>(work: (input: T) => Promise<void>): (input: T) => Promise<boolean> {
  let waiting: Job<T> | undefined;
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting) {
      const { input, resolve, reject } = waiting;
      waiting = undefined;
      try {
        await work(input);
        resolve(true);
      } catch (error) {
        reject(error);
      }
    }
    busy = false;
  };
  return (input) =>
    new Promise((resolve, reject) => {
      waiting?.resolve(false);
      waiting = { input, resolve, reject };
      if (!busy) drain();
    });
}
