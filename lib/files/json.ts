/**
 * The type of what a JSON file holds.
 *
 * @module
 */

/** A JSON value, as stored in manifests and metrics. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
