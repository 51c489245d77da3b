/**
 * Checks of SVG and HTML documents that need no parser: enough to fail on a value that was not
 * escaped, a tag left open, or a document that would ask the network for something.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";

const VOID = new Set(["meta", "img", "br", "hr", "link", "input"]);
const TAG = /<(?:(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>|!DOCTYPE html>)/y;

/** Fails unless every tag is closed, every attribute quoted, and every `<` begins a tag. */
export function assertWellFormed(markup: string): void {
  const open: string[] = [];
  let position = 0;
  for (;;) {
    const next = markup.indexOf("<", position);
    if (next < 0) break;
    if (open.at(-1) !== "style" && open.at(-1) !== "script") {
      const between = markup.slice(position, next);
      const bare = /&(?!(amp|lt|gt|quot|#39);)/.exec(between);
      assertEquals(bare, null, `an & is not escaped in ${between.slice(0, 200)}`);
    }
    TAG.lastIndex = next;
    const match = TAG.exec(markup);
    assert(match !== null, `no tag at ${markup.slice(next, next + 120)}`);
    position = TAG.lastIndex;
    const [, closing, name, , selfClosing] = match;
    if (name === undefined || selfClosing || VOID.has(name)) continue;
    if (closing) assertEquals(open.pop(), name, `</${name}> closes another tag`);
    else open.push(name);
  }
  assertEquals(open, []);
}

/**
 * Fails if a document refers to anything but files beside it and data within it, or runs any script
 * but those named, which must be files beside it.
 */
export function assertSelfContained(
  markup: string,
  { scripts = [] }: { scripts?: readonly string[] } = {},
): void {
  const links = [...markup.matchAll(/\s(?:src|href|xlink:href|action|srcset)="([^"]*)"/g)];
  for (const [, link] of links) {
    assert(!/^(?!data:)[a-z][a-z0-9+.-]*:|^\/|^\\/i.test(link), `${link} leaves the folder`);
  }
  const run = [...markup.matchAll(/<script\b([^>]*)>/gi)].map(([, attributes]) => attributes)
    .filter((attributes) => !attributes.includes('type="application/json"'));
  assertEquals(run.map((attributes) => /src="([^"]*)"/.exec(attributes)?.[1]), [...scripts]);
  assert(!/@import|\son\w+="/i.test(markup), "an import or a handler");
  assert(!/url\((?!["']?(?:#|data:))/.test(markup), "a url() that leaves the document");
}
