/**
 * Forged results: folders whose manifest is consistent in itself, so that no digest gives them
 * away. What a stranger's results may hold, as opposed to what rot does to one's own.
 *
 * @module
 */

import { canonicalJson, prettyJson } from "../../lib/files/canonical_json.ts";
import { sha256 } from "../../lib/results/digest.ts";
import { fieldDigests, resultKey } from "../../lib/results/key.ts";
import { keyFieldsOf, MANIFEST, type Manifest, outputDigest } from "../../lib/results/manifest.ts";
import { hashFiles } from "../../lib/results/check.ts";
import { filesOf } from "../end_to_end/helpers.ts";

/** JSON text of any value; of one too deep for JSON.stringify(), a text that is as deep. */
export function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    return "[".repeat(50_000) + "]".repeat(50_000);
  }
}

/** The text of a manifest after its members were changed, every digest made to fit where it can. */
export function signed(manifest: unknown): string {
  const forged = manifest as Manifest;
  try {
    const fields = keyFieldsOf(forged);
    const whole = {
      ...forged,
      key: resultKey(fields),
      keyFields: fieldDigests(fields),
      outputDigest: outputDigest(forged.files),
    };
    return prettyJson({ ...whole, manifestDigest: sha256(canonicalJson(whole)) });
  } catch {
    // Too far from a manifest to be signed.
    return asJson(manifest);
  }
}

function tryJson(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Signs a result folder anew after its files were changed; not where its manifest is none. */
export async function signFolder(folder: string): Promise<void> {
  const found = tryJson(await Deno.readTextFile(`${folder}/${MANIFEST}`));
  if (!found) return;
  const { manifestDigest: _, ...manifest } = found;
  const names = (await filesOf(folder)).filter((name) => name !== MANIFEST);
  const files = await hashFiles(folder, names);
  await Deno.writeTextFile(`${folder}/${MANIFEST}`, signed({ ...manifest, files }));
}
