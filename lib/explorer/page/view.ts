/**
 * Which of the page's views an address belongs to.
 *
 * @module
 */

/** A view, by the id of its element. */
export type View = "explore" | "lab";

/** The view of a fragment: the lab's begin with its name, and the others are the explorer's. */
export function viewOf(fragment: string): View {
  return /^#lab\b/.test(fragment) ? "lab" : "explore";
}
