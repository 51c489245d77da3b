/** README stays short, links lead somewhere, and what is made from the code is up to date. */

import { PENALTY_NAMES } from "../../lib/model/penalties.ts";
import { FLAWS } from "../../lib/report/mod.ts";
import { SETTING_NAMES } from "../../lib/study/settings.ts";
import { STUDIES } from "../../lib/study/studies.ts";
import { generatedParts, renewed } from "../../scripts/dev/docs_commands.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { anchors, codeSpans, countWords, documentationPages, linkTargets } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);
const pages = await documentationPages();
const textOf = new Map(pages.map(({ path, text }) => [path, text]));

/** Most words of README, as `wc -w README.md` counts them: code and tables with their marks too. */
const LONGEST = 1700;

Deno.test(`README has at most ${LONGEST} words, by wc -w`, () => {
  const words = countWords(textOf.get("README.md")!);
  assert(words <= LONGEST, `README has ${words} words: move some of them to docs/`);
  assertEquals(countWords("# A b\n\n| c | `d e` |\n"), 9);
});

/** What is wrong with a link of a page; nothing where its target is there. */
async function brokenLink(path: string, target: string): Promise<string | undefined> {
  if (/^(https?|mailto):/.test(target)) return undefined;
  const { pathname, hash } = new URL(target, new URL(path, ROOT));
  if (!pathname.startsWith(ROOT.pathname)) return `${path}: ${target} leads out of the repository`;
  const found = decodeURIComponent(pathname.slice(ROOT.pathname.length));
  const there = await Deno.stat(new URL(pathname, ROOT)).then(() => true, () => false);
  if (!there) return `${path}: there is no ${found}`;
  const text = textOf.get(found);
  if (hash === "" || (text !== undefined && anchors(text).has(decodeURIComponent(hash.slice(1))))) {
    return undefined;
  }
  return `${path}: ${found} has no heading ${hash}`;
}

for (const { path, text } of pages) {
  Deno.test(`the links in ${path} lead to files and headings that are there`, async () => {
    const broken = await Promise.all(linkTargets(text).map((target) => brokenLink(path, target)));
    assertEquals(broken.filter(Boolean), []);
  });
}

Deno.test("a link to a file or heading that is not there is found", async () => {
  const targets = ["docs/no.md", "#no-such", "docs/speed.md#no-such", "../../../etc", "LICENSE#x"];
  for (const target of targets) assert(await brokenLink("README.md", target), target);
  assertEquals(linkTargets("[a](b.md) ![c](d.svg) `[e](f)`\n```sh\n[g](h)\n```\n"), [
    "b.md",
    "d.svg",
  ]);
  assertEquals([...anchors("# A `b`, c?\n## a b c\n## a b c\n")], ["a-b-c", "a-b-c-1", "a-b-c-2"]);
});

/** Headings of sections that a page's list of contents leaves out; none where it has no such list. */
function leftOutOfContents(text: string): string[] {
  const start = text.search(/^## /m);
  const contents = text.slice(0, start);
  if (start < 0 || !/^- \[[^\]]*\]\(#/m.test(contents)) return [];
  const listed = new Set(linkTargets(contents));
  const own = [...anchors(text.slice(start).replaceAll(/^###+ .*$/gm, ""))];
  return own.filter((anchor) => !listed.has(`#${anchor}`));
}

Deno.test("a page's list of contents has all of its sections", () => {
  for (const { path, text } of pages) assertEquals(leftOutOfContents(text), [], path);
  const page = "# A\n\n- [B](#b)\n\n## B\n\n### C\n\n## D\n";
  assertEquals(leftOutOfContents(page), ["d"]);
  assertEquals(leftOutOfContents("# A\n\nSee [D](#d).\n\n## B\n\n## D\n"), []);
});

Deno.test("every page of docs/ is linked from README", () => {
  const linked = new Set(linkTargets(textOf.get("README.md")!).map((link) => link.split("#")[0]));
  // The README files of examples are linked from a page.
  for (const { path } of pages.filter(({ path }) => /^docs\/[^/]+$/.test(path))) {
    assert(linked.has(path), `README has no link to ${path}`);
  }
});

for (const { page, name, text } of await generatedParts()) {
  const part = name ? `, ${name},` : "";
  Deno.test(`${page}${part} is what deno task docs:commands would write`, () => {
    const now = textOf.get(page)!;
    assertEquals(now, renewed(now, text, name), "run deno task docs:commands");
  });
}

Deno.test("renewed() replaces what stands between the marks, and wants both", () => {
  const [begin, end] = ["<!-- made by deno task docs:commands: begin -->", "<!-- end -->"];
  const page = `a\n${begin}\nold\n${end}\nb\n`;
  assertEquals(renewed(page, "new"), `a\n${begin}\n\nnew\n\n${end}\nb\n`);
  assertEquals(renewed(renewed(page, "new"), "new"), renewed(page, "new"));
  const named = begin.replace("begin", "begin two");
  const two = `${page}${named}\nold\n${end}\n`;
  assertEquals(renewed(two, "new", "two"), `${page}${named}\n\nnew\n\n${end}\n`);
  assertThrows(() => renewed(page, "new", "two"), Error);
  for (const text of ["", begin, `${end}${begin}`]) assertThrows(() => renewed(text, "x"), Error);
});

Deno.test("README names each of the publication's flaws, and explains none a second time", () => {
  const readme = textOf.get("README.md")!.replaceAll(/\s+/g, " ");
  const holder = textOf.get("docs/findings.md")!;
  for (const { title, text } of FLAWS) {
    assertStringIncludes(readme, title);
    assert(!readme.includes(text.slice(0, 60)), title);
    assertStringIncludes(holder, title);
  }
});

/** The files and folders of this repository that a page's code spans name. */
function namedPaths(text: string): string[] {
  return codeSpans(text).filter((span) => /^(lib|tests|scripts|docs)\/[\w./-]+$/.test(span));
}

for (const { path, text } of pages) {
  Deno.test(`the files of this repository that ${path} names are there`, async () => {
    const absent: string[] = [];
    for (const name of namedPaths(text)) {
      if (!await Deno.stat(new URL(name, ROOT)).then(() => true, () => false)) absent.push(name);
    }
    assertEquals(absent, []);
  });
}

Deno.test("docs/studies.md lists every study with the number of its arms, and every setting", () => {
  const text = textOf.get("docs/studies.md")!;
  for (const [name, { arms }] of Object.entries(STUDIES)) {
    assertMatch(text, new RegExp(`^\\| \`${name}\` +\\|[^|]+\\| +${arms.length} \\|$`, "m"));
  }
  const spans = new Set(codeSpans(text));
  assertEquals(SETTING_NAMES.filter((name) => !spans.has(name)), []);
});

Deno.test("docs/penalties.md has a row for every penalty", () => {
  const text = textOf.get("docs/penalties.md")!;
  for (const name of PENALTY_NAMES) assertStringIncludes(text, `\n| \`${name}\` |`);
});
