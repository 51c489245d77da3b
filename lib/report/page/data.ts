/**
 * What a report is made from: plain values that a stage gathers from finished results. Parts that
 * are absent are left out of the page, which then says how to get them.
 *
 * @module
 */

import type { Shapes } from "../../curve/family.ts";
import type { PlotlyFigure, TransectRow } from "../../figures/mod.ts";
import type { HoleOutcome } from "../../measure/hole_costs.ts";
import type { PairName } from "../../words/network_names.ts";

/** A result folder that something in the report was made from. */
export interface Source {
  /** Stage that made it. */
  readonly stage: string;
  /** Its key, 64 or at least 12 hexadecimal digits; the page shows 12. */
  readonly key: string;
  /** Seed of what it holds, or `null` where it holds several. */
  readonly seed: number | null;
  /** The backend that computed it, or `null` where none did. */
  readonly backend: string | null;
  /** Path of the folder, relative to the report's. */
  readonly path: string;
  /** The command that makes it, as typed. */
  readonly command: string;
}

/** The figures that a report can hold; `sections` of page.ts has their order. */
export const FIGURE_KINDS = [
  "headline",
  "space",
  "lattice",
  "curves",
  "transect",
  "errors",
  "map",
  "distance",
  "dose",
  "recovery",
  "methods",
  "latents",
  "traversals",
  "samples",
  "ablation",
  "correlation",
  "penalties",
  "study",
] as const;

/** A kind of figure; `transect` and `study` may occur more than once. */
export type FigureKind = typeof FIGURE_KINDS[number];

/** A figure of the report. */
export interface ReportFigure {
  /** What it shows; decides its place and its caption. */
  readonly kind: FigureKind;
  /** Name of its file under `figures/`, without the ending: letters, digits, `.`, `_`, `-`. */
  readonly name: string;
  /** The SVG document, as `lib/figures` draws it. */
  readonly svg: string;
  /** The same for a narrow screen and for print; without one, the wide figure is scaled down. */
  readonly narrow?: string;
  /** Sentences to follow the caption of its kind, if this one needs more. */
  readonly note?: string;
  /** Whether it stands in the page only where a reader unfolds it. Default false. */
  readonly folded?: boolean;
  /** The results it was made from; none where it was drawn from what is committed. */
  readonly sources: readonly Source[];
}

/** A figure in three dimensions, that a page draws by script over a still one. */
export interface ReportSheet {
  /** Name of the figure that is shown where the script cannot run, and in print. */
  readonly still: string;
  /** What it shows, in full sentences. */
  readonly caption: string;
  /** The figure for a light page and for a dark one, as Plotly takes it. */
  readonly light: PlotlyFigure;
  readonly dark: PlotlyFigure;
  /** Pictures to show on hover. */
  readonly sprites: SpriteSheets;
  /** The results it was made from, at least one. */
  readonly sources: readonly Source[];
}

/** Pictures of the points of a sheet, in two files. */
export interface SpriteSheets {
  /** Width and height of one picture, in pixels. */
  readonly size: number;
  /** Pictures in a row. */
  readonly columns: number;
  /** PNG of the true images. */
  readonly truth: Uint8Array;
  /** PNG of their reconstructions. */
  readonly reconstruction: Uint8Array;
}

/** One network measured outside and inside one hole. */
export interface ReportOutcome extends HoleOutcome {
  /** Seed of the training run. */
  readonly seed: number;
  /** Number of validation images outside the hole. */
  readonly validationCount: number;
  /** Number of test images inside the hole. */
  readonly insideCount: number;
  /** Excess cross-entropy on the validation images, in nats a pixel. */
  readonly validationBceExcess: number;
  /** Excess cross-entropy inside the hole, in nats a pixel. */
  readonly insideBceExcess: number;
  /** The training run. */
  readonly source: Source;
}

/** Test images inside one hole, on which a network was compared with its control one by one. */
export interface PairedImages {
  /** The hole, in the words of the outcomes. */
  readonly hole: string;
  /** Pairs of reconstructions, over all seeds. */
  readonly count: number;
  /** Those whose Dice is lower for the network trained around the hole. */
  readonly worse: number;
}

/** How much better the network's reconstructions inside a hole are than those of another method. */
export interface MethodGain {
  /** The hole, in the words of the outcomes. */
  readonly hole: string;
  /** Name of the method, as the table of methods has it. */
  readonly method: string;
  /** Mean Dice of the reconstructions minus that of the method. */
  readonly gain: number;
}

/** What is not computed for a page, but committed with the suite. */
export interface CommittedPart {
  /** The kind of figure in whose place it stands. */
  readonly kind: FigureKind;
  /** What it says, in full sentences. */
  readonly text: string;
  /** A figure drawn from the committed numbers. */
  readonly figure?: ReportFigure;
  /** Numbers, if there are more than the text holds. */
  readonly table?: { readonly heads: readonly string[]; readonly rows: readonly string[][] };
}

/** One arm of the ablation, as in `tables/ablation.csv`. */
export interface AblationArm {
  /** Name of the arm. */
  readonly arm: string;
  /** Weight γ of its penalty; 0 for none. */
  readonly gamma: number;
  /** Mean Dice on the validation images. */
  readonly dice: number;
  /** Mean excess cross-entropy on the validation images, in nats a pixel. */
  readonly bceExcess: number;
  /** The published term of its codes, mean over pairs of E|μ_i μ_j|. */
  readonly publishedPenalty: number;
  /** Σ over i ≠ j of cov_ij² of its codes. */
  readonly offDiagonalCovariance: number;
  /** Largest |correlation| between two active latents; NaN where there are not two. */
  readonly maxAbsCorrelation: number;
  /**
   * Largest angle from a principal axis to its nearest latent axis, in degrees; NaN where there are
   * not two active latents, or two axes carry nearly the same variance.
   */
  readonly largestAngle: number;
}

/** An entry of an arm's covariance and correlation matrices, as in `tables/covariance.csv`. */
export interface CovarianceEntry {
  /** Name of the arm. */
  readonly arm: string;
  /** Row, from 1. */
  readonly i: number;
  /** Column, from 1. */
  readonly j: number;
  /** Covariance of μ_i and μ_j. */
  readonly covariance: number;
  /** Their correlation, in [−1, 1]. */
  readonly correlation: number;
}

/** A principal axis of an arm's codes, as in `tables/axes.csv`. */
export interface AxisEntry {
  /** Name of the arm. */
  readonly arm: string;
  /** Number of the axis by falling variance, from 1. */
  readonly component: number;
  /** Its share of the variance, in [0, 1]. */
  readonly share: number;
  /** Angle to each latent axis, in degrees, in [0, 90]. */
  readonly angles: readonly number[];
}

/** A published claim, and what was found. */
export interface ReportClaim {
  /** What was claimed, in a few words. */
  readonly title: string;
  /** The part of the publication. */
  readonly part: string;
  /** From the closed list of verdicts. */
  readonly verdict: string;
  /** What was found, in full sentences. */
  readonly finding: string;
  /** What the publication rests it on, in full sentences. */
  readonly evidence: string;
  /** Its figures, or that it gives none. */
  readonly published: string;
  /** The quantity that decides, in words. */
  readonly measured: string;
  /** Its mean and interval. */
  readonly ours: string;
  readonly seeds: number;
  /** Other explanations, and what was found of them. */
  readonly confounds: readonly { readonly question: string; readonly answer: string }[];
  /** In full sentences. */
  readonly limits: readonly string[];
}

/** The published claims; their evidence is committed, and is not the report's own. */
export interface ReportClaims {
  /** How many got which verdict, in one sentence. */
  readonly answer: string;
  /** What the hole costs at the published size, from what is committed, in full sentences. */
  readonly atPublishedSize: string;
  /** What a hole of radius 0.6 costs, from what is committed, in full sentences. */
  readonly atWideSize: string;
  /** When their criteria were written, in full sentences. */
  readonly fixed: string;
  readonly claims: readonly ReportClaim[];
}

/** What a report does not show of its study, because it was not there yet. */
export interface ReportLacking {
  /** Its parts, each a noun phrase such as `seeds 1 and 2`. */
  readonly parts: readonly string[];
  /** The command that makes the whole study. */
  readonly command: string;
}

/** All that a report shows. */
export interface ReportData {
  /** Name of the profile: `smoke`, `small`, `full` or `paper`. */
  readonly profile: string;
  /** Its shapes, where they are not the publication's. */
  readonly shapes?: Shapes;
  /** First seed of its study. Default 0. */
  readonly seed?: number;
  /** How many seeds its study has, where they are not as many as the profile's. */
  readonly seeds?: number;
  /** The published claims. */
  readonly claims?: ReportClaims;
  /** What it lacks; absent where it shows all of its study. */
  readonly lacking?: ReportLacking;
  /** How the networks were trained, as pairs of a name and a value, units included. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Each network measured outside and inside each hole. */
  readonly outcomes: readonly ReportOutcome[];
  /** The two networks' reconstructions inside each hole, one by one. */
  readonly images?: readonly PairedImages[];
  /** Other ways to the images inside the holes. */
  readonly methods?: readonly MethodGain[];
  /** What stands in the place of parts that were not computed. */
  readonly committed?: readonly CommittedPart[];
  /** All points of all transects, of the networks that the transect figures show. */
  readonly transects?: readonly TransectRow[];
  /** The arms of the ablation. */
  readonly ablation?: readonly AblationArm[];
  /** Their covariances and correlations. */
  readonly covariances?: readonly CovarianceEntry[];
  /** Their principal axes. */
  readonly axes?: readonly AxisEntry[];
  /** The latent sheet, if there is one. */
  readonly sheet?: ReportSheet;
  /** The figures, in any order. */
  readonly figures: readonly ReportFigure[];
}

export type { HoleOutcome, PairName, TransectRow };
