/**
 * The menus of networks.
 *
 * @module
 */

import type { SiteModel } from "../site_data.ts";

/** Fills a menu with networks under their groups, after an entry for none if it has a name. */
export function fillMenu(
  select: HTMLSelectElement,
  models: readonly SiteModel[],
  { none }: { none?: string } = {},
): void {
  const groups = Map.groupBy(models, ({ group }) => group);
  select.replaceChildren(
    ...(none === undefined ? [] : [new Option(none, "")]),
    ...[...groups].map(([name, members]) => {
      const group = document.createElement("optgroup");
      group.label = name;
      group.append(...members.map(({ id, name }) => new Option(name, id)));
      return group;
    }),
  );
}
