/**
 * What hands and keys do to the sheet. Until it is clicked, or Enter is pressed on it, wheel, vertical
 * swipes and arrow keys scroll the page, which a figure in three dimensions would take for itself.
 *
 * @module
 */

/** What the sheet is told. */
export interface GestureEvents {
  /** It became active, or no longer is. */
  changed(active: boolean): void;
  /** A place was clicked, in pixels of the window, by an event of that time. */
  pick(at: { readonly x: number; readonly y: number }, since: number): void;
  /** A key was pressed while it was active; whether that meant something. */
  key(event: KeyboardEvent): boolean;
}

/** What a figure would take of a hand that scrolls. */
const TAKEN = ["wheel", "touchstart", "touchmove", "touchend", "touchcancel"] as const;

/** How far a hand may move between press and release of a click, in pixels. */
const STILL = 5;

/** Binds an element that can have the focus, within a frame that is marked while it is active. */
export function bindGestures(
  { frame, element }: { frame: HTMLElement; element: HTMLElement },
  { changed, pick, key }: GestureEvents,
): void {
  let active = false;
  let pressed: { x: number; y: number; picks: boolean } | undefined;
  const set = (on: boolean) => {
    if (on === active) return;
    active = on;
    frame.toggleAttribute("data-active", on);
    changed(on);
  };
  for (const name of TAKEN) {
    frame.addEventListener(name, (event) => {
      if (!active) event.stopPropagation();
    }, { capture: true, passive: true });
  }
  frame.addEventListener("pointerdown", ({ clientX: x, clientY: y, pointerType }) => {
    // A finger that touches it may be about to scroll: it is active when the finger is lifted.
    pressed = { x, y, picks: active || pointerType !== "touch" };
    if (pointerType !== "touch") set(true);
    if (active) element.focus({ preventScroll: true });
  }, { capture: true });
  addEventListener("pointerup", ({ clientX, clientY, timeStamp }) => {
    const from = pressed;
    pressed = undefined;
    if (!from || Math.hypot(clientX - from.x, clientY - from.y) > STILL) return;
    set(true);
    element.focus({ preventScroll: true });
    if (from.picks) pick({ x: clientX, y: clientY }, timeStamp);
  });
  addEventListener("pointercancel", () => pressed = undefined);
  frame.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && frame.contains(relatedTarget))) set(false);
  });
  addEventListener("pointerdown", ({ target }) => {
    if (!(target instanceof Node && frame.contains(target))) set(false);
  });
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const wakes = !active && (event.key === "Enter" || event.key === " ");
    const releases = active && event.key === "Escape";
    if (wakes || releases) set(wakes);
    else if (!active || !key(event)) return;
    event.preventDefault();
  });
}
