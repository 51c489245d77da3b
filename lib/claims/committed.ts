/**
 * The claims as they are committed, as part of the code: a report that shows them is made from these
 * bytes, so that they count in the digest of its code.
 *
 * @module
 */

import committed from "../../docs/claims.json" with { type: "json" };
import { type Claims, parseClaims } from "./schema.ts";

/** What `docs/claims.json` holds. */
export function committedClaims(): Claims {
  return parseClaims(JSON.stringify(committed));
}
