/**
 * Pictures of shapes on the page: the row across the hole, and the shape of one point.
 *
 * @module
 */

import { greyPixels } from "../page/colour.ts";
import type { Subset } from "./messages.ts";
import { ROW_LENGTH } from "./watched.ts";

/** Who a picture is of. */
export type Owner = "truth" | Subset;

/** Owners from top to bottom, with the words before their row. */
export const OWNERS: Readonly<Record<Owner, string>> = {
  truth: "truth",
  punctured: "network",
  control: "control",
};

/** Grey levels of an image as it is painted: S·S bytes. */
function paint(canvas: HTMLCanvasElement, levels: Uint8Array): void {
  const size = Math.sqrt(levels.length);
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = canvas.getContext("2d")!;
  const pixels = context.createImageData(size, size);
  greyPixels(Float32Array.from(levels, (level) => level / 255), pixels.data);
  context.putImageData(pixels, 0, 0);
}

function canvasOf(label: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  return canvas;
}

/** Rows of shapes, one for each owner. */
export interface ShapeRows {
  /** Shows an owner's shapes, one after another. */
  show(owner: Owner, images: Uint8Array): void;
  /** Tells which shapes lie in the hole, and takes the pictures away. */
  clear(inside: readonly boolean[]): void;
}

/** Fills an empty element with rows of canvases. */
export function createShapeRows(element: HTMLElement): ShapeRows {
  const rows = Object.entries(OWNERS).map(([owner, words]) => {
    const name = document.createElement("span");
    name.textContent = words;
    const canvases = Array.from(
      { length: ROW_LENGTH },
      (_, k) => canvasOf(`${words}, shape ${k + 1} of ${ROW_LENGTH}`),
    );
    element.append(name, ...canvases);
    return [owner as Owner, canvases] as const;
  });
  const canvasesOf = new Map(rows);
  return {
    show(owner, images) {
      const area = images.length / ROW_LENGTH;
      canvasesOf.get(owner)!.forEach((canvas, k) =>
        paint(canvas, images.subarray(k * area, (k + 1) * area))
      );
    },
    clear(inside) {
      for (const canvases of canvasesOf.values()) {
        canvases.forEach((canvas, k) => {
          canvas.width = canvas.height = 1;
          canvas.classList.toggle("inside", inside[k]);
        });
      }
    },
  };
}

/** One shape, of each owner. */
export interface ShapeTrio {
  show(owner: Owner, image: Uint8Array, words: string): void;
  clear(): void;
}

/** Fills an empty element with three pictures and their captions. */
export function createShapeTrio(element: HTMLElement): ShapeTrio {
  const parts = new Map(
    Object.entries(OWNERS).map(([owner, words]) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = words;
      const canvas = canvasOf(words);
      figure.append(canvas, caption);
      element.append(figure);
      return [owner as Owner, { canvas, caption }] as const;
    }),
  );
  return {
    show(owner, image, words) {
      const { canvas, caption } = parts.get(owner)!;
      paint(canvas, image);
      caption.textContent = words;
    },
    clear() {
      for (const [owner, { canvas, caption }] of parts) {
        canvas.width = canvas.height = 1;
        caption.textContent = OWNERS[owner];
      }
    },
  };
}
