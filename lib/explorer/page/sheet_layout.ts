/**
 * The sheet's figure as it fits into the page: the page has buttons of its own, which keys reach, and
 * the plane beside it says which line is which.
 *
 * @module
 */

import type { PlotlyFigure } from "../../figures/latent_sheet.ts";
import { steppedBack } from "../../sheet/camera.ts";
import { NARROW, plainAxis, roomAt, type Scene } from "../../sheet/narrow.ts";

/** Height of the picture, in pixels, as `style.css` has it. */
const HEIGHT = 384;

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
        xaxis: plainAxis(xaxis),
        yaxis: plainAxis(yaxis),
        zaxis: plainAxis(zaxis),
        camera: { ...camera, eye: { x: room * x, y: room * y, z: room * z } },
      },
    },
    config: { ...config, scrollZoom: true },
  };
}
