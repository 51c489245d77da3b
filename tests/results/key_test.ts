import fc from "fast-check";
import { sha256, sha256Fields, sha256File } from "../../lib/results/digest.ts";
import { fieldDigests, keyDifferences, type KeyFields, resultKey } from "../../lib/results/key.ts";
import { assert, assertEquals } from "@std/assert";
import { inFolder } from "./fake_stage.ts";

const base: KeyFields = {
  stage: "train",
  version: 1,
  parameters: { seed: 0, loss: { kl: 0.008 } },
  inputs: { dataset: "ab".repeat(32), start: "cd".repeat(32) },
  fingerprint: { backend: "wasm", libraries: { tfjs: "4.22.0" }, flags: { relaxed: true } },
};

/** One change of each field, with the name of the field it changes. */
const changes: [string, Partial<KeyFields>][] = [
  ["stage", { stage: "trains" }],
  ["version", { version: 2 }],
  ["parameters", { parameters: { seed: 1, loss: { kl: 0.008 } } }],
  ["parameters", { parameters: { seed: 0, loss: { kl: 0.008000000000000002 } } }],
  ["parameters", { parameters: { seed: "0", loss: { kl: 0.008 } } }],
  ["inputs.dataset", { inputs: { ...base.inputs, dataset: "ac".repeat(32) } }],
  ["inputs.start", { inputs: { dataset: base.inputs.dataset } }],
  ["backend", { fingerprint: { ...base.fingerprint, backend: "webgpu" } }],
  ["backend", { fingerprint: { ...base.fingerprint, backend: null } }],
  ["libraries", { fingerprint: { ...base.fingerprint, libraries: { tfjs: "4.22.1" } } }],
  ["flags", { fingerprint: { ...base.fingerprint, flags: { relaxed: false } } }],
];

Deno.test("resultKey() changes with each field, and no two changes give the same key", () => {
  const keys = [base, ...changes.map(([, change]) => ({ ...base, ...change }))].map(resultKey);
  assertEquals(new Set(keys).size, keys.length);
  assert(keys.every((key) => /^[0-9a-f]{64}$/.test(key)));
});

Deno.test("resultKey() does not depend on the order of members and roles", () => {
  const { dataset, start } = base.inputs;
  const other: KeyFields = {
    fingerprint: { flags: { relaxed: true }, libraries: { tfjs: "4.22.0" }, backend: "wasm" },
    inputs: { start, dataset },
    parameters: { loss: { kl: 0.008 }, seed: 0 },
    version: 1,
    stage: "train",
  };
  assertEquals(resultKey(other), resultKey(base));
});

Deno.test("resultKey() tells swapped roles apart", () => {
  const { dataset, start } = base.inputs;
  const swapped = { ...base, inputs: { dataset: start, start: dataset } };
  assert(resultKey(swapped) !== resultKey(base));
});

Deno.test("fieldDigests() changes at the changed field only", () => {
  const before = fieldDigests(base);
  for (const [name, change] of changes) {
    const after = fieldDigests({ ...base, ...change });
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    assertEquals(names.filter((field) => before[field] !== after[field]), [name]);
  }
});

Deno.test("keyDifferences() names the changed leaf with both values", () => {
  const after = { ...base, parameters: { seed: 1, loss: { kl: 0.008, gamma: 1 } }, version: 2 };
  assertEquals(keyDifferences(base, after), [
    "version: 1 → 2",
    "parameters.seed: 0 → 1",
    "parameters.loss.gamma: absent → 1",
  ]);
  assertEquals(keyDifferences(base, base), []);
});

Deno.test("sha256Fields() is injective in how the parts are cut", () => {
  const text = fc.string({ maxLength: 3 });
  fc.assert(fc.property(text, text, text, text, (a, b, c, d) => {
    const same = a === c && b === d;
    assertEquals(sha256Fields("x", [[a, b]]) === sha256Fields("x", [[c, d]]), same);
  }));
  assert(sha256Fields("x", [["a", "bc"]]) !== sha256Fields("x", [["ab", "c"]]));
  assert(sha256Fields("x", [["a", "b"]]) !== sha256Fields("y", [["a", "b"]]));
  assert(
    sha256Fields("x", [["a", "b"], ["c", "d"]]) !== sha256Fields("x", [["c", "d"], ["a", "b"]]),
  );
});

Deno.test("sha256() and sha256File() agree with the standard's vectors", async () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(sha256("abc"), abc);
  await inFolder(async (directory) => {
    await Deno.writeTextFile(`${directory}/abc`, "abc");
    assertEquals(await sha256File(`${directory}/abc`), { bytes: 3, sha256: abc });
    // A million times "a" (FIPS 180-2, B.3), and more than one piece of the reader.
    await Deno.writeFile(`${directory}/a`, new Uint8Array(1_000_000).fill(97));
    const { sha256: million } = await sha256File(`${directory}/a`);
    assertEquals(million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    const large = new Uint8Array((1 << 20) * 2 + 17).map((_, i) => i % 251);
    await Deno.writeFile(`${directory}/large`, large);
    assertEquals((await sha256File(`${directory}/large`)).sha256, sha256(large));
  });
});
