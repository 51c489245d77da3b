/**
 * Names of the declared studies, apart from their contents so that help needs no library.
 *
 * @module
 */

/** Names of the declared studies. */
export const STUDIES = [
  "published",
  "holes",
  "dose-response",
  "hole-shapes",
  "flaws",
  "disentanglement",
  "scale",
] as const;

/** Name of a declared study. */
export type StudyName = typeof STUDIES[number];
