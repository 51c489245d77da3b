/**
 * Pictures of shapes on the page: the row across the hole, and the shape of one point.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import { greyPixels } from "../page/colour.ts";
import { ROW_LENGTH } from "./watched.ts";

/** Who a picture is of. */
export type Owner = "truth" | PairName;

/** Owners from top to bottom, with the words before their row. */
export const OWNERS: Readonly<Record<Owner, string>> = {
  truth: "truth",
  punctured: "network",
  control: "control",
};

/** The pixels of an image of S·S grey levels. */
function pixelsOf(levels: Uint8Array): ImageData {
  const size = Math.sqrt(levels.length);
  const pixels = new ImageData(size, size);
  greyPixels(Float32Array.from(levels, (level) => level / 255), pixels.data);
  return pixels;
}

/** Paints an image of S·S grey levels. */
function paint(canvas: HTMLCanvasElement, levels: Uint8Array): void {
  const pixels = pixelsOf(levels);
  if (canvas.width !== pixels.width) canvas.width = canvas.height = pixels.width;
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
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

/** Colour of the frame on a strip, which is black in any colour scheme. */
const FRAME = "#e69f00";

/**
 * Rows of shapes as one small picture: a row for each owner, and a frame around the columns inside the
 * hole.
 *
 * @param images 7·S·S grey levels of each owner
 * @param inside which of the 7 columns lie inside
 */
export function createStrip(
  images: Readonly<Record<Owner, Uint8Array>>,
  inside: readonly boolean[],
): HTMLCanvasElement {
  const owners = Object.keys(OWNERS) as Owner[];
  const area = images.truth.length / ROW_LENGTH;
  const size = Math.sqrt(area);
  const words = owners.map((owner) => OWNERS[owner]).join(", ");
  const canvas = canvasOf(`Shapes on a line across the hole, in rows: ${words}`);
  canvas.width = ROW_LENGTH * size;
  canvas.height = owners.length * size;
  const context = canvas.getContext("2d")!;
  for (const [row, owner] of owners.entries()) {
    for (let k = 0; k < ROW_LENGTH; k++) {
      const pixels = pixelsOf(images[owner].subarray(k * area, (k + 1) * area));
      context.putImageData(pixels, k * size, row * size);
    }
  }
  const [first, last] = [inside.indexOf(true), inside.lastIndexOf(true)];
  if (first < 0) return canvas;
  context.strokeStyle = FRAME;
  const line = context.lineWidth = size / 16;
  const width = (last - first + 1) * size;
  context.strokeRect(first * size + line / 2, line / 2, width - line, canvas.height - line);
  return canvas;
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
