import { assertEquals } from "@std/assert";
import { DEFAULT_SHAPES } from "../../../lib/curve/family.ts";
import { holeMethods } from "../../../lib/report/gather/data.ts";
import type { Found } from "../../../lib/report/gather/sources.ts";
import { figuresOfComparison, missingText } from "../../../lib/report/gather/comparisons.ts";
import { scratchFolder } from "../../scratch.ts";

Deno.test("a report says which arms have scores without a value, and why", () => {
  const note = "2 of 3 seeds without a value: no latent has a signal above its noise";
  const arms = {
    live: { codes: { mig: { model: { estimate: 0.3 } } }, hole: { dice: { model: {} } } },
    dead: {
      codes: {
        mig: { model: { estimate: 0.1, note, seeds: 1 } },
        sap: { model: { estimate: 0.1, note, seeds: 1 } },
      },
    },
    truth: {},
  };
  const metrics = { order: ["live", "dead", "truth"], arms };
  assertEquals(missingText(metrics), `Scores of codes, by arm: dead: ${note}.`);
  assertEquals(missingText({ ...metrics, order: ["live", "truth"] }), "");
  assertEquals(missingText({}), "");
});

/** A comparison of holes whose arms have such settings, with a map of errors and a figure of arms. */
async function holes(
  directory: string,
  settings: readonly Record<string, string>[],
): Promise<Found<"sweep">> {
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  await Deno.mkdir(`${directory}/figures`);
  for (const name of ["arms", "error_map"]) {
    await Deno.writeTextFile(
      `${directory}/figures/${name}.svg`,
      `<svg><title>${name}</title></svg>`,
    );
  }
  const names = settings.map((_, n) => `arm ${n}`);
  await Deno.writeTextFile(
    `${directory}/tables/methods.csv`,
    [
      "arm,set,method,measure,quantity,estimate",
      ...names.map((name) => `${name},hole,pca_50,dice,gain,-0.02`),
      "",
    ].join("\n"),
  );
  const arms = settings.map((each, n) => ({
    name: names[n],
    settings: each,
    hole: "disc:1.25,1,0.3",
    replicates: [{ seed: 0 }],
  }));
  return {
    role: { kind: "sweep", study: "holes", seed: 0 },
    result: {
      directory,
      key: "0".repeat(64),
      metrics: {},
      parameters: { study: "holes", question: "?", arms },
    },
    source: {},
  } as unknown as Found<"sweep">;
}

Deno.test("a comparison with other shapes than the report's is a further study, and no map of its own", async () => {
  const folder = await scratchFolder();
  const own = await holes(`${folder}/own`, [{}]);
  const mixed = await holes(`${folder}/mixed`, [{}, { family: "ellipse" }]);
  const options = { evaluations: [], shapes: DEFAULT_SHAPES };
  const kinds = async (sweep: Found<"sweep">) =>
    (await figuresOfComparison(sweep, options)).map((
      { kind, svg },
    ) => [kind, svg.includes("error_map")]);
  assertEquals((await kinds(own))[0], ["map", true]);
  assertEquals(await kinds(mixed), [["study", false]]);
  assertEquals(await holeMethods([mixed], DEFAULT_SHAPES), []);
  assertEquals((await holeMethods([mixed, own], DEFAULT_SHAPES)).length, 1);
});
