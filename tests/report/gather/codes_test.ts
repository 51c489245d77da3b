import { assertEquals, assertStringIncludes } from "@std/assert";
import { latentScatter } from "../../../lib/figures/latent_scatter.ts";
import { LATENT_FIGURE, widest } from "../../../lib/report/gather/code_results.ts";
import { DEFAULT_SHAPES } from "../../../lib/curve/family.ts";
import { codeFigures } from "../../../lib/report/gather/codes.ts";
import { LATTICE } from "../../../lib/space/points.ts";
import { latentSheetOf } from "../../../lib/report/gather/sheet.ts";
import type { Found } from "../../../lib/report/gather/sources.ts";
import { lattice } from "../../../lib/space/points.ts";
import { scratchFolder } from "../../scratch.ts";
import { madeUp } from "./made_up.ts";

const HOLE = "disc:1.25,1,0.3";
const NONE = {
  networks: [],
  walks: [],
  evaluations: [],
  traversals: [],
  shapes: DEFAULT_SHAPES,
} as const;

Deno.test("widest() takes the widest hole, wherever it stands", () => {
  const found = ["disc:1.25,1,0.3", "disc:1.25,1,0.6", "none", "disc:1.25,1,0.1"].map((hole) => ({
    role: { hole },
  }));
  assertEquals(widest(found, "rose"), found[1]);
  assertEquals(widest(found.toReversed(), "rose"), found[1]);
  assertEquals(widest([], "rose"), undefined);
});

Deno.test("the figure of codes and the sheet show one hole, the widest that has what both need", async () => {
  const folder = await scratchFolder();
  const WIDE = "disc:1.25,1,0.6";
  const of = (hole: string) => ({ hole, seed: 0 });
  const networks = await Promise.all(
    [HOLE, WIDE].map((hole, n) =>
      madeUp(`${folder}/one hole, train ${n}`, "train", {
        role: { ...of(hole), network: "punctured" },
        tables: { latents: ["a,b,mu_1,mu_2", "1,0.5,0.1,-0.3", "1.5,1.5,-1,1"] },
      })
    ),
  );
  const walks = await Promise.all(
    [HOLE, WIDE].map((hole, n) =>
      madeUp(`${folder}/one hole, walk ${n}`, "transects", {
        role: of(hole),
        tables: {
          transects: [
            "transect,step,a,b,inside_hole,model,mu_1,mu_2,dice",
            "P1,1,1,1,1,punctured,0,1,1",
          ],
        },
        stacks: { truth: [8], reconstruction: [9] },
      })
    ),
  );
  const points = lattice(LATTICE.rows, LATTICE.columns);
  const images = points.map(() => 7);
  const traversals = await Promise.all(
    [HOLE, WIDE].map((hole, n) =>
      madeUp(`${folder}/one hole, traversals ${n}`, "traversals", {
        role: of(hole),
        stacks: {
          ...{ traversals: [0, 1, 2], samples: [3, 4], samples_truth: [5] },
          ...{ lattice: images, lattice_truth: images },
        },
        tables: {
          traversals: ["latent,deviation", "1,-1", "1,0", "1,1"],
          samples: ["sample,a,b", "0,1,1", "1,1,1"],
          lattice: ["a,b,mu_1,mu_2,dice", ...points.map(({ a, b }) => `${a},${b},${a},${b},0.9`)],
        },
        metrics: { deviations: [1] },
      })
    ),
  );
  const radius = (words?: string) => /radius [\d.]+/.exec(words ?? "none")?.[0];
  const shown = async (networks: Found<"train">[], traversals: Found<"traversals">[]) => {
    const results = { ...NONE, networks, walks, traversals };
    const figure = (await codeFigures(results)).find(({ name }) => name === LATENT_FIGURE);
    return [radius(figure?.note), radius((await latentSheetOf(results))?.caption)];
  };
  assertEquals(await shown(networks, traversals), ["radius 0.6", "radius 0.6"]);
  // As an interrupted study has them.
  assertEquals(await shown(networks, traversals.slice(0, 1)), ["radius 0.3", "radius 0.3"]);
  assertEquals(await shown(networks.slice(0, 1), traversals), ["radius 0.3", "radius 0.3"]);
  assertEquals(await shown(networks, []), ["radius 0.6", undefined]);
});

Deno.test("the figure of codes has the walk of the network whose images it shows", async () => {
  const folder = await scratchFolder();
  const role = { hole: HOLE, seed: 0 };
  const network = await madeUp(`${folder}/train`, "train", {
    role: { ...role, network: "punctured" },
    tables: { latents: ["a,b,mu_1,mu_2", "1,0.5,0.1,-0.3", "1.5,1.5,-1,1"] },
  });
  const walk = await madeUp(`${folder}/transects`, "transects", {
    role,
    tables: {
      transects: [
        "transect,step,inside_hole,model,mu_1,mu_2",
        "P1,1,0,punctured,0.2,-0.8",
        "P1,2,1,punctured,0.4,0.6",
        "P1,1,0,control,-0.7,0.9",
        "P1,2,1,control,-0.5,-0.9",
      ],
    },
  });
  const [figure] = await codeFigures({ ...NONE, networks: [network], walks: [walk] });
  assertEquals(
    figure.svg,
    await latentScatter({
      training: [{ a: 1, b: 0.5, mu: [0.1, -0.3] }, { a: 1.5, b: 1.5, mu: [-1, 1] }],
      transects: [
        { transect: "P1", step: 1, inside: false, mu: [0.2, -0.8] },
        { transect: "P1", step: 2, inside: true, mu: [0.4, 0.6] },
      ],
      family: "rose",
    }),
  );
});

Deno.test("the figure of shapes that came out tells a from b, and the network from its control", async () => {
  const folder = await scratchFolder();
  const evaluation = (network: string, fit: string) =>
    madeUp(`${folder}/${network}`, "evaluation", {
      role: { arm: network, network, hole: HOLE, seed: 0 },
      tables: {
        points: [
          "set,a,b,a_fit,b_fit",
          `hole,1.25,1,${fit}`,
          "validation,0.6,0.5,0.7,0.8",
          "lattice,0.6,0.5,2,2",
        ],
      },
    });
  const evaluations = [
    await evaluation("punctured", "1.35,1.3"),
    await evaluation("control", "1.27,1.01"),
  ];
  const [{ svg, note }] = await codeFigures({ ...NONE, evaluations });
  assertStringIncludes(`${note}`, "off by 0.0004 in a and 0.0005 in b in the mean");
  // Other roses are found with other errors.
  const shapes = { family: "rose", petals: 7 } as const;
  const [seven] = await codeFigures({ ...NONE, evaluations, shapes });
  assertEquals(/0\.0004/.test(`${seven.note}`), false);
  const outside = "outside off by 0.100 in a, 0.300 in b";
  assertStringIncludes(
    svg,
    `trained around the hole: inside off by 0.100 in a, 0.300 in b; ${outside}.`,
  );
  assertStringIncludes(svg, `control: inside off by 0.020 in a, 0.010 in b; ${outside}.`);
});
