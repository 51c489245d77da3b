/**
 * In which order a study is computed: first what a page of its first seed is made from, so that a
 * reader sees something long before the end, then the rest. Within each, what most depends on comes
 * first, so that no worker waits while another is on the longest way to the end.
 *
 * @module
 */

import { tasksOf } from "./estimate.ts";
import type { Node, PlannedStage } from "./plan.ts";

/** Most of a study's time that its first page may take, if one hole alone does not take more. */
export const FIRST_PAGE_SHARE = 0.3;

/** Chosen nodes, and those that are made from them alone, added until there are no more of them. */
function withFollowers(chosen: readonly Node[], nodes: readonly Node[]): Node[] {
  const ids = new Set(chosen.map(({ id }) => id));
  // A plan has each node after all that it needs.
  for (const { id, needs, role } of nodes) {
    const own = Object.values(needs);
    // Another network made from the same dataset is no part of it.
    if (role.kind === "train" || role.kind === "arm" || own.length === 0) continue;
    if (own.every((need) => ids.has(need))) ids.add(id);
  }
  return nodes.filter(({ id }) => ids.has(id));
}

/** Some nodes and all that they need. */
function withNeeds(chosen: readonly Node[], nodes: readonly Node[]): Node[] {
  const ids = new Set(chosen.map(({ id }) => id));
  for (const { id, needs } of nodes.toReversed()) {
    if (ids.has(id)) { for (const need of Object.values(needs)) ids.add(need); }
  }
  return nodes.filter(({ id }) => ids.has(id));
}

/**
 * What the first page of a study is made from: the first hole's network and its control, of the
 * first seed, and whatever is made from those alone; and further holes as long as it all takes no
 * more than {@linkcode FIRST_PAGE_SHARE} of the study's time. Empty where the study has no hole.
 */
export function firstPart(nodes: readonly Node[]): Node[] {
  const seconds = new Map(tasksOf(nodes).map((task) => [task.id, task.seconds]));
  const sum = (part: readonly Node[]) => part.reduce((all, { id }) => all + seconds.get(id)!, 0);
  const networks = nodes.flatMap((node) =>
    node.role.kind === "train" ? [{ node, role: node.role }] : []
  );
  if (networks.length === 0) return [];
  const [{ role: { seed: first } }] = networks;
  const own = networks.filter(({ role }) => role.seed === first);
  const holes = [...new Set(own.map(({ role }) => role.hole))];
  const parts = holes.map((_, k) => {
    const chosen = own.filter(({ role }) => holes.indexOf(role.hole) <= k);
    return withFollowers(withNeeds(chosen.map(({ node }) => node), nodes), nodes);
  });
  const most = FIRST_PAGE_SHARE * sum(nodes);
  return parts.findLast((part) => sum(part) <= most) ?? parts[0];
}

/**
 * Nodes by the longest way from each to the end of the list, the longest first (the upward rank of
 * list scheduling: Topcuoglu et al. 2002, "Performance-effective and low-complexity task scheduling
 * for heterogeneous computing", equation 13). Each still comes after all that it needs.
 */
export function longestWayFirst<N extends PlannedStage>(
  nodes: readonly N[],
  { seconds }: { readonly seconds: ReadonlyMap<string, number> },
): N[] {
  const ways = new Map<string, number>();
  for (const { id, needs } of nodes.toReversed()) {
    const own = (ways.get(id) ?? 0) + seconds.get(id)!;
    ways.set(id, own);
    for (const need of Object.values(needs)) ways.set(need, Math.max(ways.get(need) ?? 0, own));
  }
  return nodes.toSorted((one, other) => ways.get(other.id)! - ways.get(one.id)!);
}

/** A study in the order in which it is computed. */
export interface Ordered {
  /** What the first page is made from; empty where there is none. */
  readonly first: readonly Node[];
  readonly rest: readonly Node[];
}

/** Puts a study in order. A first page that shows everything is none. */
export function inOrder(nodes: readonly Node[]): Ordered {
  const seconds = new Map(tasksOf(nodes).map((task) => [task.id, task.seconds]));
  const part = firstPart(nodes);
  const first = part.length < nodes.length ? part : [];
  const rest = nodes.filter((node) => !first.includes(node));
  return {
    first: longestWayFirst(first, { seconds }),
    rest: longestWayFirst(rest, { seconds }),
  };
}
