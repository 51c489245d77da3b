import { parameterTitle } from "../../../lib/curve/family.ts";
import { buildDataset } from "../../../lib/dataset/dataset.ts";
import { datasetFacts } from "../../../lib/dataset/facts.ts";
import { resolveDatasetParameters } from "../../../lib/dataset/parameters.ts";
import { UsageError } from "../../../lib/errors.ts";
import { npzArrays } from "../../../lib/evaluation/own/npz.ts";
import { drawer, latticeSet, testSets } from "../../../lib/evaluation/sets.ts";
import type { Json } from "../../../lib/files/json.ts";
import type { NpzArray } from "../../../lib/files/npz.ts";
import { insideHole, parseHole } from "../../../lib/space/hole.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

const HOLE = "disc:1.25,1,0.5";

async function example(input = {}) {
  const parameters = resolveDatasetParameters({
    ...{ points: 60, holePoints: 9, size: 16, hole: HOLE, validation: 0.3 },
    ...input,
  });
  const dataset = await buildDataset(parameters);
  const source = {
    key: "k".repeat(64),
    outputDigest: "d".repeat(64),
    parameters: parameters as unknown as Json,
  };
  return { dataset, parameters, source, arrays: await npzArrays(dataset, source) };
}

function bytes({ parts }: NpzArray): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function doubles(array: NpzArray): number[] {
  return [...new Float64Array(bytes(array).buffer)];
}

function words(array: NpzArray): string[] {
  const width = Number(array.descr.slice(2));
  const points = new Uint32Array(bytes(array).buffer);
  return Array.from(
    { length: points.length / width },
    (_, n) => String.fromCodePoint(...points.subarray(n * width, (n + 1) * width).filter(Boolean)),
  );
}

Deno.test("npzArrays() names images, factors and the masks of every subset", async () => {
  const { dataset, arrays, source } = await example();
  const types = Object.fromEntries(
    Object.entries(arrays).map(([name, { descr, shape }]) => [name, [descr, ...shape].join(" ")]),
  );
  const M = 9 + dataset.subsets.validation.length + 45 + 336;
  assertEquals(types, {
    metadata: types.metadata,
    latents_names: "<U1 2",
    latents_titles: "<U31 2",
    latents_periodic: "|b1 2",
    latents_values: "<f8 60 2",
    latents_natural_values: "<f8 60 2",
    mask_full: "|b1 60",
    mask_punctured: "|b1 60",
    mask_control: "|b1 60",
    mask_validation: "|b1 60",
    mask_validation_in_hole: "|b1 60",
    mask_inside_hole: "|b1 60",
    imgs: "|u1 60 16 16",
    test_values: `<f8 ${M} 2`,
    test_set: `<U10 ${M}`,
    test_imgs: `|u1 ${M} 16 16`,
  });
  assertEquals(bytes(arrays.imgs), dataset.images);
  assertEquals(doubles(arrays.latents_values), dataset.points.flatMap(({ a, b }) => [a, b]));
  assertEquals(words(arrays.latents_names), ["a", "b"]);
  assertEquals(words(arrays.latents_titles), [parameterTitle("a"), parameterTitle("b")]);
  const [metadata] = words(arrays.metadata);
  assertEquals(JSON.parse(metadata), { stage: "dataset", ...source });
});

Deno.test("npzArrays() gives the family's own values, and says which of them is periodic", async () => {
  const { dataset, arrays } = await example({ family: "ellipse" });
  assertEquals(words(arrays.latents_titles)[1], "φ: rotation (degrees)");
  assertEquals([...bytes(arrays.latents_periodic)], [0, 1]);
  assertEquals([...bytes((await example()).arrays.latents_periodic)], [0, 0]);
  const natural = doubles(arrays.latents_natural_values);
  dataset.points.forEach(({ a, b }, n) => {
    assertAlmostEquals(natural[2 * n], a, 1e-12);
    assertAlmostEquals(natural[2 * n + 1], 90 * b, 1e-12 * 180);
  });
});

Deno.test("npzArrays() marks disjoint subsets that make up the dataset", async () => {
  const { dataset, arrays } = await example({ points: 200 });
  const of = (name: string) => [...bytes(arrays[`mask_${name}`])];
  const hole = parseHole(HOLE);
  const inside = dataset.points.map((point) => insideHole(hole, point) ? 1 : 0);
  assertEquals(of("inside_hole"), inside);
  for (const [name, indices] of Object.entries(dataset.subsets)) {
    const key = name === "validationInHole" ? "validation_in_hole" : name;
    assertEquals(of(key).flatMap((mark, n) => mark ? [n] : []), [...indices], name);
  }
  const [full, held, heldInHole] = ["full", "validation", "validation_in_hole"].map(of);
  assert(heldInHole.includes(1));
  assertEquals(full.map((mark, n) => mark + held[n] + heldInHole[n]), full.map(() => 1));
  assertEquals(of("punctured"), full.map((mark, n) => mark && !inside[n] ? 1 : 0));
});

Deno.test("npzArrays() lists the test images as an evaluation does, drawn with the dataset's stroke", async () => {
  for (const input of [{}, { stroke: 3, family: "superellipse" }, { hole: "none" }]) {
    const { dataset, parameters, arrays } = await example(input);
    const draw = await drawer(datasetFacts(parameters));
    const sets = [...testSets(dataset, draw), latticeSet(draw)];
    const names = [...("hole" in input ? [] : ["hole"]), "validation", "P1", "P2", "P3", "lattice"];
    assertEquals([...new Set(words(arrays.test_set))], names);
    assertEquals(
      words(arrays.test_set),
      sets.flatMap(({ name, points }) => points.map(() => name)),
    );
    const points = sets.flatMap((set) => [...set.points]);
    assertEquals(doubles(arrays.test_values), points.flatMap(({ a, b }) => [a, b]));
    assertEquals([...bytes(arrays.test_imgs)], [...draw(points).images]);
  }
});

Deno.test("npzArrays() refuses more images than a file holds before it draws any", async () => {
  const { dataset, source } = await example();
  const huge = { ...dataset, size: 2 ** 13 };
  await assertRejects(() => npzArrays(huge, source), UsageError, "at most 4278190080 bytes");
});
