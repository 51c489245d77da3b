import { renderCurve } from "../../lib/curve/mod.ts";
import { buildDataset, inkFraction } from "../../lib/dataset/dataset.ts";
import {
  datasetParameters,
  resolveDatasetParameters as resolve,
} from "../../lib/dataset/parameters.ts";
import { parsePoints } from "../../lib/dataset/points_csv.ts";
import { DATASET, datasetSlug } from "../../lib/dataset/stage.ts";
import { UsageError } from "../../lib/errors.ts";
import {
  createRandom,
  insideHole,
  parseHole,
  type Point,
  sampleHole,
} from "../../lib/space/mod.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";

Deno.test("resolveDatasetParameters() fills in the defaults of the small profile", () => {
  assertEquals(resolve({}), {
    points: 5000,
    seed: 0,
    size: 64,
    geometry: "square",
    stroke: 2,
    hole: "disc:1.25,1,0.3",
    validation: 0.1,
    holePoints: 500,
    userPoints: null,
    family: "rose",
    petals: 5,
  });
  assertEquals(resolve({ geometry: "published", size: 256 }).stroke, 4);
});

Deno.test("resolveDatasetParameters() gives one text for one dataset", () => {
  assertEquals(resolve({ hole: "disc:1.250,+1.0,.3" }), resolve({}));
  assertEquals(resolve({ hole: "none", holePoints: 7 }), resolve({ hole: "none" }));
  for (const input of [{}, { hole: "none" }, { geometry: "published" as const, stroke: 2 }]) {
    assertEquals(datasetParameters.parse(resolve(input)), resolve(input));
  }
});

Deno.test("resolveDatasetParameters() refuses every value outside its range in one line", () => {
  const wrong: [Record<string, unknown>, string][] = [
    [{ points: 0 }, "points"],
    [{ points: 200_001 }, "points"],
    [{ points: 1.5 }, "points"],
    [{ points: NaN }, "points"],
    [{ seed: -1 }, "seed"],
    [{ seed: 2 ** 32 }, "seed"],
    [{ size: 8 }, "size"],
    [{ size: 2048 }, "size"],
    [{ geometry: "round" }, "geometry"],
    [{ stroke: 0 }, "stroke"],
    [{ stroke: Infinity }, "stroke"],
    [{ validation: 0 }, "validation"],
    [{ validation: 1 }, "validation"],
    [{ holePoints: 0 }, "holePoints"],
    [{ points: 5000, size: 1024 }, "points"],
    [{ userPoints: { sha256: "ab", count: 1 } }, "userPoints.sha256"],
    [{ userPoints: { sha256: "0".repeat(64), count: 3 } }, "points"],
    [{ family: "lissajous" }, "family"],
    [{ petals: 4 }, "petals"],
    [{ petals: 6 }, "petals"],
    [{ radius: 1 }, ""],
  ];
  for (const [input, name] of wrong) {
    const { message } = assertThrows(
      () => resolve(input),
      UsageError,
      `dataset parameter ${name}: `,
    );
    assert(!message.includes("\n"));
  }
  assertThrows(() => resolve({ hole: "disc:1,1,0" }), UsageError, "the radius must be > 0");
});

Deno.test("resolveDatasetParameters() keeps the digest of the user's points and not their file", () => {
  const one = parsePoints("a,b\n1,1\n1.5,0\n");
  const same = parsePoints('b,"a",colour\n1.0,1,red\n0e0,1.50,blue\n');
  assertEquals(resolve({}, one), resolve({ points: 9 }, same));
  assertEquals(resolve({}, one).points, 2);
  assert(resolve({}, one).userPoints?.sha256 !== resolve({}, one.toReversed()).userPoints?.sha256);
});

Deno.test("buildDataset() gives the same bytes for the same parameters, and others for others", async () => {
  const build = (seed: number) => buildDataset(resolve({ points: 40, size: 16, seed }));
  const [one, same, other] = [await build(0), await build(0), await build(1)];
  assertEquals(one, same);
  assert(one.points[0].a !== other.points[0].a);
});

Deno.test("buildDataset() renders each point, across the chunks that it draws in", async () => {
  const parameters = resolve({ points: 300, holePoints: 250, size: 16, stroke: 1.5 });
  const seen: number[] = [];
  const { points, images, holePoints, holeImages } = await buildDataset(parameters, {
    progress: { update: (done) => seen.push(done), line: () => {} },
  });
  assertEquals([images.length, holeImages.length], [300 * 256, 250 * 256]);
  for (const [list, pixels] of [[points, images], [holePoints, holeImages]] as const) {
    list.forEach((point, i) => {
      const expected = renderCurve(point, { size: 16, stroke: 1.5 });
      assertEquals(pixels.slice(i * 256, (i + 1) * 256), expected, `image ${i}`);
    });
  }
  assertEquals(seen, [256, 512, 550]);
});

Deno.test("buildDataset() draws the hole set in the hole, of points that no training set has", async () => {
  const hole = "box:0.9,1.4,-3,0.4";
  const dataset = await buildDataset(resolve({ points: 400, size: 16, hole, holePoints: 60 }));
  assert(dataset.holePoints.every((point) => insideHole(parseHole(hole), point)));
  assertEquals(dataset.holePoints.length, 60);
  const trained = new Set(dataset.points.map(({ a, b }) => `${a},${b}`));
  assert(dataset.holePoints.every(({ a, b }) => !trained.has(`${a},${b}`)));
  dataset.points.forEach((point, i) => {
    assertEquals(dataset.insideHole[i] === 1, insideHole(parseHole(hole), point));
  });
});

Deno.test("buildDataset() without a hole has no hole set and three equal training sets", async () => {
  const { subsets, holePoints, holeImages } = await buildDataset(
    resolve({ points: 50, size: 16, hole: "none" }),
  );
  assertEquals([holePoints.length, holeImages.length], [0, 0]);
  assertEquals(subsets.punctured, subsets.full);
  assertEquals(subsets.control, subsets.full);
  assertEquals(subsets.validationInHole.length, 0);
});

Deno.test("buildDataset() draws the user's points, and only those of the digest", async () => {
  const own = parsePoints("a,b\n0.5,0\n1,1.9\n2,2\n0.75,0.25\n");
  const parameters = resolve({ size: 16 }, own);
  const { points, subsets } = await buildDataset(parameters, { userPoints: own });
  assertEquals(points, own);
  assertEquals(subsets.full.length + subsets.validation.length, 4);
  await assertRejects(() => buildDataset(parameters), UsageError, "received none");
  const others = own.toReversed();
  await assertRejects(
    () => buildDataset(parameters, { userPoints: others }),
    UsageError,
    "must hold the 4 points of SHA-256",
  );
});

Deno.test("buildDataset() refuses a hole that leaves no training image, before it draws any", async () => {
  const parameters = resolve({ points: 20_000, size: 256, hole: "disc:1,1,9" });
  await assertRejects(() => buildDataset(parameters), UsageError, "leaves no training image");
  await assertRejects(() => buildDataset(resolve({ points: 1 })), UsageError, "leaves no training");
});

Deno.test("buildDataset() stops when its signal is aborted", async () => {
  const controller = new AbortController();
  const progress = { update: () => controller.abort(new Error("enough")), line: () => {} };
  const { signal } = controller;
  const parameters = resolve({ points: 2000, size: 16 });
  await assertRejects(() => buildDataset(parameters, { progress, signal }), Error, "enough");
});

Deno.test("inkFraction() is the mean on 0 to 1", () => {
  assertEquals(inkFraction(Uint8Array.of(0, 255, 255, 0)), 0.5);
  assertEquals(inkFraction(new Uint8Array()), 0);
});

Deno.test("datasetSlug() is readable and safe in a path", () => {
  assertEquals(datasetSlug(resolve({})), "disc-1.25-1-0.3-64px-n5000-s0");
  const own = parsePoints("a,b\n1,1\n");
  const slug = datasetSlug(resolve({ hole: "disc:1,-1e-9,1", geometry: "published" }, own));
  assertEquals(slug, "disc-1--1e-9-1-64px-published-n1-s0-own");
  assert(/^[A-Za-z0-9._-]+$/.test(datasetSlug(resolve({ hole: "disc:1,1,1e30" }))));
});

Deno.test("resolveDatasetParameters() says how many of the user's points repeat, where some do", () => {
  const text = "a,b\n1,1\n1.5,0\n1.0,1e0\n0.5,-0\n0.5,0\n1,1\n";
  assertEquals(resolve({}, parsePoints(text)).userPoints?.repeated, 3);
  // Points that lie close together are different points.
  const near = parsePoints("a,b\n1,1\n1,1.0000000000000002\n");
  assertEquals(Object.keys(resolve({}, near).userPoints!), ["sha256", "count"]);
  const { userPoints } = resolve({}, parsePoints(text));
  assertEquals(datasetParameters.parse({ points: 6, userPoints }).userPoints, userPoints);
});

Deno.test("buildDataset() refuses parameters that hide repeated points", async () => {
  const own = parsePoints("a,b\n1,1\n1.5,0\n0.5,2\n1,1\n");
  const parameters = resolve({ size: 16 }, own);
  const hidden = { ...parameters, userPoints: { ...parameters.userPoints!, repeated: undefined } };
  await assertRejects(
    () => buildDataset(hidden, { userPoints: own }),
    UsageError,
    "userPoints.repeated must be 1 for these points, received none",
  );
});

Deno.test("the images of the hole count in what a dataset may take, and in what it needs of memory", () => {
  assertThrows(
    () => resolve({ points: 100, holePoints: 200_000, size: 128 }),
    UsageError,
    "fit in 2 GiB",
  );
  const memory = (size: number) =>
    DATASET.cost!(resolve({ points: 5000, holePoints: 5000, size }), {}).memory;
  // Megabytes: all images are held at once.
  const images = 10_000 * (256 ** 2 - 64 ** 2) / 1e6;
  const more = memory(256) - memory(64);
  assert(more >= images && more < 5 * images, `${more}`);
});

Deno.test("buildDataset() draws from a tiny hole as long as it holds other points than the user's", async () => {
  // So small that only a few numbers of 64 bits lie in it: rounding decides which.
  const hole = "disc:1.25,1,3e-16";
  const random = createRandom(0, "tests/tiny hole");
  const drawn = sampleHole(parseHole(hole), { count: 2000, random });
  const distinct = [...new Map(drawn.map((point) => [`${point.a} ${point.b}`, point])).values()];
  assert(distinct.length > 2 && distinct.length < 40, `${distinct.length}`);
  const outside = Array.from({ length: 20 }, (_, n) => ({ a: 0.5 + n / 40, b: 0.25 }));
  const build = (own: readonly Point[]) => {
    const userPoints = [...own, ...outside];
    const given = { size: 16, hole, holePoints: 5, points: userPoints.length };
    return buildDataset(resolve(given, userPoints), { userPoints });
  };
  const { holePoints } = await build(distinct.slice(1));
  assertEquals(holePoints.length, 5);
  assertEquals(new Set(holePoints.map(({ a, b }) => `${a} ${b}`)).size, 1);
  await assertRejects(() => build(distinct), UsageError, "is too small for 5 test points");
});

Deno.test("buildDataset() draws other points in the hole than those that the user brings", async () => {
  const options = { size: 16, hole: "disc:1.25,1,0.5", holePoints: 30, seed: 5 };
  const earlier = await buildDataset(resolve({ ...options, points: 60 }));
  const own = [...earlier.points, ...earlier.holePoints.slice(0, 20)];
  const { holePoints } = await buildDataset(resolve(options, own), { userPoints: own });
  const brought = new Set(own.map(({ a, b }) => `${a},${b}`));
  assertEquals(holePoints.filter(({ a, b }) => brought.has(`${a},${b}`)), []);
  assertEquals(new Set(holePoints.map(({ a, b }) => `${a},${b}`)).size, 30);
  assertEquals(holePoints.slice(0, 10), earlier.holePoints.slice(20));
  assert(holePoints.every((point) => insideHole(parseHole(options.hole), point)));
});

Deno.test("equal holes give datasets of equal parameters, whatever lies beyond the space", () => {
  const resolved = (hole: string) => resolve({ hole });
  for (const hole of ["strip:a,0,1", "strip:a,-7,1", "box:0.5,1,0,2", "box:0,1,-1,9"]) {
    assertEquals(resolved(hole), resolved("strip:a,0.5,1"));
  }
  // As committed results have them.
  for (const hole of ["box:1.2,2,1.2,2", "strip:a,1.68,2", "strip:b,1.58,2", "strip:a,1.09,1.41"]) {
    assertEquals(resolved(hole).hole, hole);
  }
});
