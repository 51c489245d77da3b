/**
 * The page's address as the browser shows it: written while a person moves about, and obeyed when it
 * changes.
 *
 * @module
 */

import { viewOf } from "./view.ts";

/** Milliseconds between two changes of the address: Safari takes a hundred in 30 s, and throws. */
const PAUSE = 320;

/** What is bound to the address. */
export interface AddressEvents {
  /** The fragment of what is shown now, with its `#`. */
  current(): string;
  /** Another fragment was asked for, by a link, by hand or by the back button. */
  obey(fragment: string): void;
  /** The address went to another view. */
  leave(): void;
}

/** Binds the address. Gives what writes it, soon: call it after every change. */
export function bindAddress({ current, obey, leave }: AddressEvents): () => void {
  let written = -Infinity;
  let writing: ReturnType<typeof setTimeout> | undefined;
  // An address that is neither of ours nor obeyed yet must not be written over.
  let known = location.hash;
  addEventListener("hashchange", () => {
    if (viewOf(location.hash) !== "explore") return leave();
    known = location.hash;
    obey(known);
  });
  return () => {
    writing ??= setTimeout(() => {
      writing = undefined;
      if (location.hash !== known) return;
      written = performance.now();
      history.replaceState(null, "", current());
      known = location.hash;
    }, Math.max(0, written + PAUSE - performance.now()));
  };
}
