/** The tiles of the WebGPU kernels: what their shaders take for granted. */

import { assert, assertEquals } from "@std/assert";
import {
  cheapestTile,
  leftStride,
  tallTile,
  threadsAcross,
  type Tile,
  TILE_THREADS,
} from "../../lib/backend/webgpu/tile.ts";

/** Bytes of workgroup memory: both strips, and four numbers a row, as a tap or a pixel takes. */
const bytesOf = (tile: Tile) =>
  16 * (tile.depth * (leftStride(tile) + tile.columns / 4) + tile.rows);

Deno.test("a tile's threads cover it, stay with one quad of rows and columns, and fit into 16 KiB", () => {
  for (let columns = 1; columns <= 80; columns++) {
    const rows = Array.from({ length: 600 }, (_, k) => k + 1);
    const tiles = new Set(rows.map((rows) => JSON.stringify(cheapestTile(rows, columns))));
    for (const tile of [tallTile(columns), ...[...tiles].map((text) => JSON.parse(text) as Tile)]) {
      const message = `${columns} columns: ${JSON.stringify(tile)}`;
      assertEquals(TILE_THREADS / threadsAcross(tile) * tile.threadRows, tile.rows, message);
      assertEquals(TILE_THREADS % (tile.rows / 4), 0, message);
      assertEquals(TILE_THREADS % (tile.columns / 4), 0, message);
      assert(bytesOf(tile) <= 16 * 1024, message);
    }
  }
});
