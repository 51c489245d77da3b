/**
 * The networks of the site that were loaded.
 *
 * @module
 */

import type { SiteModel } from "../site_data.ts";
import { showLoading } from "./loading.ts";
import { loadNetwork, type Network } from "./network.ts";

/** Networks by id. */
export interface Loader {
  /** Those that are there. */
  readonly loaded: ReadonlyMap<string, Network>;
  /** Loads a network once, and again where that failed. */
  load(id: string): Promise<Network>;
}

/** A loader of the networks of a site, which shows how far loading is. */
export function createLoader(byId: ReadonlyMap<string, SiteModel>): Loader {
  const loading = new Map<string, Promise<Network>>(), loaded = new Map<string, Network>();
  const begin = (id: string) => {
    const model = byId.get(id)!;
    const show = (share?: number) => showLoading(`the network ${model.name}`, share);
    show(0);
    return loadNetwork(model, show).finally(() => show());
  };
  return {
    loaded,
    load(id) {
      const started = loading.get(id) ?? begin(id);
      loading.set(id, started);
      started.then((network) => loaded.set(id, network), () => loading.delete(id));
      return started;
    },
  };
}
