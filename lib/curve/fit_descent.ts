/**
 * From a first guess down to the shape nearest to an image, by rendering few shapes.
 *
 * The residual is a sum of squares, so Gauss and Newton's method needs no second derivatives: the
 * slopes of the render in a and b give the step (Nocedal & Wright 2006, Numerical Optimization, § 10.3).
 * The render itself is drawn at every step, its slopes are interpolated between shapes that were drawn
 * before. Errors in them make the steps longer or shorter and, where the image is no clean render,
 * move the end a little along the direction in which the residual hardly changes. A parabola through
 * three residuals along that direction ends the search where the image is nearly clean.
 *
 * @module
 */

import type { Axis } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";
import { type Axes, clamp, type CurveLattice, sumOfSquares } from "./fit_lattice.ts";

/** A shape that was drawn, and compared with the image. */
export interface Trial extends Point {
  /** Σ(x − r)² / (Σx² + Σr²) of the image x and the render r, in [0, 1]. */
  readonly residual: number;
  /** The render, S·S bytes. */
  readonly render: Uint8Array;
}

/** What a search works with. */
export interface Descent {
  /** The image, reduced. */
  readonly target: Float64Array;
  readonly lattice: CurveLattice;
  /** Draws a shape and compares it with the image. */
  readonly draw: (point: Point) => Trial;
}

/** Steps that are tried at most. A clean render takes three or four, a reconstruction two. */
const MOST_STEPS = 6;

/** Steps that may lead up at most; each one that does is repeated shortened. */
const MOST_FAILURES = 2;
const SHORTENED = 0.4;

/** A step that promises less than this share of the residual is not made. */
const LEAST_GAIN = 0.01;

/** The longest step, in axis units. */
const LONGEST_STEP = 0.05;

/** The render's brightness beside the image's is taken as no more than this. */
const MOST_SCALE = 2.5;

/**
 * Between these residuals a parabola ends the search. Below, an image is a clean render and all that
 * is left is the canvas' rounding. Above, it is none, and three more renders lower the residual of a
 * network's reconstruction by 0.0002 in the mean.
 */
const PARABOLA_RANGE = [2e-4, 0.01] as const;

/** Distance of the last parabola's points, in axis units. */
const PARABOLA_STEP = 0.012;

/** Below this residual the parabola is repeated until the image is clean, so many times in all. */
const NEARLY_CLEAN = 2e-3;
const MOST_LOOKS = 4;

/** The lowest shape that the search finds from a start. */
export function descend(start: Trial, axes: Axes, descent: Descent): Trial {
  const lowest = stepDown(start, descent);
  const [least, most] = PARABOLA_RANGE;
  if (!(lowest.residual > least && lowest.residual < most)) return lowest;
  let found = lookAlong(lowest, axes[1], descent);
  for (let looks = 1; looks < MOST_LOOKS && found.residual > least; looks++) {
    if (found.residual > NEARLY_CLEAN) break;
    found = lookAlong(found, axes[1], descent);
  }
  return found;
}

function stepDown(start: Trial, { target, lattice, draw }: Descent): Trial {
  let best = start;
  let step = gaussNewtonStep(best, { target, lattice });
  for (let tried = 0, failures = 0; tried < MOST_STEPS; tried++) {
    if (!(step.gain > LEAST_GAIN * best.residual)) break;
    const trial = draw(lattice.inside({ a: best.a + step.a, b: best.b + step.b }));
    if (trial.residual < best.residual) {
      best = trial;
      step = gaussNewtonStep(best, { target, lattice });
    } else {
      if (++failures === MOST_FAILURES) break;
      step = { ...step, a: SHORTENED * step.a, b: SHORTENED * step.b };
    }
  }
  return best;
}

/** A step in the plane, and by how much it is to lower the residual. */
interface Step extends Point {
  readonly gain: number;
}

/**
 * With S = Σx² + Σr², the residual is ρ = 1 − 2Σxr / S, and its gradient −2 (1 − ρ) / S · Jᵀ(sx − r)
 * with s = 1 / (1 − ρ), for the slopes J of r. That is the gradient of ‖sx − r‖², scaled: the render
 * is fitted to the image at the render's own brightness.
 */
function gaussNewtonStep(
  { render, a, b }: Trial,
  { target, lattice }: Pick<Descent, "target" | "lattice">,
): Step {
  const drawn = lattice.reduce(Float32Array.from(render, (byte) => byte / 255));
  const slopes = lattice.slopes({ a, b });
  let xr = 0, rr = 0, xa = 0, xb = 0, ra = 0, rb = 0, aa = 0, ab = 0, bb = 0;
  for (let i = 0; i < target.length; i++) {
    const x = target[i], r = drawn[i], byA = slopes.a[i], byB = slopes.b[i];
    xr += x * r;
    rr += r * r;
    xa += x * byA;
    xb += x * byB;
    ra += r * byA;
    rb += r * byB;
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
  }
  const squares = sumOfSquares(target) + rr;
  const scale = squares / Math.max(2 * xr, squares / MOST_SCALE);
  const gradient = { a: scale * xa - ra, b: scale * xb - rb };
  const step = boundedStep({ a, b }, { aa, ab, bb, gradient, periodic: lattice.periodic });
  return { ...step, gain: (step.a * gradient.a + step.b * gradient.b) / (scale * squares) };
}

/** JᵀJ and Jᵀ(sx − r). */
interface NormalEquations {
  readonly aa: number;
  readonly ab: number;
  readonly bb: number;
  readonly gradient: Point;
  /** The axis on which a step is not bounded. */
  readonly periodic: Axis | undefined;
}

/** Solves the normal equations within the space: what one coordinate must not, the other makes good. */
function boundedStep(from: Point, { aa, ab, bb, gradient, periodic }: NormalEquations): Point {
  const determinant = aa * bb - ab * ab;
  if (!(determinant > 1e-9 * aa * bb)) return { a: 0, b: 0 };
  const limited = (coordinate: keyof Point, step: number) =>
    coordinate === periodic
      ? step
      : clamp(from[coordinate] + step, SPACE[coordinate]) - from[coordinate];
  const free = {
    a: (bb * gradient.a - ab * gradient.b) / determinant,
    b: (aa * gradient.b - ab * gradient.a) / determinant,
  };
  const a = limited("a", free.a);
  const b = limited("b", a === free.a ? free.b : (gradient.b - ab * a) / bb);
  const step = { a: b === free.b ? a : limited("a", (gradient.a - ab * b) / aa), b };
  const length = Math.hypot(step.a, step.b);
  const share = length > LONGEST_STEP ? LONGEST_STEP / length : 1;
  return { a: share * step.a, b: share * step.b };
}

/** The lowest of a point, two beside it, and the vertex of the parabola through the three. */
function lookAlong(centre: Trial, axis: Point, { lattice, draw }: Descent): Trial {
  const at = (t: number) =>
    draw(lattice.inside({ a: centre.a + t * axis.a, b: centre.b + t * axis.b }));
  const [below, above] = [at(-PARABOLA_STEP), at(PARABOLA_STEP)];
  const bend = below.residual + above.residual - 2 * centre.residual;
  const shift = PARABOLA_STEP * (below.residual - above.residual) / (2 * bend);
  const found = bend > 0 && shift !== 0
    ? [below, above, at(clamp(shift, [-2 * PARABOLA_STEP, 2 * PARABOLA_STEP]))]
    : [below, above];
  return found.reduce(
    (lowest, trial) => trial.residual < lowest.residual ? trial : lowest,
    centre,
  );
}
