/**
 * Tables as lists of rows.
 *
 * @module
 */

/** A table's row. */
export type Row = Record<string, string | number>;
