/**
 * Provenance that a machine can read: every manifest of a study fits the JSON Schema that is
 * published for it, and the study exported as an RO-Crate describes every file it holds and passes
 * the public validator, where that is installed.
 *
 * @module
 */

import { Ajv2020 } from "ajv/2020";
import { sha256File } from "../../lib/results/digest.ts";
import { CRATE_METADATA } from "../../lib/results/audit/crate.ts";
import { MANIFEST } from "../../lib/results/manifest.ts";
import { listResults } from "../../lib/results/mod.ts";
import { validateCrate, validatorMissing } from "../end_to_end/crate_validator.ts";
import { filesOf, resultOf } from "../end_to_end/helpers.ts";
import type { Ground, Tally } from "./study.ts";

const SCHEMA = new URL("../../lib/results/manifest.schema.json", import.meta.url);

async function manifestProblems(folders: readonly string[]): Promise<string[]> {
  const schema = JSON.parse(await Deno.readTextFile(SCHEMA));
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  const lost: string[] = [];
  for (const folder of folders) {
    if (validate(JSON.parse(await Deno.readTextFile(`${folder}/${MANIFEST}`)))) continue;
    lost.push(`${folder}: ${JSON.stringify(validate.errors?.[0])}`);
  }
  return lost;
}

/** Files that the crate does not describe with their digest, or describes and does not hold. */
async function fileProblems(crate: string): Promise<{ files: number; lost: string[] }> {
  const { "@graph": graph } = JSON.parse(await Deno.readTextFile(`${crate}/${CRATE_METADATA}`));
  const described = new Map<string, string>();
  for (const { "@id": id, "@type": type, sha256 } of graph) {
    if (type === "File") described.set(decodeURIComponent(id), sha256);
  }
  const files = (await filesOf(crate)).filter((file) => file !== CRATE_METADATA);
  const lost: string[] = [];
  for (const file of files) {
    const { sha256 } = await sha256File(`${crate}/${file}`);
    if (described.get(file) !== sha256) lost.push(`${file} is described otherwise, or not at all`);
    described.delete(file);
  }
  return {
    files: files.length,
    lost: [...lost, ...[...described.keys()].map((id) => `${id} is not there`)],
  };
}

/** Validates the manifests of a study, and exports and validates the study. */
export async function provenance({ workspace: cwd, results }: Ground): Promise<Tally> {
  const folders = await listResults(results);
  const lost = await manifestProblems(folders);
  await resultOf("verify", ["--results", results, "--crate", "crate", "--quiet"], { cwd });
  const crate = await fileProblems(`${cwd}/crate`);
  lost.push(...crate.lost);
  const missing = await validatorMissing();
  let verdict = `the public validator was not asked (${missing})`;
  if (missing === undefined) {
    const report = `${cwd}/report.json`;
    const { code, out } = await validateCrate(`${cwd}/crate`, { severity: "required", report });
    const { statistics } = JSON.parse(await Deno.readTextFile(report));
    verdict = `the public validator passes ${statistics.total_passed_checks} of ` +
      `${statistics.total_checks} required checks`;
    if (code !== 0) lost.push(`the public validator: ${out.slice(0, 500)}`);
  }
  const note =
    `${folders.length} manifests against their JSON Schema, ${crate.files} files of an ` +
    `RO-Crate against its description; ${verdict}`;
  return { unit: "descriptions", tried: folders.length + crate.files, lost, note };
}
