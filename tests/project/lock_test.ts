/** The packages are those of the lock, on every machine. */

import config from "../../deno.json" with { type: "json" };
import { assert, assertEquals, assertMatch } from "@std/assert";

const lock: {
  specifiers: Record<string, string>;
  npm: Record<string, { integrity: string }>;
} = JSON.parse(await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)));

Deno.test("the lock is frozen, so that no run changes a package unasked", () => {
  assertEquals(config.lock, { path: "./deno.lock", frozen: true });
});

Deno.test("every import but the assertions is one npm package at an exact version, the one in the lock", () => {
  const { "@std/assert": assertions, ...packages } = config.imports;
  assertEquals(assertions, "./tests/assert.ts");
  for (const [name, specifier] of Object.entries(packages)) {
    assertMatch(specifier, /^npm:(@[^/@]+\/)?[^/@]+@\d+\.\d+\.\d+(-[\w.-]+)?(\/[^@]+)?$/, name);
    const [, wanted, version] = specifier.match(/^(npm:@?[^@]+@([^/]+))/)!;
    assert(Object.hasOwn(lock.specifiers, wanted), `${name}: ${wanted} is not in deno.lock`);
    // The version may be followed by those of the package's peers.
    assertEquals(lock.specifiers[wanted].split("_")[0], version, name);
  }
});

Deno.test("every package in the lock has a digest", () => {
  for (const [name, { integrity }] of Object.entries(lock.npm)) {
    assertMatch(integrity, /^sha512-[A-Za-z0-9+/]{86}==$/, name);
  }
});
