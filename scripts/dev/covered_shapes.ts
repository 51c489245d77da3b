/**
 * Do other shapes stand where those of the hole would? Of the study `latents`, the networks with two and
 * three latents around the hole of radius 0.6: counts the shapes of the hole whose code lies among codes
 * that the edge of the hole encloses, their part of what the hole costs, and what comes out of them. Reads
 * the trained networks, their evaluations and their datasets, wherever that study has run:
 *
 * ```sh
 * deno run --allow-read --allow-write=results --allow-env --allow-sys --allow-ffi scripts/dev/covered_shapes.ts results
 * ```
 *
 * Renews `covered_shapes.csv` and `covered_shapes.svg` in `results/reference/hole-width`. Only of two latents does a ring enclose anything;
 * with three it counts what comes out alone.
 *
 * @module
 */

import { z } from "zod";
import { selectBackend } from "../../lib/backend/select.ts";
import {
  coveredShapes,
  type HoleShape,
  type SheetShape,
} from "../../lib/findings/covered_shapes.ts";
import { rimCodes } from "../../lib/evaluation/rim_codes.ts";
import { recoveryArrows, type RecoveryPanel } from "../../lib/figures/recovery.ts";
import { themed } from "../../lib/figures/theme.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { joinPath } from "../../lib/files/paths.ts";
import type { Row } from "../../lib/files/tables.ts";
import { enclosed } from "../../lib/measure/latent/enclosed.ts";
import { writeChecksums } from "../../lib/results/checksums.ts";
import { entriesOf, type ResultEntry } from "../../lib/results/mod.ts";
import { mean } from "../../lib/measure/statistics.ts";
import { insideHole } from "../../lib/space/hole.ts";

const FOLDER = "results/reference/hole-width";

/** The committed study, which names its evaluations. */
const STUDIES = "results/reference/studies/latents";

/** The hole of the arms that are read. */
const HOLE = { kind: "disc", a: 1.25, b: 1, radius: 0.6 } as const;

const comparisonSchema = z.object({
  arms: z.array(z.object({
    settings: z.object({ "hole.radius": z.number(), latents: z.int() }),
    replicates: z.array(z.object({ model: z.string(), control: z.string(), seed: z.int() })),
  })),
});

const number = z.string().min(1).transform(Number).pipe(z.number());

const pointSchema = z.looseObject({ a: number, b: number, hole_distance: number, dice: number });

const fitSchema = z.looseObject({ a_fit: number, b_fit: number });

async function tableOf(
  { directory }: ResultEntry,
  name: string,
): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(joinPath(directory, `tables/${name}.csv`)));
}

function codeOf(row: Record<string, string>, latents: number): number[] {
  return Array.from({ length: latents }, (_, k) => Number(row[`mu_${k + 1}`]));
}

/** The images of the hole in an evaluation, in order. */
async function holeRows(evaluation: ResultEntry): Promise<Record<string, string>[]> {
  return (await tableOf(evaluation, "points")).filter(({ set }) => set === "hole");
}

/** Images of the hole that a network and its control reconstructed. */
async function holeShapes(
  model: ResultEntry,
  { control, latents }: { readonly control: ResultEntry; readonly latents: number },
): Promise<HoleShape[]> {
  const others = (await holeRows(control)).map((row) => pointSchema.parse(row));
  return (await holeRows(model)).map((row, n) => {
    const { a, b, hole_distance, dice } = pointSchema.parse(row);
    if (others[n].a !== a || others[n].b !== b) throw new Error("the control has other images");
    const { a_fit, b_fit } = fitSchema.parse(row);
    const code = codeOf(row, latents);
    return {
      ...{ own: { a, b }, code, fit: { a: a_fit, b: b_fit } },
      ...{ deficit: others[n].dice - dice, depth: -hole_distance },
    };
  });
}

/** Images from outside the hole that a network was trained on. */
async function sheetShapes(network: ResultEntry, latents: number): Promise<SheetShape[]> {
  const shapes = (await tableOf(network, "latents"))
    .map((row) => ({ own: { a: Number(row.a), b: Number(row.b) }, code: codeOf(row, latents) }))
    .filter(({ own }) => !insideHole(HOLE, own));
  if (latents !== 2) return shapes.map((shape) => ({ ...shape, enclosed: false }));
  const { codes } = await rimCodes(network.directory);
  const inside = enclosed(Float64Array.from(shapes.flatMap(({ code }) => code)), codes);
  return shapes.map((shape, n) => ({ ...shape, enclosed: inside[n] }));
}

/** A network whose shapes may be drawn. */
interface Drawn {
  readonly latents: number;
  readonly seed: number;
  readonly hole: readonly HoleShape[];
}

function deficitOf({ hole }: Drawn): number {
  return mean(hole.map(({ deficit }) => deficit));
}

/** Where the shapes of the hole go, in the network of middle deficit of each number of latents. */
function fitsFigure(networks: readonly Drawn[]): Promise<string> {
  const middle = [...Map.groupBy(networks, ({ latents }) => latents).values()].map((alike) =>
    alike.toSorted((one, other) => deficitOf(one) - deficitOf(other))[alike.length >> 1]
  );
  const panels = middle.map(({ latents, seed, hole }): RecoveryPanel => ({
    title: `${latents} latents (seed ${seed})`,
    points: hole.map(({ own, fit }) => ({ ...own, aFit: fit.a, bFit: fit.b })),
  }));
  return recoveryArrows(panels, {
    hole: HOLE,
    title: "With two latents, hardly a shape of a wide hole comes out within it",
  });
}

if (import.meta.main) {
  const entries = (await Promise.all(Deno.args.map(entriesOf))).flat();
  console.error((await selectBackend("wasm")).reason);
  const [study] = await entriesOf(STUDIES);
  /** By what it holds: the same result has another key in results of earlier versions. */
  const find = (stage: string, digest: string): ResultEntry => {
    const found = entries.find(({ manifest }) =>
      manifest.stage === stage && manifest.outputDigest === digest
    );
    if (found === undefined) throw new Error(`the folders do not hold ${stage} ${digest}`);
    return found;
  };
  const rows: Row[] = [];
  const drawn: Drawn[] = [];
  for (const { settings, replicates } of comparisonSchema.parse(study.manifest.parameters).arms) {
    const { latents, "hole.radius": radius } = settings;
    if (radius !== HOLE.radius || latents > 3) continue;
    for (const { model, control, seed } of replicates) {
      const evaluation = (name: string) =>
        find("evaluate", study.manifest.inputs[name].outputDigest);
      const own = evaluation(model);
      const network = find("train", own.manifest.inputs.model.outputDigest);
      const hole = await holeShapes(own, { control: evaluation(control), latents });
      const counted = coveredShapes(hole, await sheetShapes(network, latents));
      drawn.push({ latents, seed, hole });
      const only = (value: number) => latents === 2 ? value : "";
      rows.push({
        ...{ latents, seed, shapes: hole.length },
        deficit: mean(hole.map(({ deficit }) => deficit)),
        covered: only(counted.covered),
        covered_deficit: only(counted.coveredDeficit),
        covered_to_other: only(counted.coveredToOther),
        to_other: counted.toOther,
        covered_from_own: only(counted.coveredFromOwn),
        covered_from_other: only(counted.coveredFromOther),
        covered_depth: only(counted.coveredDepth),
        open_depth: only(counted.openDepth),
        more_at_depth: only(counted.moreAtDepth),
        fit_inside: hole.filter(({ fit }) => insideHole(HOLE, fit)).length / hole.length,
      });
    }
  }
  const text = writeCsv(Object.keys(rows[0]), rows);
  await Deno.writeTextFile(`${FOLDER}/covered_shapes.csv`, text);
  const figure = await fitsFigure(drawn);
  await Deno.writeTextFile(`${FOLDER}/covered_shapes.svg`, themed(figure));
  await writeChecksums(FOLDER);
}
