/**
 * Snakemake, as the tests run it: without the user's own settings, and with Deno's packages where
 * they are.
 *
 * @module
 */

/** Whether a program is there and says something, with 0 at its end. */
export async function answers(command: string, ...args: string[]): Promise<boolean> {
  try {
    const { success, stdout } = await new Deno.Command(command, { args }).output();
    return success && stdout.length > 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Whether Snakemake is there. */
export function hasSnakemake(): Promise<boolean> {
  return answers("snakemake", "--version");
}

/** Where Deno keeps its packages. */
async function denoFolder(): Promise<string> {
  const args = ["info", "--json", "--no-config"];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

let folder: Promise<string> | undefined;

/**
 * Environment of a workflow's engine: what it keeps lies in the workflow's folder. Deno keeps its
 * packages where the same variable says, and would fetch them again for each workflow.
 */
export async function engineEnv(workflow: string): Promise<Record<string, string>> {
  return { XDG_CACHE_HOME: `${workflow}/.cache`, DENO_DIR: await (folder ??= denoFolder()) };
}
