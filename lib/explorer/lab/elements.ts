/**
 * The lab's elements of the page, and the box that says what is wrong.
 *
 * @module
 */

/** An element of the lab; all ids begin with `lab-`. */
export function find<T extends Element>(id: string): T {
  return document.getElementById(`lab-${id}`) as unknown as T;
}

/** Says what is wrong, or with an empty text that nothing is. */
export function complain(words: string): void {
  const box = find<HTMLElement>("trouble");
  box.textContent = words;
  box.hidden = words === "";
}
