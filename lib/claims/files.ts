/**
 * Where the claims and their evidence lie in this repository.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { RunError } from "../errors.ts";
import { isAbsent } from "../files/paths.ts";
import { type Claims, parseClaims } from "./schema.ts";

/** The claims. */
export const CLAIMS_FILE = "docs/claims.json";

/** The schema that they follow, for other tools. */
export const CLAIMS_SCHEMA_FILE = "docs/claims.schema.json";

/** The committed results that they rest on. */
export const REFERENCE_FOLDER = "results/reference";

/** The repository's root, as a path that ends in a separator. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Reads the claims.
 *
 * @throws {RunError} The file is missing or does not follow the schema: one line that names it.
 */
export async function readClaims(path: string = ROOT + CLAIMS_FILE): Promise<Claims> {
  try {
    return parseClaims(await Deno.readTextFile(path));
  } catch (error) {
    if (isAbsent(error)) throw new RunError(`${path} is missing`);
    if (error instanceof SyntaxError) throw new RunError(`${path} ${error.message}`);
    throw error;
  }
}

/** The text of the claims' file. */
export function claimsFileText(claims: Claims): string {
  return `${JSON.stringify(claims, null, 2)}\n`;
}
