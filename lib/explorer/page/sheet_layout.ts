/**
 * The sheet's figure as it fits into the page: the page has buttons of its own, which keys reach, and
 * the plane beside it says which line is which.
 *
 * @module
 */

import type { PlotlyFigure } from "../../figures/latent_sheet.ts";
import { type Eye, steppedBack } from "../../report/sheet/camera.ts";

/** Below this width, in pixels, the scale lies below the picture. */
const NARROW = 480;

/** Height of the picture, in pixels, as `style.css` has it. */
const HEIGHT = 384;

/**
 * How much farther away the view is than fills the picture: the axes' words lie outside the sheet, and
 * are as large in a narrow picture. Found by eye at widths of 288, 358 and 432 pixels.
 */
const roomAt = (width: number) => Math.max(1.1, 1.15 + 0.0024 * (432 - width));

interface Axis {
  readonly title?: { readonly text: string };
  readonly nticks?: number;
  readonly tickfont?: { readonly size: number };
}

interface Scene {
  readonly camera: { readonly eye: Eye };
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly zaxis: Axis;
}

/** An axis with few and small numbers, and its name without the unit. */
function axis({ title, ...rest }: Axis): Axis {
  const small = { ...rest, nticks: 5, tickfont: { size: 10 } };
  return title ? { ...small, title: { text: title.text.replace(/ \(.*\)$/, "") } } : small;
}

/** A figure for an element of a width in pixels. */
export function fitted({ data, layout, config }: PlotlyFigure, width: number): PlotlyFigure {
  const narrow = width < NARROW;
  const { updatemenus: _, legend: __, ...rest } = layout;
  const { camera, xaxis, yaxis, zaxis } = layout.scene as Scene;
  const margin = { l: 0, r: 0, t: 0, b: narrow ? 64 : 0 };
  const picture = { width: width - (narrow ? 0 : 90), height: HEIGHT - margin.b };
  const room = roomAt(width);
  const { x, y, z } = steppedBack(camera.eye, picture);
  const [surface, ...others] = data as readonly (Readonly<Record<string, unknown>> & {
    readonly colorbar?: { readonly title: { readonly text: string } };
  })[];
  const scale = narrow
    ? { orientation: "h", thickness: 10, len: 0.9, x: 0.5, y: 0, yanchor: "top", ypad: 4 }
    : { orientation: "v" };
  const title = { ...surface.colorbar?.title, side: narrow ? "bottom" : "right" };
  return {
    data: [{ ...surface, colorbar: { ...surface.colorbar, ...scale, title } }, ...others],
    layout: {
      ...rest,
      margin,
      showlegend: false,
      // A person's view is kept when the colours change.
      uirevision: "kept",
      scene: {
        ...layout.scene as object,
        xaxis: axis(xaxis),
        yaxis: axis(yaxis),
        zaxis: axis(zaxis),
        camera: { ...camera, eye: { x: room * x, y: room * y, z: room * z } },
      },
    },
    config: { ...config, scrollZoom: true },
  };
}
