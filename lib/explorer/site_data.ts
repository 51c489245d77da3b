/**
 * What the explorer's page is told by its server: `site.json`. Paths are relative to the page.
 *
 * @module
 */

import type { Shapes } from "../curve/family.ts";
import type { Geometry } from "../curve/geometry.ts";
import { type NetworkName } from "../words/network_names.ts";

/** All that a page can show. */
export interface SiteData {
  /** Trained networks with an encoder, in the order of the page's menus; none shows the lab alone. */
  readonly models: readonly SiteModel[];
  /** Id of the network that is shown first; `null` where there is none. */
  readonly first: string | null;
  /** Id of the one shown beside it: the first one's control, or `null` where there is none. */
  readonly second: string | null;
  /** Path of the newest report of the same results, or `null` where there is none. */
  readonly report: string | null;
}

/** A trained network. */
export interface SiteModel extends Shapes {
  /** Name of its result folder, or its key where that is taken or has odd characters; unique. */
  readonly id: string;
  /** What it is, for people, unique, such as `around the disc of radius 0.3, seed 0`. */
  readonly name: string;
  /** Heading under which menus list it, such as `disc of radius 0.3` or `full set, penalties`. */
  readonly group: string;
  /** Key of the result, 64 hexadecimal digits. */
  readonly key: string;
  /** What it was trained on. */
  readonly subset: NetworkName;
  /**
   * Id of the network that was trained like it on the other subset: the control of a punctured
   * network, the punctured network of a control; `null` where there is none.
   */
  readonly partner: string | null;
  /** Seed of the training run. */
  readonly seed: number;
  /** The hole of its dataset, as flags give it: `none`, `disc:1.25,1,0.3`, … */
  readonly hole: string;
  /** Width and height of its images, in pixels. */
  readonly size: number;
  /** How its images are drawn. */
  readonly geometry: Geometry;
  /** Width of the line, in the geometry's unit. */
  readonly stroke: number;
  /** Number of latents, 1 or more. */
  readonly latents: number;
  /** Path of the encoder's `model.json`, images N×S×S×1 to means (and log-variances). */
  readonly encoder: string;
  /** Path of the decoder's `model.json`, latents N×K to Bernoulli means N×S×S×1. */
  readonly decoder: string;
  /** Path of a CSV of its training points and their codes: columns a, b, mu_1, … mu_K. */
  readonly codes: string;
}
