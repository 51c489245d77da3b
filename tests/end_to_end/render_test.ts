import { createCanvas, loadImage } from "@napi-rs/canvas";
import { renderCurve } from "../../lib/curve/mod.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";

const script = import.meta.resolve("../../scripts/render.ts");

async function run(permissions: readonly string[], ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", ...permissions, script, ...args],
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err };
}

/** The flags of the `deno run` line that --help prints, which itself needs none. */
async function permissions(): Promise<string[]> {
  const { code, out } = await run([], "--help");
  assertEquals(code, 0);
  const line = out.split("\n").find((line) => line.includes("scripts/render.ts"));
  return line?.match(/--allow-\S+/g) ?? [];
}

async function temporary(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("render writes the image, with the permissions that its help names", async () => {
  await temporary(async (directory) => {
    const file = `${directory}/x.png`;
    const flags = "--a 1.25 --b 1 --size 256 --geometry published --stroke 4".split(" ");
    const { code, out, err } = await run(await permissions(), ...flags, "--out", file);
    assertEquals([code, out, err], [0, `${file}\n`, ""]);
    const image = await loadImage(await Deno.readFile(file));
    const context = createCanvas(256, 256).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, 256, 256);
    const expected = renderCurve({ a: 1.25, b: 1 }, {
      size: 256,
      geometry: "published",
      stroke: 4,
    });
    assertEquals(Uint8Array.from(expected, (_, i) => data[4 * i]), expected);
  });
});

Deno.test("render draws the shapes of the family that is asked for", async () => {
  await temporary(async (directory) => {
    const file = `${directory}/x.png`;
    const allowed = await permissions();
    const families = [
      [["--petals", "3"], { family: "rose", petals: 3 }],
      [["--family", "superellipse"], { family: "superellipse" }],
    ] as const;
    for (const [flags, shapes] of families) {
      const place = "--a 1.1 --b 0.9 --size 64".split(" ");
      const { code, err } = await run(allowed, ...place, ...flags, "--out", file);
      assertEquals([code, err], [0, ""]);
      const image = await loadImage(await Deno.readFile(file));
      const context = createCanvas(64, 64).getContext("2d");
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, 64, 64);
      const expected = renderCurve({ a: 1.1, b: 0.9 }, {
        ...shapes,
        size: 64,
        geometry: "square",
        stroke: 2,
      });
      assertEquals(Uint8Array.from(expected, (_, i) => data[4 * i]), expected);
    }
  });
});

Deno.test("render refuses a wrong flag, value or file in one line and exits with 2", async () => {
  await temporary(async (directory) => {
    const allowed = await permissions();
    await Deno.mkdir(`${directory}/result/x.png`, { recursive: true });
    await Deno.writeTextFile(`${directory}/result/manifest.json`, '{"outputDigest": ""}');
    const before = [...Deno.readDirSync(directory)];
    const wrong: [string, RegExp][] = [
      ["--a 3 --out x.png", /--a must be a number from 0\.5 to 2, received 3/],
      ["--b NaN --out x.png", /--b must be a number from 0 to 2, received NaN/],
      ["--stroke 0 --out x.png", /--stroke must be a number > 0 and at most 100, received 0/],
      ["--geometry round --out x.png", /--geometry must be .*received round/],
      [`--out ${directory}/x.jpg`, /--out must be a file name that ends in \.png/],
      [`--out ${directory}/none/x.png`, /--out must be a file that can be written/],
      [`--out ${directory}/result/y.png`, /--out must be a file outside result folders/],
      [`--out ${directory}/result/x.png`, /--out must be a file, received the folder/],
      ["", /--out is missing/],
    ];
    for (const [flags, message] of wrong) {
      const { code, out, err } = await run(allowed, ...flags.split(" ").filter(Boolean));
      assertEquals([code, out], [2, ""], flags);
      assertMatch(err, message);
      assertEquals(err.trimEnd().split("\n").length, 1);
    }
    assertEquals([...Deno.readDirSync(directory)], before);
  });
});

Deno.test("render names the permission that it lacks", async () => {
  const { code, err } = await run(["--allow-read"], "--out", "x.png");
  assert(code !== 0);
  assertMatch(err, /^render: permission missing: .*--allow-ffi.*\n$/);
});
