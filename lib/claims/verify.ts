/**
 * What `deno task verify --claims` prints: each published claim with its verdict, recomputed from
 * committed tables, and what is wrong with them.
 *
 * @module
 */

import { counted } from "../words/counted.ts";
import { printable } from "../words/printable.ts";
import type { Outcome } from "../cli/run_command.ts";
import { readClaims, REFERENCE_FOLDER, ROOT } from "./files.ts";
import { checkClaims } from "./recompute.ts";

/**
 * The published claims, a line each, and what is wrong with them.
 *
 * @param options `reference`: folder of the tables; that of this repository where it is not given
 */
export async function verifyClaims(
  { reference = ROOT + REFERENCE_FOLDER }: { readonly reference?: string },
): Promise<Outcome> {
  const { claims, problems } = await checkClaims(await readClaims(), reference);
  const found = counted(problems.length, "problem");
  const lines = [...claims.map(({ line }) => line), ...problems];
  return {
    directory: reference,
    text: [...lines.map(printable), `${counted(claims.length, "claim")} recomputed, ${found}`]
      .join("\n"),
    json: { claims, problems },
    failed: problems.length > 0 ? `${found} found` : undefined,
  };
}
