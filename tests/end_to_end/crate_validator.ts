/**
 * The public validator of RO-Crates (`pip install roc-validator`), where it is there.
 *
 * @module
 */

/** What it said. */
export interface Verdict {
  readonly code: number;
  readonly out: string;
}

async function validator(...args: string[]): Promise<Verdict | undefined> {
  try {
    const { code, stdout, stderr } = await new Deno.Command("rocrate-validator", {
      args: ["-y", "--disable-color", ...args],
      stdin: "null",
    }).output();
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { code, out: out + err };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Why it cannot be used here. It needs RO-Crate's context, from its cache or the web. */
export async function validatorMissing(): Promise<string | undefined> {
  const context = "https://w3id.org/ro/crate/1.1/context";
  const warmed = await validator("cache", "warm", "--url", context);
  if (warmed === undefined) return "rocrate-validator is not on PATH: pip install roc-validator";
  return warmed.code === 0 ? undefined : "rocrate-validator cannot fetch RO-Crate's context";
}

/** Holds a crate against the profile's rules; its report is written to a file as JSON. */
export async function validateCrate(
  crate: string,
  { severity, report }: { severity: "required" | "recommended"; report: string },
): Promise<Verdict> {
  const verdict = await validator(
    ...["validate", "--offline", "--no-paging", "--profile-identifier", "process-run-crate"],
    ...["--requirement-severity", severity, "--output-format", "json"],
    ...["--output-file", report, crate],
  );
  return verdict!;
}
