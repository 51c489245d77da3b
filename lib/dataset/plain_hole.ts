/**
 * A hole's text in the name of a folder.
 *
 * @module
 */

/** A hole's text as part of a folder's name, for instance `disc-1.25-1-0.3`. */
export function plainHole(hole: string): string {
  return hole.replaceAll(/[^a-z0-9.-]/g, "-");
}
