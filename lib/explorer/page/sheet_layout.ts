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

interface Axis {
  readonly title: { readonly text: string };
}

/** A figure for an element of a width in pixels. */
export function fitted({ data, layout, config }: PlotlyFigure, width: number): PlotlyFigure {
  const narrow = width < NARROW;
  const { updatemenus: _, legend: __, ...rest } = layout;
  const scene = layout.scene as {
    readonly camera: { readonly eye: Eye };
    readonly xaxis: Axis;
    readonly yaxis: Axis;
    readonly zaxis: Axis;
  };
  const margin = narrow ? { l: 0, r: 0, t: 0, b: 64 } : { l: 0, r: 0, t: 0, b: 0 };
  const picture = { width: width - (narrow ? 0 : 90), height: HEIGHT - margin.b };
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
      scene: { ...scene, camera: { ...scene.camera, eye: steppedBack(scene.camera.eye, picture) } },
    },
    config: { ...config, scrollZoom: true },
  };
}
