/**
 * What is wrong in the explorer now, told in one box of its view.
 *
 * @module
 */

const troubles = new Map<string, string>();

/**
 * Tells what is wrong with something, or that nothing is any more.
 *
 * @param about what it is wrong with; what was told of it before goes away
 */
export function complain(about: string, words: string | undefined): void {
  if (words === undefined) troubles.delete(about);
  else troubles.set(about, words);
  const box = document.getElementById("trouble")!;
  const text = [...troubles.values()].join(" ");
  // Setting the same text again would be spoken again.
  if (box.textContent !== text) box.textContent = text;
  box.hidden = troubles.size === 0;
}

/** The words of an error. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
