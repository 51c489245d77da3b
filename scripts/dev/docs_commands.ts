/**
 * `deno task docs:commands`: renews the parts of the documentation that are made from the code and
 * from the committed results. The commands come from the scripts' own specs, so that a flag is
 * described once, the publication's flaws from the list that the report shows, and the claims, the
 * page on them and README's findings from `docs/claims.json` and the tables of `results/reference`.
 * A verdict is never renewed: where the tables give another one, that is for a person to decide.
 * A test fails where a part is stale.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { computeUsed, studyNetworks } from "../../lib/claims/compute_used.ts";
import {
  CLAIMS_FILE,
  CLAIMS_SCHEMA_FILE,
  claimsFileText,
  readClaims,
  REFERENCE_FOLDER,
  ROOT as ROOT_PATH,
} from "../../lib/claims/files.ts";
import {
  answerText,
  claimsText,
  computeText,
  deviationsText,
  findingsText,
  multiplicityText,
} from "../../lib/claims/markdown.ts";
import { flippedVerdicts, renewed as renewedClaims } from "../../lib/claims/recompute.ts";
import { claimsSchemaText } from "../../lib/claims/schema.ts";
import { type Command, cwdFlag, type Flags } from "../../lib/cli/command.ts";
import { type Flag, needsNoRule } from "../../lib/cli/flags.ts";
import { FLAWS } from "../../lib/report/mod.ts";

const ROOT = new URL("../../", import.meta.url);

/** A task that runs a script of `scripts/`, and what the script says about itself. */
export interface DescribedCommand {
  /** Name of the task. */
  readonly name: string;
  /** What deno.json says of the task. */
  readonly description: string;
  readonly spec: Command<Flags>;
}

const tasks = Object.entries(config.tasks as Record<string, Task>);

interface Task {
  readonly description: string;
  readonly command: string;
}

function runsScript([name, { command }]: readonly [string, Task]): boolean {
  return command.includes(` scripts/${name}.ts `);
}

/** The commands, in the order of deno.json's tasks. */
export function describedCommands(): Promise<DescribedCommand[]> {
  return Promise.all(
    tasks.filter(runsScript).map(async ([name, { description }]) => {
      const { spec } = await import(new URL(`scripts/${name}.ts`, ROOT).href);
      return { name, description, spec };
    }),
  );
}

/** A text as the cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

function flagRow(name: string, flag: Flag<unknown>): string[] {
  const { help, placeholder, allowed, shown, required, repeatable } = flag;
  const absent = required ? "required" : repeatable ? "none; may be repeated" : "";
  return [
    code(`--${name}${placeholder === undefined ? "" : ` ${placeholder}`}`),
    help,
    needsNoRule(flag) ? "" : allowed,
    shown === undefined ? absent : code(shown),
  ];
}

const FLAG_HEADS = ["flag", "meaning", "allowed", "default"];

function commonFlagsTable({ spec }: DescribedCommand): string {
  const common = Object.entries(spec.flags).filter(([name]) => !spec.own.includes(name));
  const help: Flag<unknown> = { ...cwdFlag, placeholder: undefined, help: "print the help text" };
  return table(
    FLAG_HEADS,
    [...common, ["cwd", cwdFlag] as const, ["help", help] as const]
      .map(([name, flag]) => flagRow(name, flag)),
  );
}

/** One command: what it does, its flags, the permissions that suffice, examples. */
function commandSection({ name, spec }: DescribedCommand): string {
  const { summary, own, flags, positionals, permissions, examples = [] } = spec;
  const parts = [`### ${name}`, summary];
  if (positionals) {
    const many = positionals.max > 1 ? "…" : "";
    parts.push(`Arguments: ${code(positionals.name + many)}, ${positionals.help}.`);
  }
  if (own.length > 0) {
    parts.push(table(FLAG_HEADS, own.map((flag) => flagRow(flag, flags[flag]))));
  }
  parts.push(`Permissions: ${permissions.map(code).join(" ")}`);
  if (examples.length > 0) {
    const lines = examples.map((example) => `deno task ${example}`);
    parts.push(["```sh", ...lines, "```"].join("\n"));
  }
  return parts.join("\n\n");
}

/** The list of commands, the flags of all, then each command. */
export function commandsText(commands: readonly DescribedCommand[]): string {
  const others = tasks.filter((task) => !runsScript(task));
  return [
    "## All commands",
    table(
      ["task", "what it does"],
      commands.map(({ name, description }) => [`[${code(name)}](#${name})`, description]),
    ),
    "## Flags that every script takes",
    commonFlagsTable(commands[0]),
    "## Each command",
    ...commands.map(commandSection),
    "## Tasks for developers",
    table(
      ["task", "what it does"],
      others.map(([name, { description }]) => [code(`deno task ${name}`), description]),
    ),
  ].join("\n\n");
}

/** The publication's flaws as a numbered list. */
export function flawsText(): string {
  const linked = (text: string) =>
    text.replaceAll(/arXiv (\d{4}\.\d{5})/g, "[arXiv $1](https://arxiv.org/abs/$1)");
  return FLAWS.map(({ title, text, here }, i) =>
    `${i + 1}. **${title}.** ${linked(text)} _Here:_ ${here}`
  ).join("\n");
}

/** A part of a page that is made. */
export interface GeneratedPart {
  readonly page: string;
  /** Name of the part, where its page has several. */
  readonly name?: string;
  readonly text: string;
}

/** The generated parts, from the claims as they are committed. */
export async function generatedParts(): Promise<readonly GeneratedPart[]> {
  const claims = await readClaims();
  const reference = ROOT_PATH + REFERENCE_FOLDER;
  const compute = {
    used: await computeUsed([reference, `${reference}/full`]),
    studies: await studyNetworks(`${reference}/studies`),
  };
  const page = "docs/claims.md";
  return [
    { page: "docs/commands.md", text: commandsText(await describedCommands()) },
    { page: "docs/findings.md", text: flawsText() },
    { page: "README.md", text: findingsText(claims) },
    { page, name: "answer", text: answerText(claims) },
    { page, name: "claims", text: claimsText(claims) },
    { page, name: "deviations", text: deviationsText(claims) },
    { page, name: "compute", text: computeText(compute) },
    { page, name: "multiplicity", text: multiplicityText(claims) },
  ];
}

const END = "<!-- end -->";

/**
 * A page with a generated part replaced.
 *
 * Throws Error where the page does not hold the two marks that enclose it.
 */
export function renewed(page: string, text: string, name?: string): string {
  const begin = `<!-- made by deno task docs:commands: begin${name ? ` ${name}` : ""} -->`;
  const from = page.indexOf(begin), to = page.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`Cannot renew the page: it lacks ${begin} or ${END}`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}

/** Renews the numbers of the claims from the tables, and the schema that they follow. */
async function renewClaims(): Promise<void> {
  const claims = await renewedClaims(await readClaims(), ROOT_PATH + REFERENCE_FOLDER);
  await Deno.writeTextFile(ROOT_PATH + CLAIMS_FILE, claimsFileText(claims));
  await Deno.writeTextFile(ROOT_PATH + CLAIMS_SCHEMA_FILE, claimsSchemaText());
  console.log(CLAIMS_FILE);
  for (const { claim, verdict } of flippedVerdicts(claims)) {
    console.error(
      `${CLAIMS_FILE}: the tables give "${verdict}" for ${claim.id}, whose committed verdict is ` +
        `"${claim.verdict}": decide which holds`,
    );
    Deno.exitCode = 1;
  }
}

if (import.meta.main) {
  await renewClaims();
  for (const { page, text, name } of await generatedParts()) {
    const path = new URL(page, ROOT);
    await Deno.writeTextFile(path, renewed(await Deno.readTextFile(path), text, name));
    console.log(page);
  }
}
