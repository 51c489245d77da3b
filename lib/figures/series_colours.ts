/**
 * Colours of series, which keep their meaning from figure to figure.
 *
 * @module
 */

import { PAIR } from "../words/network_names.ts";
import { COLOURS, OKABE_ITO } from "./palette.ts";
import { MODEL_NAMES } from "./transect_errors.ts";

// Colours that mean something else (a network, the hole) come last, or never.
const OTHERS = [
  OKABE_ITO.green,
  OKABE_ITO.purple,
  OKABE_ITO.black,
  OKABE_ITO.skyBlue,
  OKABE_ITO.orange,
];

/**
 * The colour of a network, where a name is that of one: `punctured`, `control`, or what other
 * figures call them.
 *
 * @param name Name of a series or an arm.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { networkColour } from "./series_colours.ts";
 *
 * assertEquals(networkColour("control"), "#0072b2");
 * assertEquals(networkColour("β = 4"), undefined);
 * ```
 */
export function networkColour(name: string): string | undefined {
  const network = PAIR.find((network) => name === network || name === MODEL_NAMES[network]);
  return network && COLOURS[network];
}

/**
 * A colour for each series: that of the network where the series is one, else the next one of Okabe
 * and Ito's that means no network. There are five of those; a sixth series begins again.
 *
 * @param names Names of the series, repeated or not.
 * @returns Colours by name, in order of first appearance.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { seriesColours } from "./series_colours.ts";
 *
 * const colours = seriesColours(["control", "β = 4"]);
 * assertEquals([...colours], [["control", "#0072b2"], ["β = 4", "#009e73"]]); // blue, green
 * ```
 */
export function seriesColours(names: Iterable<string>): Map<string, string> {
  const colours = new Map<string, string>();
  let others = 0;
  for (const name of new Set(names)) {
    colours.set(name, networkColour(name) ?? OTHERS[others++ % OTHERS.length]);
  }
  return colours;
}
