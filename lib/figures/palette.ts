/**
 * One look for all figures: colours that colour-blind readers can tell apart (Okabe & Ito 2008,
 * "Color Universal Design"), always with the same meaning, and fonts that every system has in one
 * form or another. A figure names its font and carries none, so its bytes are the same everywhere.
 *
 * @module
 */

/** The eight colours of Okabe and Ito. */
export const OKABE_ITO = {
  black: "#000000",
  orange: "#e69f00",
  skyBlue: "#56b4e9",
  green: "#009e73",
  yellow: "#f0e442",
  blue: "#0072b2",
  vermillion: "#d55e00",
  purple: "#cc79a7",
} as const;

/**
 * What each colour means where networks are compared. Figures that compare none use some of them for
 * other things: the sheet, the plane of training points, the arms of an ablation.
 */
export const COLOURS = {
  /** A network trained around the hole. */
  punctured: OKABE_ITO.vermillion,
  /** The control, trained without a hole. */
  control: OKABE_ITO.blue,
  /** The hole itself: tinted behind data, full where it is an outline. */
  hole: OKABE_ITO.orange,
  /** Text and rules. */
  ink: "#1f2328",
  /** Secondary text. */
  quiet: "#59636e",
  /** Grid lines and frames. */
  line: "#d8dee4",
  /** Figures have a ground of their own, so that they read on a dark page too. */
  ground: "#ffffff",
} as const;

/**
 * Colours of a parameter whose range begins again where it ends, spaced evenly: the last is the first.
 * They go through about those of viridis, and back through red.
 */
export const AROUND: readonly string[] = [
  "#440154",
  "#31688e",
  "#35b779",
  "#fde725",
  "#e8743b",
  "#9e2a5b",
  "#440154",
];

/** Colours of transects, in order; a fourth begins again. */
export const TRANSECT_COLOURS: readonly string[] = [
  OKABE_ITO.purple,
  OKABE_ITO.green,
  OKABE_ITO.black,
];

/** Fonts by name, the commonest first, with a generic one last. */
export const FONT = "Helvetica, Arial, Liberation Sans, sans-serif";

// Mean advance of Helvetica's characters by kind, in units of the font size.
const NARROW = /[ .,:;!'|iljft()[\]/I-]/;
const WIDE = /[mwMWGOQ@%—]/;

/**
 * Estimates how wide a text is set, since no canvas is at hand to measure it.
 *
 * @param text One line.
 * @param size Font size, in pixels.
 * @returns Pixels, a few percent more than Helvetica takes.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    width += NARROW.test(character) ? 0.31 : WIDE.test(character) ? 0.85 : 0.58;
  }
  return width * size;
}
