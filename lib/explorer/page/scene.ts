/**
 * Where codes appear on the page in Plotly's picture of the sheet, and where it is seen from. Plotly
 * offers no projection, so its scene is asked for its matrices; Plotly's version is pinned.
 *
 * @module
 */

import type { Eye } from "../../sheet/camera.ts";
import type { Place } from "./nearest.ts";
import { type Lens, project } from "./projection.ts";

/** The part of Plotly's own scene that is used here. */
interface Scene {
  readonly container: {
    getBoundingClientRect(): Readonly<Record<"left" | "top" | "width" | "height", number>>;
  };
  readonly dataScale: ArrayLike<number>;
  /** Nothing where its WebGL was lost. */
  getCamera(): { readonly eye: Eye } | undefined;
  readonly glplot?: { readonly cameraParams?: Omit<Lens, "dataScale"> };
}

function sceneOf(plot: object): Scene | undefined {
  const { _fullLayout: layout } = plot as { _fullLayout?: { scene?: { _scene?: Scene } } };
  return layout?.scene?._scene;
}

/** Where the picture is seen from: its layout knows nothing of a wheel that has turned. */
export function eyeOf(plot: object): Eye | undefined {
  return sceneOf(plot)?.getCamera()?.eye;
}

/**
 * What places codes of two or three latents in the browser's window, in pixels; `undefined` while
 * nothing is drawn. It gives `undefined` for a code that is outside the picture.
 */
export function sceneProjection(
  plot: object,
): ((code: readonly number[]) => Place | undefined) | undefined {
  const scene = sceneOf(plot);
  const camera = scene?.glplot?.cameraParams;
  if (!scene || !camera) return undefined;
  const picture = scene.container.getBoundingClientRect();
  return (code) => {
    const at = project(code, { ...camera, dataScale: scene.dataScale });
    if (!at || Math.min(at.x, at.y) < 0 || Math.max(at.x, at.y) > 1) return undefined;
    return {
      x: picture.left + at.x * picture.width,
      y: picture.top + at.y * picture.height,
      depth: at.depth,
    };
  };
}
