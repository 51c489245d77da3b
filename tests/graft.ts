/**
 * A copy of the suite in which one table has one entry more: what other files make of it shows
 * whether they read the table or know its entries by heart.
 *
 * @module
 */

import { assert } from "@std/assert";

const ROOT = new URL("../", import.meta.url);

/** What is grafted, and what is asked then. */
export interface Graft {
  /** The table's file, from the root. */
  readonly file: string;
  /** A text that stands in it once, and what stands there instead. */
  readonly edit: readonly [old: string, grafted: string];
  /** Modules of the suite, from the root, by the name under which `questions` uses them. */
  readonly modules: Readonly<Record<string, string>>;
  /** Source that uses the modules and gives the value `answers`. */
  readonly questions: string;
}

/** Answers the questions in a process of its own, where the table has the entry. */
export async function answersWith<T>({ file, edit, modules, questions }: Graft): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    const table = new URL(file, ROOT);
    const source = await Deno.readTextFile(table);
    assert(source.split(edit[0]).length === 2, `${file} holds once: ${edit[0]}`);
    const grafted = source.replace(edit[0], () => edit[1])
      .replaceAll(/from "(\.[^"]+)"/g, (_, path) => `from "${new URL(path, table)}"`);
    await Deno.writeTextFile(`${folder}/table.ts`, grafted);
    await Deno.writeTextFile(
      `${folder}/questions.ts`,
      Object.entries(modules)
        .map(([name, path]) => `import * as ${name} from "${new URL(path, ROOT)}";\n`).join("") +
        `${questions}\nconsole.log("\\n" + JSON.stringify(answers));\n`,
    );
    const map = { imports: { ...await packages(), [table.href]: `file://${folder}/table.ts` } };
    await Deno.writeTextFile(`${folder}/map.json`, JSON.stringify(map));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-lock",
        "--allow-read",
        `--import-map=${folder}/map.json`,
        `${folder}/questions.ts`,
      ],
      cwd: ROOT,
    }).output();
    assert(code === 0, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1)!);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The imports of deno.json, with the paths inside packages that an import map does not imply. */
async function packages(): Promise<Record<string, string>> {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  return {
    ...imports,
    ...Object.fromEntries(
      Object.entries<string>(imports)
        .map(([name, target]) => [`${name}/`, `${target.replace("npm:", "npm:/")}/`]),
    ),
  };
}
