/**
 * Ctrl-C, and a parent's wish to stop: the first ends a run in order, the second at once.
 *
 * @module
 */

let interruption: AbortController | undefined;

/**
 * Milliseconds in which a signal that comes again is the same wish. A terminal interrupts all
 * processes of its group, and `deno task`, which is one of them (2.9.6), passes the signal on to the
 * script, which has it already.
 */
const SAME_WISH = 1000;

/**
 * A signal that is aborted on the first SIGINT or SIGTERM, so that a run can save its state; the
 * same once more, over a second later, ends the process at once. Without a call to this, either ends
 * it at once.
 */
export function interruptSignal(): AbortSignal {
  if (interruption) return interruption.signal;
  const controller = interruption = new AbortController();
  const listen = (name: Deno.Signal) => {
    let received: number | undefined;
    Deno.addSignalListener(name, () => {
      // A terminal interrupts parent and child, and the parent passes it on as SIGTERM: one of
      // each is one wish to stop, not an impatient second.
      received ??= performance.now();
      if (performance.now() - received > SAME_WISH) Deno.exit(1);
      controller.abort(new DOMException("interrupted", "AbortError"));
    });
  };
  listen("SIGINT");
  // Windows knows no SIGTERM.
  if (Deno.build.os !== "windows") listen("SIGTERM");
  return controller.signal;
}

/** Whether a signal came that {@linkcode interruptSignal} listens for. */
export function interrupted(): boolean {
  return interruption?.signal.aborted ?? false;
}
