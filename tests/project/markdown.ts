/**
 * What tests need of the documentation's Markdown: its pages, code blocks, code spans, links and
 * the anchors of its headings.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** A page of the documentation. */
export interface Page {
  /** Path from the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** README, the pages of docs/, and README files of examples and among the committed results. */
export async function documentationPages(): Promise<Page[]> {
  const names: string[] = [
    "README.md",
    "docs/examples/pytorch/README.md",
    "results/reference/gpu/README.md",
    "results/reference/hole-width/README.md",
    "results/reference/published/README.md",
  ];
  for await (const { name, isFile } of Deno.readDir(new URL("docs", ROOT))) {
    if (isFile && name.endsWith(".md")) names.push(`docs/${name}`);
  }
  return await Promise.all(
    names.sort().map(async (path) => ({
      path,
      text: await Deno.readTextFile(new URL(path, ROOT)),
    })),
  );
}

/** A fenced block of code. */
const FENCE = /^```(\w*)\n(.*?)^```$/gms;

/** The text of each block of code in a language. */
export function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(FENCE)].filter(([, name]) => name === language).map(([, , code]) =>
    code
  );
}

/** A page without its blocks of code. */
export function withoutBlocks(text: string): string {
  return text.replaceAll(FENCE, "");
}

/** The code spans of a page, each on one line; in tables a bar is escaped. */
export function codeSpans(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/`([^`]+)`/g)]
    .map(([, code]) => code.replaceAll(/\s*\n\s*/g, " ").replaceAll("\\|", "|"));
}

/** The targets of a page's links and images. */
export function linkTargets(text: string): string[] {
  const prose = withoutBlocks(text).replaceAll(/`[^`]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchors(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading] of withoutBlocks(text).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = plain.toLowerCase().replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let k = 1; found.has(anchor); k++) anchor = `${slug}-${k}`;
    found.add(anchor);
  }
  return found;
}

/** Words as `wc -w` counts them: what stands between blanks, so that marks of tables count too. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}
