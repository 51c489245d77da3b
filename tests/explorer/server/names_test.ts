import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { nameNetworks, type Trained } from "../../../lib/explorer/server/names.ts";
import { PENALTY_NAMES } from "../../../lib/model/penalties.ts";
import { FACTS, PARAMETERS } from "../fixtures.ts";
import { SAMPLE_WEIGHTS } from "../../../lib/model/schemas.ts";

type Change = Partial<Trained["parameters"]> & { hole?: string; size?: number; images?: number };

function trained(key: string, change: Change = {}): Trained {
  const { hole = FACTS.hole, size = FACTS.size, images = 325, ...parameters } = change;
  return {
    key: key.padEnd(64, "0"),
    // More than a smoke network has.
    parameters: { ...PARAMETERS, epochs: 5, ...parameters },
    facts: { ...FACTS, hole, size },
    images,
    backend: "wasm",
  };
}

const namesOf = (networks: readonly Trained[]) => nameNetworks(networks).map(({ name }) => name);

Deno.test("nameNetworks() says no more than what tells networks apart", () => {
  const networks = [
    trained("a", { seed: 1 }),
    trained("b", { subset: "control" }),
    trained("c"),
    trained("d", { hole: "disc:1.25,1,0.3" }),
    trained("e", { divide: 4 }),
    trained("f", { hole: "strip:a,1,1.5" }),
  ];
  assertEquals(namesOf(networks), [
    "around the disc of radius 0.3, seed 0",
    "around the disc of radius 0.6, seed 0",
    "around the disc of radius 0.6, seed 1",
    "control of the disc of radius 0.6, seed 0",
    "around the disc of radius 0.6, seed 0, widths ÷4",
    "around the strip of a from 1 to 1.5, seed 0",
  ]);
  assertEquals(namesOf([networks[2]]), ["around the disc of radius 0.6, seed 0"]);
});

Deno.test("nameNetworks() says the penalty of every full set, the least of them first", () => {
  const full = (key: string, penalty: typeof PENALTY_NAMES[number], gamma: number, seed = 0) =>
    trained(key, {
      subset: "full",
      seed,
      loss: { lambda: 1e-3, weights: "none", penalty, gamma },
    });
  const named = nameNetworks([
    full("a", "covariance", 0.01),
    full("b", "published", 0.01),
    trained("c", { hole: "none" }),
    full("d", "published", 1e-4),
    full("e", "none", 0),
    full("f", "published", 1e-4, 1),
    full("g", "published", 1e-4, 2),
    full("h", "published", 1e-4, 3),
  ]);
  assertEquals(named.map(({ name }) => name), [
    "around no hole, seed 0",
    "full set, seed 0, no penalty",
    ...[0, 1, 2, 3].map((seed) => `full set, seed ${seed}, published penalty, γ 0.0001`),
    "full set, seed 0, published penalty, γ 0.01",
    "full set, seed 0, covariance penalty, γ 0.01",
  ]);
  assertEquals(
    new Set(named.map(({ group }) => group)),
    new Set(["no hole", "full set, penalties"]),
  );
});

Deno.test("nameNetworks() lists smoke networks below all others, unless there are no others", () => {
  const smoke = trained("a", { epochs: 2 });
  const twin = trained("b", { epochs: 2, hole: "disc:1.25,1,0.3" });
  const others = [trained("c"), trained("d", { subset: "full" }), trained("e", { size: 64 })];
  const groups = (networks: readonly Trained[]) =>
    nameNetworks(networks).map(({ group, smoke }) => [group, smoke]);
  assertEquals(groups([smoke, twin, ...others]), [
    ["disc of radius 0.6", false],
    ["disc of radius 0.6", false],
    ["full set", false],
    ["smoke: disc of radius 0.3", true],
    ["smoke: disc of radius 0.6", true],
  ]);
  assertEquals(groups([smoke, twin]), [
    ["disc of radius 0.3", false],
    ["disc of radius 0.6", false],
  ]);
});

Deno.test("nameNetworks() falls back on the number of images, then on the key", () => {
  const networks = [
    trained("abcdef1", { images: 82 }),
    trained("abcdef2"),
    trained("abcdef3"),
  ];
  const name = "around the disc of radius 0.6, seed 0";
  assertEquals(namesOf(networks), [
    `${name}, 325 training images, key abcdef2`,
    `${name}, 325 training images, key abcdef3`,
    `${name}, 82 training images`,
  ]);
});

Deno.test("nameNetworks() gives no two networks one name, whatever they are", () => {
  const few = <T>(...values: T[]) => fc.constantFrom(...values);
  const network = fc.record({
    // Keys that begin alike are the hard case.
    key: fc.tuple(few("", "0123456789ab"), fc.integer({ min: 0, max: 0xffffffff })).map(
      ([head, tail]) => (head + tail.toString(16)).padEnd(64, "0"),
    ),
    parameters: fc.record({
      divide: few(4, 8),
      latents: few(1, 3),
      posterior: few("fixed" as const, "learned" as const),
      subset: few("punctured" as const, "control" as const, "full" as const),
      loss: fc.record({
        lambda: few(1e-3, 8e-3),
        penalty: few(...PENALTY_NAMES),
        gamma: few(0, 0.01),
        weights: few(...SAMPLE_WEIGHTS),
      }),
      epochs: few(1, 2),
      batch: few(8, 16),
      rate: few(1e-3, 1e-4),
      decay: few("constant" as const, "cosine" as const),
      seed: few(0, 1),
    }),
    facts: fc.record({
      size: few(32, 64),
      geometry: few("square" as const, "published" as const),
      stroke: few(1.68, 2, 4),
      family: few("rose" as const),
      petals: few(5),
      hole: few("none", "disc:1.25,1,0.3", "disc:1,1,0.3", "strip:a,1,1.5"),
    }),
    images: few(null, 82, 325),
    backend: few(null, "wasm", "webgpu"),
  });
  const networks = fc.uniqueArray(network, { selector: ({ key }) => key, maxLength: 60 });
  // Many that differ in their keys alone, too.
  const alike = fc.tuple(network, networks).map(([one, list]) =>
    list.map(({ key }) => ({ ...one, key }))
  );
  fc.assert(fc.property(fc.oneof(networks, alike), (list) => {
    const named = nameNetworks(list);
    assertEquals(new Set(named.map(({ trained }) => trained)), new Set(list));
    assertEquals(new Set(named.map(({ name }) => name)).size, list.length);
    // A menu lists a group once.
    const groups = named.map(({ group }) => group);
    const changes = groups.filter((group, i) => group !== groups[i - 1]);
    assertEquals(changes.length, new Set(groups).size);
    assert(named.every(({ name }) => !/undefined|NaN|\[object/.test(name)));
  }));
});
