/**
 * How far loading is, in a corner of the page: a bar and what it is of.
 *
 * @module
 */

const parts = new Map<string, number>();

/**
 * Shows how far a part is.
 *
 * @param what the part, in words, such as `the network`
 * @param share from 0 to 1; `undefined` when it is there, or will not come
 */
export function showLoading(what: string, share: number | undefined): void {
  if (share === undefined) parts.delete(what);
  else parts.set(what, share);
  const box = document.getElementById("loading")!;
  box.hidden = parts.size === 0;
  if (box.hidden) return;
  const shares = [...parts.values()];
  const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
  box.querySelector("progress")!.value = mean;
  box.querySelector("span")!.textContent = `Loading ${[...parts.keys()].join(" and ")}: ${
    Math.round(100 * mean)
  } %`;
}
