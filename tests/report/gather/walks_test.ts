import { assertEquals, assertStringIncludes } from "@std/assert";
import { headlineFigure } from "../../../lib/report/gather/headline.ts";
import type { Found } from "../../../lib/report/gather/sources.ts";
import { walkFigures } from "../../../lib/report/gather/walks.ts";
import type { ReportOutcome } from "../../../lib/report/mod.ts";
import { placed } from "../../figures/placed.ts";
import { scratchFolder } from "../../scratch.ts";
import { madeUp } from "./made_up.ts";

const HOLE = "disc:1.25,1,0.3";

/** Points of two transects, of which the second alone crosses the hole, at its last three points. */
const POINTS = Array.from({ length: 8 }, (_, n) => ({
  transect: n < 4 ? "P1" : "P2",
  step: n % 4 + 1,
  a: 1.25,
  b: n / 4,
  inside: n > 4,
}));

/** Greys of the images of all points, from the first one on. */
const greysFrom = (first: number) => POINTS.map((_, n) => first + n);

/** Transects of both networks; the Dice of a point says its number, and whose it is. */
async function walk(): Promise<Found<"transects">> {
  const rows = (model: string, first: number) =>
    POINTS.map(({ transect, step, a, b, inside }, n) =>
      `${transect},${step},${a},${b},${Number(inside)},${model},${first + n / 1000},0.1,0.2,0.3`
    );
  return await madeUp(await scratchFolder(), "transects", {
    role: { hole: HOLE, seed: 3 },
    tables: {
      transects: [
        "transect,step,a,b,inside_hole,model,dice,bce_excess,mse,ssim",
        ...rows("punctured", 0.8),
        ...rows("control", 0.9),
      ],
    },
    stacks: { truth: greysFrom(0), reconstruction: greysFrom(100), control: greysFrom(200) },
    groups: 2,
  });
}

Deno.test("a walk's strip has the truth, the network around the hole and its control, in rows", async () => {
  const figures = await walkFigures(await walk(), {
    dataset: undefined,
    family: "rose",
    suffix: "",
    errors: false,
  });
  assertEquals(figures.map(({ name }) => name), ["transect-P1", "transect-P2"]);
  for (const [k, { svg }] of figures.entries()) {
    const rows = Map.groupBy(placed(svg), ({ y }) => y);
    assertEquals(
      [...rows.values()].map((images) => images.map(({ grey }) => grey)),
      [0, 100, 200].map((first) => [0, 1, 2, 3].map((n) => first + 4 * k + n)),
    );
    const names = ["truth", "trained around", "control, trained"];
    const places = names.map((name) => svg.indexOf(`>${name}<`));
    assertEquals(places, places.toSorted((one, other) => one - other), "rows are named in order");
  }
});

Deno.test("the headline shows the middle point inside the hole, of each network its own image", async () => {
  const outcomes = (["punctured", "control"] as const).map((network) => ({
    hole: "disc of radius 0.3",
    network,
    seed: 3,
    validation: 0.95,
    inside: 0.9,
    source: {},
  })) as unknown as ReportOutcome[];
  const { svg } = (await headlineFigure(outcomes, [await walk()], "rose"))!;
  const images = [...svg.matchAll(/<image [^>]*href="([^"]+)"/g)].flatMap(([, url]) =>
    placed(`<image x="0" y="0" href="${url}"/>`)
  );
  assertEquals(images.map(({ grey }) => grey), [6, 106, 206]);
  const [punctured, control] = ["Dice 0.806", "Dice 0.906"].map((text) => svg.indexOf(text));
  assertEquals(punctured > 0 && control > punctured, true, "the Dice stands below its own image");
  assertStringIncludes(svg, "b = 1.5");
});
