/**
 * What trained networks are called in a menu: as short as can be while no two are called the same.
 * A setting that most of them share goes without saying.
 *
 * @module
 */

import { usualStroke } from "../../curve/geometry.ts";
import { PENALTY_NAMES } from "../../model/penalties.ts";
import { PROFILES } from "../../study/profiles.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import { parseHole } from "../../space/hole.ts";
import { NO_HOLE } from "../../space/hole_words.ts";
import type { DatasetFacts } from "../../dataset/facts.ts";
import type { TrainParameters } from "../../training/schema.ts";
import { counted } from "../../words/counted.ts";

/** What is known of a trained network before it has a name. */
export interface Trained {
  /** Key of its result, 64 hexadecimal digits; no two are equal. */
  readonly key: string;
  /** How it was trained. */
  readonly parameters: TrainParameters;
  /** How its images were drawn, and the hole. */
  readonly facts: DatasetFacts;
  /** Number of its training images, or `null` where that was not recorded. */
  readonly images: number | null;
  /** What computed it. */
  readonly backend: string | null;
}

/** A network with its name. */
export interface Named<T extends Trained> {
  /** The network. */
  readonly trained: T;
  /** Unique among those named with it, such as `around the disc of radius 0.3, seed 0`. */
  readonly name: string;
  /** Heading to list it under. */
  readonly group: string;
  /** The settings that did not go without saying: none for what most networks are. */
  readonly said: readonly string[];
  /** Whether it is a network that only tries whether the suite runs, listed below others. */
  readonly smoke: boolean;
}

/** A setting as words, to be said where networks differ in it. */
type Words = (trained: Trained) => string;

const penaltyWords: Words = ({ parameters: { loss: { penalty, gamma } } }) =>
  penalty === "none" ? "no penalty" : `${penalty} penalty, γ ${gamma}`;

/** Settings in the order in which a name gives them. */
const SETTINGS: readonly Words[] = [
  penaltyWords,
  ({ parameters: { posterior } }) => `${posterior === "none" ? "no" : posterior} σ`,
  ({ parameters: { loss: { weights } } }) =>
    `${weights === "none" ? "no" : weights} sample weights`,
  ({ parameters: { loss: { lambda } } }) => `λ ${lambda}`,
  ({ parameters: { divide } }) => divide === 1 ? "full widths" : `widths ÷${divide}`,
  ({ parameters: { latents } }) => counted(latents, "latent"),
  ({ parameters: { epochs } }) => counted(epochs, "epoch"),
  ({ parameters: { batch } }) => `batches of ${batch}`,
  ({ parameters: { rate } }) => `rate ${rate}`,
  ({ parameters: { decay } }) => `${decay} rate`,
  ({ facts: { family, petals } }) => petals ? `${family}s of ${petals} petals` : `family ${family}`,
  ({ facts: { geometry } }) => `${geometry} geometry`,
  ({ facts: { size } }) => `${size} × ${size} pixels`,
  // The default follows the size, so it is no setting of its own.
  ({ facts }) =>
    facts.stroke === usualStroke(facts) ? "usual line width" : `line width ${facts.stroke}`,
];

/** What tells networks apart that were trained alike, tried one after the other. */
const LAST_RESORTS: readonly Words[] = [
  ({ images }) => `${images ?? "?"} training images`,
  ({ backend }) => `trained with ${backend ?? "no backend"}`,
];

/** A disc's radius; infinite for other holes, which are listed after the discs. */
function radiusOf({ facts }: Trained): number {
  const hole = parseHole(facts.hole);
  return hole.kind === "disc" ? hole.radius : Infinity;
}

/** Whether a network is no larger, and no longer trained, than the smoke profile's. */
function isSmoke({ facts, parameters }: Trained): boolean {
  const { dataset, training } = PROFILES.smoke;
  return facts.size <= dataset.size && parameters.divide >= training.divide &&
    parameters.epochs <= training.epochs;
}

/** Which networks a name tells apart: those of holes, and those trained on everything. */
function setOf({ parameters: { subset } }: Trained): "hole" | "full" {
  return subset === "full" ? "full" : "hole";
}

/** The settings of each network that do not go without saying. */
function peculiaritiesOf(networks: readonly Trained[]): Map<Trained, string[]> {
  const full = networks.every((trained) => setOf(trained) === "full");
  const settings = full ? [holeOfFull, ...SETTINGS] : SETTINGS;
  const said = new Map<Trained, string[]>(networks.map((trained) => [trained, []]));
  for (const words of settings) {
    const counts = Map.groupBy(networks, words);
    if (counts.size === 1) continue;
    // Full sets are trained to compare penalties: there "no penalty" says something, too.
    const always = full && words === penaltyWords;
    for (const [text, those] of counts) {
      if (!always && those.length > networks.length / 2) continue;
      for (const trained of those) said.get(trained)!.push(text);
    }
  }
  return said;
}

/** The hole that a full set's dataset has, although nothing was left out. */
function holeOfFull({ facts: { hole, family } }: Trained): string {
  return `dataset with ${shapeHoleWords(hole, family)}`;
}

/** Names without what is added to those that are equal. */
function plainName(trained: Trained, said: readonly string[]): string {
  const { facts: { hole, family }, parameters: { subset, seed } } = trained;
  const words = shapeHoleWords(hole, family);
  const subject = subset === "full"
    ? "full set"
    : `${subset === "control" ? "control of" : "around"} ${
      words === NO_HOLE ? "" : "the "
    }${words}`;
  // The seed comes early: a narrow menu cuts off what comes last.
  return [subject, `seed ${seed}`, ...said].join(", ");
}

/** The least number of digits, at least 6, that tells keys apart. */
function digitsFor(keys: readonly string[]): number {
  const apart = (digits: number) =>
    new Set(keys.map((key) => key.slice(0, digits))).size === keys.length;
  let digits = 6;
  while (digits < 64 && !apart(digits)) digits++;
  return digits;
}

/** Adds to names that are equal what tells their networks apart. */
function makeUnique(names: Map<Trained, string>): void {
  const clashes = () =>
    [...Map.groupBy(names.keys(), (trained) => names.get(trained)!).values()]
      .filter((those) => those.length > 1);
  const add = (trained: Trained, words: string) =>
    names.set(trained, `${names.get(trained)}, ${words}`);
  for (const words of LAST_RESORTS) {
    for (const those of clashes()) {
      if (new Set(those.map(words)).size === 1) continue;
      for (const trained of those) add(trained, words(trained));
    }
  }
  for (const those of clashes()) {
    const digits = digitsFor(those.map(({ key }) => key));
    for (const trained of those) add(trained, `key ${trained.key.slice(0, digits)}`);
  }
}

const collator = new Intl.Collator("en", { numeric: true });

/** What networks are listed by, most important first. */
function rankOf({ trained, group, said, smoke }: Named<Trained>): (number | string)[] {
  const { key, images, parameters: { loss, subset, seed } } = trained;
  const full = subset === "full";
  return [
    smoke ? 1 : 0,
    full ? 1 : 0,
    // The ablation's arms lie in one group, whichever dataset they took.
    full ? 0 : radiusOf(trained),
    full ? "" : group,
    said.length,
    full ? PENALTY_NAMES.indexOf(loss.penalty) : 0,
    full ? loss.gamma : 0,
    said.join(),
    subset === "control" ? 1 : 0,
    seed,
    -(images ?? 0),
    key,
  ];
}

function compareRanks(one: (number | string)[], other: (number | string)[]): number {
  for (const [i, left] of one.entries()) {
    const right = other[i];
    // Two infinite radii have no difference.
    if (left === right) continue;
    return typeof left === "number" && typeof right === "number"
      ? left - right
      : collator.compare(String(left), String(right)) || (left < right ? -1 : 1);
  }
  return 0;
}

/**
 * Names networks and puts them in the order of a menu: discs by radius, other holes, full sets;
 * within each the usual before the peculiar, punctured before control, then by seed. Smoke networks
 * come after all others, in groups of their own.
 *
 * Throws UsageError where a network's hole cannot be read.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs trained networks.
 * for (const { name, group } of nameNetworks(trained)) console.log(`${group}: ${name}`);
 * ```
 */
export function nameNetworks<T extends Trained>(networks: readonly T[]): Named<T>[] {
  const bySet = Map.groupBy(networks, setOf);
  const said = new Map([...bySet.values()].flatMap((own) => [...peculiaritiesOf(own)]));
  const names = new Map<Trained, string>(
    networks.map((trained) => [trained, plainName(trained, said.get(trained)!)]),
  );
  makeUnique(names);
  const penalties = new Set(bySet.get("full")?.map(penaltyWords)).size > 1;
  const onlySmoke = networks.every(isSmoke);
  const groupOf = (trained: Trained) =>
    setOf(trained) === "hole"
      ? shapeHoleWords(trained.facts.hole, trained.facts.family)
      : penalties
      ? "full set, penalties"
      : "full set";
  return networks.map((trained): Named<T> => {
    const smoke = !onlySmoke && isSmoke(trained);
    return {
      trained,
      name: names.get(trained)!,
      group: `${smoke ? "smoke: " : ""}${groupOf(trained)}`,
      said: said.get(trained)!,
      smoke,
    };
  }).sort((one, other) => compareRanks(rankOf(one), rankOf(other)));
}
