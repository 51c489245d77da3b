/**
 * Two networks beside each other: which goes with which, and what the second is called.
 *
 * @module
 */

import type { SiteModel } from "../site_data.ts";

/**
 * The second network after another first one was chosen: it follows, unless a person had put another
 * in its place, or none.
 */
export function secondAfter(
  second: string | null,
  { before, after }: Record<"before" | "after", Pick<SiteModel, "id" | "partner">>,
): string | null {
  if (second === before.partner) return after.partner;
  // What is shown already needs no second picture.
  return second === after.id ? after.partner : second;
}

/** What a network beside another is called. */
export interface NetworkWords {
  /** As a caption. */
  readonly caption: string;
  /** With its article, as part of a sentence. */
  readonly phrase: string;
}

/** What the first network is called. */
export const FIRST_WORDS: NetworkWords = { caption: "network", phrase: "the network" };

/** What the second network is called beside the first. */
export function secondWords(
  first: Pick<SiteModel, "partner">,
  { id, subset }: Pick<SiteModel, "id" | "subset">,
): NetworkWords {
  if (id !== first.partner) return { caption: "the other", phrase: "the other network" };
  return subset === "control"
    ? { caption: "control", phrase: "the control" }
    : { caption: "around the hole", phrase: "the network around the hole" };
}

/** Whether two networks learnt from the same drawings, so that one truth is that of both. */
export function sharesDrawing(one: SiteModel, other: SiteModel): boolean {
  return one.size === other.size && one.geometry === other.geometry &&
    one.stroke === other.stroke && one.family === other.family && one.petals === other.petals;
}
