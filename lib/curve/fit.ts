/**
 * From an image back to its shape: the (a, b) whose render is nearest to it. A pixel error says how
 * far a reconstruction is from its target; the fit says where in the parameter space it landed, and
 * the residual whether it landed anywhere: two curves at half strength on one image resemble both,
 * and are no member of the family (Lin 2021, part 1: R(θ) = b·cos 5θ + a).
 *
 * Every (a, b) of the rose's space has a shape of its own: turned by 180°, −R is the shape of (−a, b), which
 * lies outside. But along a + b = const with a ≈ b the outer petals stay and the inner ones hide
 * within the stroke: there a shift of 0.03 changes the residual by 0.003 and less, and the canvas'
 * own rounding by 0.001. So a step counts only where the residual of the render itself falls.
 *
 * @module
 */

import type { Point } from "../space/space.ts";
import { DEFAULT_SHAPES, periodicAxis } from "./family.ts";
import { descend, type Trial } from "./fit_descent.ts";
import { renderLattice, residualOf, sumOfSquares } from "./fit_lattice.ts";
import type { RenderOptions } from "./geometry.ts";
import { createRenderer, type CurveRenderer } from "./renderer.ts";

/** Pixels of one image in [0, 1], row-major S×S. */
export type FittedImage = Float32Array | Float64Array;

/**
 * The shape nearest to an image: a and b within {@linkcode SPACE}; of a periodic one below the upper
 * end, which is the lower one.
 */
export interface CurveFit extends Point {
  /**
   * Σ(x − r)² / (Σx² + Σr²) of the image x and the render r of (a, b), in [0, 1]: 1 minus their
   * Dice coefficient. 0 where they are equal, 1 where they share no ink.
   */
  readonly residual: number;
}

/** Fits shapes to images of one size and geometry; made by {@linkcode createCurveFitter}. */
export interface CurveFitter {
  /**
   * The shape nearest to one image. A blank image shares no ink with any: residual 1 at the
   * lattice's first point, (0.5, 0).
   *
   * @param image S·S pixels in [0, 1], row-major from the upper left.
   * @throws {RangeError} The image has another length, or a pixel outside [0, 1].
   */
  fit(image: FittedImage): CurveFit;
}

/**
 * Makes a fitter for images drawn with these options. It renders a lattice of 31 × 41 shapes once;
 * each fit compares the image with all of them, renders the lowest point of a paraboloid through the
 * scores around each of the best few, and goes down from the best in Gauss–Newton steps, with slopes
 * interpolated in the lattice (`fit_lattice.ts`, `fit_descent.ts`). Along a periodic axis the lattice is
 * closed, and steps lead around it. A rose takes five renders a clean image, four a
 * network's reconstruction.
 *
 * Measured on clean 8-bit renders of random points, processor time of a core shared with other work,
 * where a pattern search of some 22 renders takes 12 ms at 64²:
 *
 * | images | points | mean error of a, b | largest | mean, largest residual | set-up | a fit |
 * |---|---|---|---|---|---|---|
 * | 64² `square` | 600 | 0.0004, 0.0005 | 0.028, 0.033 | 6·10⁻⁵, 1·10⁻³ | 0.7 s | 4 ms |
 * | 128² `square` | 60 | 0.0002, 0.0003 | 0.001, 0.002 | 6·10⁻⁵, 3·10⁻⁴ | 0.9 s | 6 ms |
 * | 256² `square` | 60 | 0.0001, 0.0001 | 0.001, 0.001 | 7·10⁻⁵, 3·10⁻⁴ | 1.4 s | 19 ms |
 * | 64² `published` | 100 | 0.0001, 0.0001 | 0.001, 0.001 | 6·10⁻⁶, 4·10⁻⁵ | 1.0 s | 5 ms |
 * | 128² `published` | 60 | 0.0001, 0.0001 | 0.001, 0.001 | 2·10⁻⁵, 1·10⁻⁴ | 1.2 s | 8 ms |
 * | 32² `square` | 200 | 0.0015, 0.0022 | 0.03, 0.05 | 7·10⁻⁵, 2·10⁻³ | 0.6 s | 3 ms |
 *
 * Beside a pattern search of some 22 renders, at 64², the residual is higher by 0.0005 in the mean and
 * 0.004 at most on reconstructions of two networks (600 images, mean residual 0.029), where a and b
 * differ by 0.005 in the mean; on blends of two shapes by 0.0008 and 0.004 (100 images). Over all images of
 * four evaluations a single residual was higher by 0.0074 at most, and a set's mean by 0.0009. The
 * canvas' own rounding makes residuals uneven by 0.001.
 *
 * At 64² `square`, most fits lie within 0.003 in both; a few, up to 0.04 away, stop in a valley of the
 * canvas' rounding near a = b. At b = 0, 0.01 and 2 the errors are no larger. The published geometry draws on
 * 229×172 pixels at any size, and so has smaller errors.
 *
 * That is the rose of five petals. The errors of each family on 1000 clean renders, geometry `square`, in
 * the plane's units and by the shorter way around a periodic parameter (`tests/curve/fit_floor.ts`):
 *
 * | images | family | mean error of a, b | largest |
 * |---|---|---|---|
 * | 64² | rose, 5 petals | 0.0004, 0.0005 | 0.0352, 0.0423 |
 * | 64² | rose, 3 petals | 0.0002, 0.0003 | 0.0030, 0.0035 |
 * | 64² | rose, 7 petals | 0.0005, 0.0007 | 0.0242, 0.0279 |
 * | 64² | superellipse | 0.0002, 0.0021 | 0.0057, 0.0943 |
 * | 64² | bump | 0.0000, 0.0000 | 0.0001, 0.0001 |
 * | 64² | ellipse | 0.0002, 0.0000 | 0.0034, 0.0020 |
 * | 32² | rose, 5 petals | 0.0019, 0.0025 | 0.0529, 0.0642 |
 * | 32² | rose, 3 petals | 0.0009, 0.0013 | 0.0304, 0.0404 |
 * | 32² | rose, 7 petals | 0.0033, 0.0041 | 0.1195, 0.1277 |
 * | 32² | superellipse | 0.0006, 0.0069 | 0.0099, 0.2977 |
 * | 32² | bump | 0.0001, 0.0001 | 0.0003, 0.0003 |
 * | 32² | ellipse | 0.0006, 0.0001 | 0.0117, 0.0028 |
 *
 * The exponent of a superellipse is found worst where it is large: its corners are then smaller than a
 * pixel, and the fit may stop early in a flat valley.
 *
 * These are errors on images of the rasteriser that the fit itself draws with. On clean renders of
 * another one, which samples each pixel and so draws crossings in full (`raster.ts` tells what ours
 * loses there), the fit errs at 64² by 0.004 in a and b in the mean, 0.03 at most; on a network's
 * reconstructions of 200 validation points it differs from a fit through that rasteriser by 0.009 in a
 * and 0.010 in b, 0.07 at most (`tests/peers/recovery.ts`; small profile, one network). An effect of
 * 0.01 in a or b is no larger than what the choice of the rasteriser makes.
 *
 * Read both results with care where the image is no clean render. Blur moves (a, b) along
 * a + b = const: the binomial filter ¼, ½, ¼ in both directions, on 64² `square`, by 0.01 in the
 * mean and 0.1 at worst, where a ≈ b. And the residual rises with all that is not the shape: to 0.05
 * under that blur, to 0.19 where the ink is at half strength, to 0.16 for (0.8, 0.4) and (1.6, 1.6)
 * at half strength on one image, at most to ⅓ for such a blend.
 *
 * @throws {RangeError} An option lies outside its range.
 *
 * @example
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { createCurveFitter } from "./fit.ts";
 * import { renderCurve } from "./raster.ts";
 *
 * const { fit } = createCurveFitter({ size: 64 });
 * const image = Float32Array.from(renderCurve({ a: 1.2, b: 0.7 }, { size: 64 }), (v) => v / 255);
 * const { a, b, residual } = fit(image);
 * assertAlmostEquals(a, 1.2, 0.01);
 * assertAlmostEquals(b, 0.7, 0.01);
 * assert(residual < 0.001);
 * ```
 */
export function createCurveFitter(options: RenderOptions): CurveFitter {
  const { size, family = DEFAULT_SHAPES.family } = options;
  const render = createRenderer(options);
  const lattice = renderLattice(render, { size, periodic: periodicAxis(family) });
  return {
    fit(image) {
      checkImage(image, size);
      const target = lattice.reduce(image);
      const draw = createDraw(image, render);
      const starts = lattice.valleys(target)
        .flatMap(({ guesses, axes }) => guesses.map((guess) => ({ trial: draw(guess), axes })));
      const { trial, axes } = starts.reduce((one, other) =>
        other.trial.residual < one.trial.residual ? other : one
      );
      const { a, b, residual } = descend(trial, axes, { target, lattice, draw });
      return { a, b, residual };
    },
  };
}

function checkImage(image: FittedImage, size: number): void {
  if (image.length !== size * size) {
    throw new RangeError(
      `Cannot fit a curve: the image must be ${size}×${size} pixels, received ${image.length}`,
    );
  }
  for (let i = 0; i < image.length; i++) {
    // A mean of float32 pixels may exceed 1 by a rounding error.
    if (image[i] >= -1e-6 && image[i] <= 1 + 1e-6) continue;
    throw new RangeError(`Cannot fit a curve: pixels must lie in [0, 1], received ${image[i]}`);
  }
}

function createDraw(image: FittedImage, render: CurveRenderer): (point: Point) => Trial {
  const own = sumOfSquares(image);
  return ({ a, b }) => {
    const drawn = new Uint8Array(image.length);
    render({ a, b }, drawn);
    let product = 0, squares = 0;
    for (let i = 0; i < drawn.length; i++) {
      product += image[i] * drawn[i];
      squares += drawn[i] * drawn[i];
    }
    const residual = residualOf(product / 255, own + squares / 255 ** 2);
    return { a, b, residual, render: drawn };
  };
}
