import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { distanceProfile } from "../../../lib/figures/distance_profile.ts";
import {
  distanceInWords,
  FEWEST,
  methodGains,
  methodsInWords,
  readComparison,
} from "../../../lib/report/gather/methods.ts";
import type { Found } from "../../../lib/report/gather/sources.ts";

const HOLES = { "r=0.3": "disc:1.25,1,0.3", "r=0.6": "disc:1.25,1,0.6" };

/** A comparison of two holes of which the wider one costs more. */
async function comparison(directory: string): Promise<Found<"sweep">> {
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  const write = (name: string, lines: readonly string[]) =>
    Deno.writeTextFile(`${directory}/tables/${name}.csv`, [...lines, ""].join("\n"));
  await write("arms", [
    "arm,set,measure,quantity,estimate",
    "r=0.3,hole,dice,deficit,0.01",
    "r=0.6,hole,dice,deficit,0.1",
    "r=0.6,hole,dice,model,0.9",
  ]);
  await write("methods", [
    "arm,set,method,measure,quantity,estimate,t_low,t_high",
    "r=0.3,hole,pca_50,dice,gain,-0.02,-0.03,-0.01",
    "r=0.6,hole,pca_50,dice,gain,-0.1,-0.2,-0.05",
    "r=0.6,hole,pca_50,dice,model,0.99,0.98,1",
    "r=0.6,hole,a_new_one,dice,gain,0.3,0.2,0.4",
    "r=0.6,validation,pca_50,dice,gain,0.7,0.7,0.7",
  ]);
  await write("distance", [
    "arm,network,edge,from,to,measure,estimate,t_low,t_high",
    ...["model", "control"].flatMap((network) => [
      `r=0.6,${network},hole,-0.2,-0.1,dice,0.8,0.7,0.9`,
      `r=0.6,${network},hole,-0.1,0,dice,0.9,0.8,1`,
      `r=0.6,${network},space,0,0.1,dice,0.1,0.1,0.1`,
    ]),
  ]);
  const arms = Object.entries(HOLES).map(([name, hole]) => ({
    name,
    hole,
    settings: {},
    against: null,
    replicates: [{ seed: 0 }, { seed: 1 }],
  }));
  return {
    result: { directory, parameters: { study: "holes", intervals: true, arms } },
  } as unknown as Found<"sweep">;
}

/** An evaluation of the wider hole's network whose first bin has as many images as given. */
async function evaluation(directory: string, count: number): Promise<Found<"evaluation">> {
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  await Deno.writeTextFile(
    `${directory}/tables/distance.csv`,
    `edge,from,to,count\nhole,-0.2,-0.1,${count}\nhole,-0.1,0,100\nspace,-0.1,0,1\n`,
  );
  return { role: { hole: HOLES["r=0.6"] }, result: { directory } } as unknown as Found<
    "evaluation"
  >;
}

Deno.test("a report draws methods by their names, and bins of few images grey", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const read = await readComparison(await comparison(`${folder}/sweep`));
    assertEquals(methodGains(read), [
      { hole: "disc of radius 0.3", method: "pca_50", gain: -0.02 },
      { hole: "disc of radius 0.6", method: "pca_50", gain: -0.1 },
      { hole: "disc of radius 0.6", method: "a_new_one", gain: 0.3 },
    ]);
    const svg = (await methodsInWords(read))!;
    // Of the hole that costs most, with both ends named; a method without a name keeps its own.
    for (const text of ["disc of radius 0.6", "50 linear components", "a new one"]) {
      assertStringIncludes(svg, text);
    }
    assertStringIncludes(svg, "← method better");
    assertStringIncludes(svg, "network better →");
    assert(!svg.includes("pca"));

    const GREY = 'fill="#8c959f"';
    const few = await evaluation(`${folder}/few`, FEWEST - 1);
    const enough = await evaluation(`${folder}/enough`, FEWEST);
    const grey = (await distanceInWords(read, [few, enough]))!;
    assertEquals(grey.split(GREY).length - 1, 2, "one bin of each network");
    assertStringIncludes(grey, "grey: fewer than 20 images");
    const none = (await distanceInWords(read, [enough]))!;
    assert(!none.includes(GREY) && !none.includes("grey"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the error by distance is what the Dice lacks to 1, and so are its interval's ends", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const read = await readComparison(await comparison(folder));
    const row = { arm: "r=0.6", edge: "hole", measure: "dice" };
    const distance = [
      { ...row, network: "model", from: "-0.2", to: "-0.1" },
      { ...row, network: "control", from: "-0.1", to: "0" },
    ].map((row) => ({ ...row, estimate: "0.75", t_low: "0.5", t_high: "0.875" }));
    const error = { estimate: 0.25, low: 0.125, high: 0.5, few: false };
    assertEquals(
      await distanceInWords({ ...read, distance }, []),
      await distanceProfile([
        { distance: (-0.2 + -0.1) / 2, series: "trained around the hole", ...error },
        { distance: -0.05, series: "control", ...error },
      ], {
        title: "Error by distance to the edge of the disc of radius 0.6",
        subtitle: "mean over 2 seeds and 95 % t interval",
        y: "1 − Dice",
        unit: "axis units",
      }),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
