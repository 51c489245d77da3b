/**
 * Names of the profiles, apart from their contents so that help needs no library.
 *
 * @module
 */

/** Names of the profiles: for tests, for any laptop, and for a GPU. */
export const PROFILES = ["smoke", "small", "paper"] as const;

/** Name of a profile. */
export type ProfileName = typeof PROFILES[number];
