/**
 * Ctrl-C, and a parent's wish to stop: the first ends a run in order, the second at once.
 *
 * @module
 */

let interruption: AbortController | undefined;

/**
 * A signal that is aborted on the first SIGINT or SIGTERM, so that a run can save its state; the
 * same once more ends the process at once. Without a call to this, either ends it at once.
 */
export function interruptSignal(): AbortSignal {
  if (interruption) return interruption.signal;
  const controller = interruption = new AbortController();
  const listen = (name: Deno.Signal) => {
    let received = false;
    Deno.addSignalListener(name, () => {
      // A terminal interrupts parent and child, and the parent passes it on as SIGTERM: one of
      // each is one wish to stop, not an impatient second.
      if (received) Deno.exit(1);
      received = true;
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
