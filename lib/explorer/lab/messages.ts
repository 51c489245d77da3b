/**
 * What the page and the workers that train say to each other.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import type { Point } from "../../space/space.ts";
import type { EpochLine, TrainingProgress } from "../../training/epochs.ts";
import type { LabSettings } from "./settings.ts";

/** What the page asks of a worker. */
export type Request =
  /** The first thing asked, and once. */
  | { readonly kind: "train"; readonly settings: LabSettings; readonly subset: PairName }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** Training ends; what is learnt stays and can be looked at. */
  | { readonly kind: "stop" }
  /** What the network makes of a shape now. */
  | { readonly kind: "show"; readonly id: number; readonly point: Point }
  /** The network's files, in the format of TF.js. */
  | { readonly kind: "save"; readonly id: number };

/** Mean Dice of images of the hole test set, and of validation images outside the hole. */
export interface DiceMeans {
  readonly inside: number;
  readonly outside: number;
}

/** What a network makes of what is watched. */
export interface Glance {
  readonly dice: DiceMeans;
  /** Images that each mean is of. */
  readonly counts: DiceMeans;
  /** The row's shapes as they should be, and as the network has them: 7×S×S bytes each. */
  readonly truth: Uint8Array;
  readonly row: Uint8Array;
  /** Cells of the map that were looked at, and Dice there. */
  readonly cells: Uint32Array;
  readonly cellDice: Float32Array;
}

/** What a worker tells the page. */
export type Answer =
  /** It listens. What is asked before is lost where its libraries are still loading. */
  | { readonly kind: "ready" }
  /** The backend runs and the images are drawn; `images` train. */
  | { readonly kind: "started"; readonly reason: string; readonly images: number }
  /** The device's programs are compiled: none on wasm. */
  | { readonly kind: "prepared"; readonly programs: number }
  | { readonly kind: "progress"; readonly progress: TrainingProgress }
  /** An epoch is over. */
  | {
    readonly kind: "epoch";
    readonly line: EpochLine;
    /** As of `EpochOver`. */
    readonly imagesPerSecond: number | null;
    readonly glance: Glance;
  }
  /** Training is over, or was stopped; the last glance is at all images. */
  | {
    readonly kind: "done";
    readonly whole: boolean;
    readonly history: readonly EpochLine[];
    readonly imagesPerSecond: number | null;
    readonly glance: Glance;
  }
  | {
    readonly kind: "shown";
    readonly id: number;
    readonly truth: Uint8Array;
    readonly image: Uint8Array;
    readonly dice: number;
  }
  | { readonly kind: "saved"; readonly id: number; readonly files: Record<string, Uint8Array> }
  /** Nothing more comes. */
  | { readonly kind: "failed"; readonly message: string };
