/**
 * Which trained networks can be explored, and the files of each. What is listed here has passed the
 * store's check of every byte, and fits what its dataset says: a page that loads it can rely on
 * both.
 *
 * @module
 */

import { z } from "zod";
import { UsageError } from "../../errors.ts";
import { architectureSchema } from "../../model/schemas.ts";
import { joinPath, mapConcurrently } from "../../files/paths.ts";
import {
  type FileEntry,
  listResults,
  type Manifest,
  openResult,
  sha256,
} from "../../results/mod.ts";
import { canonicalJson } from "../../files/canonical_json.ts";
import { tryManifest } from "../../results/check.ts";
import type { Progress } from "../../cli/progress.ts";
import { readDatasetFacts } from "../../dataset/facts.ts";
import { trainSchema } from "../../training/schema.ts";
import { type Named, nameNetworks, type Trained } from "./names.ts";
import { withoutFolderLinks } from "./report_page.ts";
import type { SiteData, SiteModel } from "../site_data.ts";
import { POSTERIORS } from "../../model/posteriors.ts";

/** A file of a result that the site offers: of a network, or of the newest report. */
export interface ModelFile extends FileEntry {
  /** Path within the site, such as `models/disc-…/encoder/model.json`. */
  readonly sitePath: string;
  /** The result folder; `path` is relative to it. */
  readonly directory: string;
  /** What is given in the place of the file, made from it when it was checked. */
  readonly content?: Uint8Array<ArrayBuffer>;
}

/** The networks that can be explored. */
export interface Catalogue {
  /** What the page is told. */
  readonly data: SiteData;
  /** The result folder of each network, by id. */
  readonly directories: ReadonlyMap<string, string>;
  /** Every file that the site offers of them, and of the newest report. */
  readonly files: readonly ModelFile[];
  /** A line on what was left out because it has nothing to explore. */
  readonly notes: readonly string[];
  /** A line for each network or report that was left out because it is damaged. */
  readonly damaged: readonly string[];
}

/** Options of {@linkcode readCatalogue}. */
export interface CatalogueOptions {
  /** The results folder, whose `train/` is looked through. */
  readonly results: string;
  /** Result folders to offer instead, any of which may lie elsewhere. Default none. */
  readonly models?: readonly string[];
  /** Where to report how many folders were checked. */
  readonly progress?: Progress;
}

/** Files of a result that the site offers, by their path below `models/<id>/`. */
const OFFERED: Readonly<Record<string, string>> = {
  "encoder/model.json": "encoder/model.json",
  "encoder/weights.bin": "encoder/weights.bin",
  "decoder/model.json": "decoder/model.json",
  "decoder/weights.bin": "decoder/weights.bin",
  "codes.csv": "tables/latents.csv",
};

/** Files of a report that its page shows. */
const REPORT_FILES = /^(index\.html|[\w-]+\.js|figures\/[\w.-]+\.(png|svg))$/;

/** Radius of the disc that the page opens with: the smallest at which a hole shows. */
const FIRST_RADIUS = 0.6;

/** A network that can be explored. */
interface Network extends Trained {
  readonly directory: string;
  /** Output digest of its dataset. */
  readonly dataset: string;
  readonly files: readonly FileEntry[];
  readonly size: number;
  readonly latents: number;
}

/** A decoder trained on the true parameters has no encoder to show an image to. */
class NoEncoder extends UsageError {}

/**
 * Lists the networks that can be explored, and the newest report of the same results. A damaged one
 * is left out with a line, so that it does not hide the others, unless it was asked for by name.
 *
 * Throws UsageError where a folder among `models` is missing, another stage's, damaged, at odds
 * with itself or has no encoder.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const { data, damaged } = await readCatalogue({ results: "results" });
 * console.log(data.models.map(({ name }) => name), damaged);
 * ```
 */
export async function readCatalogue(
  { results, models = [], progress }: CatalogueOptions,
): Promise<Catalogue> {
  const asked = models.length > 0;
  const directories = asked ? models : await listResults(results, "train");
  const networks: Network[] = [];
  const damaged: string[] = [];
  let alone = 0, checked = 0;
  const outcomes = await mapConcurrently(directories, async (directory) => {
    try {
      return await readNetwork(directory);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return error;
    } finally {
      progress?.update(++checked, directories.length, "networks checked");
    }
  }, { jobs: 4 });
  for (const outcome of outcomes) {
    if (!(outcome instanceof UsageError)) networks.push(outcome);
    else if (asked) throw outcome;
    else if (outcome instanceof NoEncoder) alone++;
    else damaged.push(outcome.message);
  }
  // The same result may be given twice, or lie in two folders.
  const byKey = new Map(networks.toReversed().map((network) => [network.key, network]));
  const distinct = networks.filter((network) => byKey.get(network.key) === network);
  const notes = [
    ...(alone > 0 ? [`left out: ${alone} trained without an encoder`] : []),
    ...(distinct.length === 0
      ? [`no trained networks in ${results}: the page has the lab alone`]
      : []),
  ];
  const report = await newestReport(results);
  const arranged = arrange(nameNetworks(distinct));
  return {
    ...arranged,
    data: { ...arranged.data, report: report.path },
    files: [...arranged.files, ...report.files],
    notes,
    damaged: [...damaged, ...report.damaged],
  };
}

/** The files of the newest report that is sound, under `report/`. */
async function newestReport(results: string): Promise<
  Pick<Catalogue, "files" | "damaged"> & { readonly path: string | null }
> {
  const damaged: string[] = [];
  const reports = await Promise.all(
    (await listResults(results, "report")).map(async (directory) => {
      // One without a manifest is told when it is opened.
      const manifest = await Deno.stat(joinPath(directory, "manifest.json")).catch(() => null);
      return { directory, written: manifest?.mtime?.getTime() ?? 0 };
    }),
  );
  for (const { directory } of reports.toSorted((one, other) => other.written - one.written)) {
    try {
      await openResult(directory, { stage: "report" });
      const files = (await tryManifest(directory))?.files ?? [];
      if (!files.some(({ path }) => path === "index.html")) continue;
      const offered = files.filter(({ path }) => REPORT_FILES.test(path));
      return {
        path: "report/index.html",
        files: await Promise.all(offered.map((file) => reportFile(file, directory))),
        damaged,
      };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      damaged.push(error.message);
    }
  }
  return { path: null, files: [], damaged };
}

/** A file of a report; its page has no links to folders that the site does not hold. */
async function reportFile(file: FileEntry, directory: string): Promise<ModelFile> {
  const offered = { ...file, sitePath: `report/${file.path}`, directory };
  if (file.path !== "index.html") return offered;
  const bytes = await Deno.readFile(joinPath(directory, file.path));
  if (sha256(bytes) !== file.sha256) {
    throw new UsageError(`Cannot use ${directory}: index.html was changed while it was read`);
  }
  const page = withoutFolderLinks(new TextDecoder().decode(bytes));
  return { ...offered, content: new TextEncoder().encode(page) };
}

/** Gives each network its id and puts together what the page is told of them. */
function arrange(
  named: readonly Named<Network>[],
): Pick<Catalogue, "directories" | "files"> & { readonly data: Omit<SiteData, "report"> } {
  const taken = new Set<string>();
  const ids = named.map(({ trained }) => {
    const id = idOf(trained, taken);
    taken.add(id);
    return id;
  });
  const idAt = (index: number) => index < 0 ? null : ids[index];
  const models = named.map((each, i): SiteModel => {
    const { trained, name, group } = each;
    const id = ids[i];
    const { key, parameters: { subset, seed }, size, latents } = trained;
    const { facts } = trained;
    const path = (file: string) => `models/${id}/${file}`;
    return {
      ...facts,
      ...{ id, name, group, key, subset, seed, size, latents },
      partner: idAt(partnerOf(each, named)),
      encoder: path("encoder/model.json"),
      decoder: path("decoder/model.json"),
      codes: path("codes.csv"),
    };
  });
  const files = named.flatMap(({ trained: { directory, files } }, i) =>
    Object.entries(OFFERED).map(([offered, path]): ModelFile => ({
      ...files.find((file) => file.path === path)!,
      sitePath: `models/${models[i].id}/${offered}`,
      directory,
    }))
  );
  const first = models.length === 0 ? undefined : models[Math.max(0, firstOf(named))];
  // What stands beside a punctured network is its control; a full one stands alone.
  const second = first?.subset === "punctured" ? first.partner : null;
  return {
    data: { models, first: first?.id ?? null, second },
    directories: new Map(named.map(({ trained: { directory } }, i) => [models[i].id, directory])),
    files,
  };
}

/** The folder's name, or the key where that is taken or is no plain word in an address. */
function idOf({ directory, key }: Network, taken: ReadonlySet<string>): string {
  const name = directory.replace(/\/+$/, "").split(/[/\\]/).at(-1)!;
  return /^\w[\w.-]*$/.test(name) && !taken.has(name) ? name : key;
}

/** Index of the punctured network of the disc nearest to the size at which a hole shows, or −1. */
function firstOf(named: readonly Named<Network>[]): number {
  const rank = ({ trained: { parameters, facts }, said, smoke }: Named<Network>) => {
    const [kind, numbers] = facts.hole.split(":");
    if (parameters.subset !== "punctured" || kind !== "disc") return undefined;
    const distance = Math.abs(Number(numbers.split(",")[2]) - FIRST_RADIUS);
    return [smoke ? 1 : 0, distance, said.length, parameters.seed];
  };
  let best = -1;
  for (const [i, each] of named.entries()) {
    const mine = rank(each);
    if (!mine) continue;
    const theirs = best < 0 ? undefined : rank(named[best])!;
    const where = theirs ? mine.findIndex((value, k) => value !== theirs[k]) : 0;
    if (!theirs || (where >= 0 && mine[where] < theirs[where])) best = i;
  }
  return best;
}

/** The subset that a network's partner was trained on. */
const PARTNERS = { punctured: "control", control: "punctured", full: undefined } as const;

/** Index of the network that differs from a punctured one or a control in nothing but that, or −1. */
function partnerOf({ trained }: Named<Network>, named: readonly Named<Network>[]): number {
  const subset = PARTNERS[trained.parameters.subset];
  if (subset === undefined) return -1;
  const twin = canonicalJson({ ...trained.parameters, subset });
  return named.findIndex(({ trained: { dataset, parameters, backend } }) =>
    dataset === trained.dataset && backend === trained.backend &&
    canonicalJson(parameters) === twin
  );
}

/** Opens a result of training, and sees to it that its parts fit together. */
async function readNetwork(directory: string): Promise<Network> {
  const refuse = (what: string): never => {
    throw new UsageError(`Cannot explore ${directory}: ${what}`);
  };
  const result = await openResult(directory, { stage: "train" });
  const manifest = await tryManifest(directory);
  if (manifest?.outputDigest !== result.outputDigest || manifest.key !== result.key) {
    return refuse("manifest.json was changed while it was read");
  }
  const parameters = trainSchema.safeParse(manifest.parameters);
  if (!parameters.success) return refuse("manifest.json has parameters that train does not have");
  if (!POSTERIORS[parameters.data.posterior].encoder) {
    throw new NoEncoder(`Cannot explore ${directory}: it has no encoder, being a decoder alone`);
  }
  const missing = Object.values(OFFERED)
    .find((path) => !manifest.files.some((file) => file.path === path));
  if (missing) return refuse(`${missing} is not in the manifest`);
  const facts = await readDatasetFacts(directory);
  const { size, latents } = await checkShapes(directory, { size: facts.size, refuse });
  const { images } = result.metrics;
  return {
    directory,
    key: result.key,
    parameters: parameters.data,
    facts,
    images: typeof images === "number" ? images : null,
    backend: manifest.fingerprint.backend,
    dataset: datasetOf(manifest),
    files: manifest.files,
    size,
    latents,
  };
}

function datasetOf({ inputs }: Manifest): string {
  return inputs.dataset?.outputDigest ?? "";
}

const topologySchema = z.object({
  modelTopology: z.object({
    config: z.object({
      layers: z.tuple([
        z.object({ config: z.object({ batch_input_shape: z.array(z.int().nullable()) }) }),
      ]).rest(z.unknown()),
    }),
  }),
});

/**
 * Reads the sizes that a network says it has in three places, which must agree: a page that draws
 * images of another size than the encoder takes would fail far from the cause.
 */
async function checkShapes(
  directory: string,
  { size, refuse }: { size: number; refuse: (what: string) => never },
): Promise<{ size: number; latents: number }> {
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T> => {
    try {
      return schema.parse(JSON.parse(await Deno.readTextFile(joinPath(directory, file))));
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      return refuse(`${file} is not one that train writes`);
    }
  };
  const { size: built, latents } = await read("architecture.json", architectureSchema);
  if (built !== size) {
    refuse(
      `architecture.json has images of ${built} × ${built} pixels, ` +
        `dataset.json of ${size} × ${size}`,
    );
  }
  const takes = async (part: string, expected: readonly number[], source: string) => {
    const file = `${part}/model.json`;
    const { modelTopology: { config: { layers } } } = await read(file, topologySchema);
    const [, ...shape] = layers[0].config.batch_input_shape;
    if (shape.join() !== expected.join()) {
      refuse(`${file} takes ${shape.join(" × ")}, ${source} says ${expected.join(" × ")}`);
    }
  };
  await takes("encoder", [size, size, 1], "dataset.json");
  await takes("decoder", [latents], "architecture.json");
  return { size, latents };
}
