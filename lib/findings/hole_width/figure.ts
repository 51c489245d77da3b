/**
 * The figure of the widths of holes, from their table.
 *
 * @module
 */

import { holeWidths, type WidthPanel } from "../../figures/hole_widths.ts";
import { mean } from "../../measure/statistics.ts";
import { deficitOf, type WidthGroup, widthGroups, type WidthPair } from "./pairs.ts";
import { PUBLISHED_HOLE_TEXT } from "../../space/hole.ts";

/**
 * Two panels: the usual networks around a hole of radius 0.6, those that were trained as a test apart; and
 * networks of the published size around the published hole, those with the published rate apart.
 */
export function holeWidthFigure(pairs: readonly WidthPair[]): Promise<string> {
  const groups = widthGroups(pairs);
  const wide = groups.filter(({ hole, setting }) => hole === "disc:1.25,1,0.6" && setting === "");
  const published = groups.filter(({ hole, pairs: [{ size, divide }] }) =>
    hole === PUBLISHED_HOLE_TEXT && size === 256 && divide === 1
  );
  return holeWidths([
    panelOf(wide, {
      title: "radius 0.6, images of 64²",
      name: ({ pairs, fresh }) => {
        const seeds = pairs.map(({ seed }) => seed);
        return `seeds ${Math.min(...seeds)} to ${Math.max(...seeds)}${fresh ? ", to test it" : ""}`;
      },
      hollow: ({ fresh }) => !fresh,
    }),
    panelOf(published, {
      title: "the published hole and size",
      name: (group) => {
        const [{ epochs }] = group.pairs;
        return `${hasPublishedRate(group) ? "published" : "our"} rate, ${epochs} epochs`;
      },
      hollow: (group) => !hasPublishedRate(group),
    }),
  ], {
    title: "The wider a hole of radius 0.6 is in the code, the worse it is filled",
    subtitle:
      "Each dot is a network. Width: the least distance between the codes of two shapes that lie " +
      "opposite each other on the edge of the hole; the noise on codes has σ = 0.1.",
  });
}

function hasPublishedRate({ pairs: [{ rate, decay }] }: WidthGroup): boolean {
  return rate === 1e-4 && decay === "constant";
}

/** Hollow series come first. */
function panelOf(
  groups: readonly WidthGroup[],
  { title, name, hollow }: {
    title: string;
    name: (group: WidthGroup) => string;
    hollow: (group: WidthGroup) => boolean;
  },
): WidthPanel {
  return {
    title,
    series: groups.map((group) => ({
      name: name(group),
      hollow: hollow(group),
      dots: group.pairs.map((pair) => ({ width: pair.narrowest, deficit: deficitOf(pair) })),
    })).toSorted((one, other) => Number(other.hollow) - Number(one.hollow)),
    control: mean(
      groups.flatMap(({ pairs }) => pairs.map(({ control_narrowest }) => control_narrowest)),
    ),
  };
}
