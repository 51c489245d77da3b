// Made by deno task build:pages from lib/explorer/lab/main.ts: edit that.
/*! @noble/hashes 2.4.0
 *
 * The MIT License (MIT)
 *
 * Copyright (c) 2022 Paul Miller (https://paulmillr.com)
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the “Software”), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in
 * all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED “AS IS”, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
 * THE SOFTWARE.
 */
/*! fflate 0.8.3
 *
 * MIT License
 *
 * Copyright (c) 2026 Arjun Barrett
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */
/*! pure-rand 8.4.2
 *
 * MIT License
 *
 * Copyright (c) 2018 Nicolas DUBIEN
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */
(() => {
  // lib/words/network_names.ts
  var PAIR = [
    "punctured",
    "control"
  ];

  // lib/explorer/page/trouble.ts
  function reasonOf(error) {
    return error instanceof Error ? error.message : String(error);
  }

  // lib/model/penalties.ts
  var PAIRS = {
    latents: 2,
    noise: false,
    totalCorrelation: false
  };
  var PENALTIES = {
    "none": {
      words: "none",
      gamma: 0,
      reason: "there is nothing to weigh",
      latents: 1,
      batch: 1,
      noise: false,
      totalCorrelation: false,
      compute: (_, { tf }) => tf.scalar(0)
    },
    "published": {
      words: "published: mean |\u03BC\u1D62\u03BC\u2C7C| of two latents",
      gamma: 1e-4,
      reason: "as in part 3 of the publication; it hardly acts there, 1e-2 does",
      ...PAIRS,
      batch: 1,
      compute: ({ mean }, { terms }) => terms.publishedPenalty(mean)
    },
    "covariance": {
      words: "covariance: cov(\u03BC\u1D62, \u03BC\u2C7C)\xB2 of two latents",
      gamma: 0.01,
      reason: "the ablation's; largest |correlation| 0.44 without, 0.07 with it",
      ...PAIRS,
      batch: 2,
      compute: ({ mean }, { terms }) => terms.covariancePenalty(mean)
    },
    "dip-i": {
      words: "DIP-VAE-I: covariance, and variances of \u03BC near 1",
      gamma: 1e-3,
      reason: "ten times that stands before the diagonal, so this is a tenth of dip-ii",
      ...PAIRS,
      batch: 2,
      compute: ({ mean }, { terms }) => terms.dipPenalty(terms.batchCovariance(mean), {
        diagonal: 10
      })
    },
    "dip-ii": {
      words: "DIP-VAE-II: the same of the noisy codes z",
      gamma: 0.01,
      reason: "its off-diagonal part is that of covariance, and so is its weight",
      ...PAIRS,
      noise: true,
      batch: 2,
      compute: ({ mean, logVariance }, { tf, terms }) => {
        const spread = tf.mul(tf.eye(mean.shape[1]), tf.mean(tf.exp(logVariance), 0, true));
        return terms.dipPenalty(tf.add(terms.batchCovariance(mean), spread), {
          diagonal: 1
        });
      }
    },
    "beta-tc": {
      words: "\u03B2-TC-VAE: total correlation of the codes",
      gamma: 1e-3,
      reason: "amounts to \u03B2 = 2.5 at \u03BB = 1e-3 and 3 latents (\u03B3 = \u03BB\xB7(\u03B2 \u2212 1)\xB72/latents)",
      latents: 2,
      batch: 2,
      noise: true,
      totalCorrelation: true,
      compute: (batch, { terms }) => terms.elboDecomposition(batch).totalCorrelation
    }
  };
  var PENALTY_NAMES = Object.keys(PENALTIES);

  // lib/errors.ts
  var UsageError = class extends Error {
    name = "UsageError";
  };

  // lib/space/space.ts
  var SPACE = {
    a: [
      0.5,
      2
    ],
    b: [
      0,
      2
    ]
  };

  // lib/space/periodic.ts
  function periodOf(axis) {
    return SPACE[axis][1] - SPACE[axis][0];
  }
  function wrapped(axis, value) {
    const [low, high] = SPACE[axis];
    if (value >= low && value < high) return value;
    const period = high - low;
    const found = value - period * Math.floor((value - low) / period);
    return found >= high || found < low ? low : found;
  }
  function copyNear(axis, value, near) {
    const period = periodOf(axis);
    return value - period * Math.round((value - near) / period);
  }
  function pointNear(point, near, periodic) {
    return periodic === void 0 ? point : {
      ...point,
      [periodic]: copyNear(periodic, point[periodic], near[periodic])
    };
  }

  // lib/space/hole.ts
  var HOLE_GRAMMAR = "none, disc:a,b,r, strip:a,lo,hi, strip:b,lo,hi or box:a0,a1,b0,b1";
  var PUBLISHED_HOLE = {
    kind: "disc",
    a: 1.25,
    b: 1,
    radius: 0.3
  };
  var PUBLISHED_HOLE_TEXT = formatHole(PUBLISHED_HOLE);
  var DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  function sides(hole) {
    if (hole.kind === "box") return hole;
    const free = [
      -Infinity,
      Infinity
    ];
    const bound = [
      hole.low,
      hole.high
    ];
    return hole.axis === "a" ? {
      a: bound,
      b: free
    } : {
      a: free,
      b: bound
    };
  }
  function clip([low, high], axis, periodic) {
    if (axis !== periodic) return [
      Math.max(low, SPACE[axis][0]),
      Math.min(high, SPACE[axis][1])
    ];
    const period = periodOf(axis);
    if (high - low < period) return [
      low,
      high
    ];
    const middle = Number.isFinite(high - low) ? (low + high) / 2 : SPACE[axis][0] + period / 2;
    return [
      middle - period / 2,
      middle + period / 2
    ];
  }
  function beyond(axis, value) {
    return Math.max(SPACE[axis][0] - value, 0, value - SPACE[axis][1]);
  }
  function distanceToSpace({ a, b }) {
    return Math.hypot(beyond("a", a), beyond("b", b));
  }
  function bounds(hole) {
    const { periodic } = hole;
    if (hole.kind !== "disc") {
      const { a, b } = sides(hole);
      return {
        a: clip(a, "a", periodic),
        b: clip(b, "b", periodic)
      };
    }
    const reach = (axis) => Math.sqrt(Math.max(0, hole.radius ** 2 - beyond(axis, hole[axis]) ** 2));
    const [alongA, alongB] = [
      reach("b"),
      reach("a")
    ];
    return {
      a: clip([
        hole.a - alongA,
        hole.a + alongA
      ], "a", periodic),
      b: clip([
        hole.b - alongB,
        hole.b + alongB
      ], "b", periodic)
    };
  }
  function broughtIn(axis, value) {
    const inside = wrapped(axis, value);
    return inside === value ? value : wrapped(axis, rounded(inside));
  }
  function rounded(value) {
    return Math.round(value * 1e12) / 1e12;
  }
  function wrappedRange(axis, [low, high]) {
    const period = periodOf(axis);
    const from = broughtIn(axis, low);
    const to = from === low ? high : rounded(high - period * Math.round((low - from) / period));
    return high - low >= period || to - from >= period ? [
      ...SPACE[axis]
    ] : [
      from,
      to
    ];
  }
  function wrappedHole(hole, periodic) {
    switch (hole.kind) {
      case "none":
        return {
          ...hole,
          periodic
        };
      case "disc":
        return {
          ...hole,
          [periodic]: broughtIn(periodic, hole[periodic]),
          periodic
        };
      case "strip": {
        if (hole.axis !== periodic) return {
          ...hole,
          periodic
        };
        const [low, high] = wrappedRange(periodic, [
          hole.low,
          hole.high
        ]);
        return {
          ...hole,
          low,
          high,
          periodic
        };
      }
      case "box":
        return {
          ...hole,
          [periodic]: wrappedRange(periodic, hole[periodic]),
          periodic
        };
    }
  }
  function parseHole(text, { periodic } = {}) {
    const refuse = (what) => {
      throw new UsageError(`hole must be ${HOLE_GRAMMAR}, received ${JSON.stringify(text)}: ${what}`);
    };
    const match = /^(none$|disc:|strip:[ab],|box:)(.*)$/s.exec(text);
    if (!match) return refuse("no such hole");
    const [, word, list] = match;
    const numbers = (count) => {
      const parts = list.split(",");
      if (parts.length !== count) {
        refuse(`${word.slice(0, -1)} takes ${count} numbers, not ${parts.length}`);
      }
      return parts.map((part) => {
        const value = DECIMAL.test(part) ? Number(part) + 0 : NaN;
        return Number.isFinite(value) ? value : refuse(`${JSON.stringify(part)} is no finite number`);
      });
    };
    const range = (low, high) => low < high ? [
      low,
      high
    ] : refuse(`the lower end ${low} must be < the upper end ${high}`);
    let hole;
    if (word === "none") {
      return {
        kind: "none",
        ...periodic ? {
          periodic
        } : {}
      };
    } else if (word === "disc:") {
      const [a2, b2, radius] = numbers(3);
      if (!(radius > 0)) refuse(`the radius must be > 0, received ${radius}`);
      hole = {
        kind: "disc",
        a: a2,
        b: b2,
        radius
      };
    } else if (word === "box:") {
      const [a0, a1, b0, b1] = numbers(4);
      hole = {
        kind: "box",
        a: range(a0, a1),
        b: range(b0, b1)
      };
    } else {
      const [low, high] = range(...numbers(2));
      hole = {
        kind: "strip",
        axis: word === "strip:a," ? "a" : "b",
        low,
        high
      };
    }
    if (periodic) hole = wrappedHole(hole, periodic);
    const { a, b } = bounds(hole);
    const apart = hole.kind === "disc" ? distanceToSpace(hole) >= hole.radius : a[0] >= a[1] || b[0] >= b[1];
    if (apart) {
      refuse(`it lies outside the space, which is a from ${SPACE.a.join(" to ")}, b from ${SPACE.b.join(" to ")}`);
    }
    return hole;
  }
  function formatHole(hole) {
    switch (hole.kind) {
      case "none":
        return "none";
      case "disc":
        return `disc:${hole.a},${hole.b},${hole.radius}`;
      case "strip":
        return `strip:${hole.axis},${hole.low},${hole.high}`;
      case "box":
        return `box:${hole.a.join()},${hole.b.join()}`;
    }
  }
  function canonicalHole(hole) {
    if (hole.kind === "none" || hole.kind === "disc") return hole;
    const { periodic } = hole;
    const cut = (axis, range) => axis === periodic ? range : clip(range, axis, periodic);
    if (hole.kind === "strip") {
      const [low, high] = cut(hole.axis, [
        hole.low,
        hole.high
      ]);
      return {
        ...hole,
        low,
        high
      };
    }
    const a = cut("a", hole.a), b = cut("b", hole.b);
    const isWhole = (axis, [low, high]) => low === SPACE[axis][0] && high === SPACE[axis][1];
    const strip = (axis, [low, high]) => ({
      ...{
        kind: "strip",
        axis,
        low,
        high
      },
      ...periodic ? {
        periodic
      } : {}
    });
    if (isWhole("a", a)) return strip("b", b);
    if (isWhole("b", b)) return strip("a", a);
    return {
      ...hole,
      a,
      b
    };
  }
  function insideHole(hole, point) {
    const { periodic } = hole;
    if (periodic === void 0) return contains(hole, point);
    const value = wrapped(periodic, point[periodic]);
    return [
      0,
      1,
      -1
    ].some((turns) => contains(hole, {
      ...point,
      [periodic]: value + turns * periodOf(periodic)
    }));
  }
  function contains(hole, { a, b }) {
    switch (hole.kind) {
      case "none":
        return false;
      case "disc":
        return Math.hypot(a - hole.a, b - hole.b) <= hole.radius;
      default: {
        const { a: [a0, a1], b: [b0, b1] } = sides(hole);
        return a >= a0 && a <= a1 && b >= b0 && b <= b1;
      }
    }
  }
  function circleIntegral(t, r) {
    const ratio = Math.min(1, Math.max(-1, t / r));
    return r * r / 2 * (ratio * Math.sqrt(1 - ratio * ratio) + Math.asin(ratio));
  }
  function holeArea(hole) {
    if (hole.kind === "none") return 0;
    const { a: [a0, a1], b: [b0, b1] } = bounds(hole);
    if (hole.kind !== "disc") return (a1 - a0) * (b1 - b0);
    const { radius, periodic } = hole;
    const reach = periodOf("b") / 2;
    const [bottom, top] = periodic === "b" ? [
      -reach,
      reach
    ] : [
      SPACE.b[0] - hole.b,
      SPACE.b[1] - hole.b
    ];
    const [from, to] = [
      a0 - hole.a,
      a1 - hole.a
    ];
    const crossings = [
      bottom,
      top
    ].flatMap((edge) => {
      const half = Math.sqrt(radius ** 2 - edge ** 2);
      return [
        -half,
        half
      ].filter((t) => t > from && t < to);
    });
    const cuts = [
      from,
      ...crossings.sort((left, right) => left - right),
      to
    ];
    let area = 0;
    for (let i = 1; i < cuts.length; i++) {
      const half = Math.sqrt(Math.max(0, radius ** 2 - ((cuts[i - 1] + cuts[i]) / 2) ** 2));
      const width = cuts[i] - cuts[i - 1];
      const arc = circleIntegral(cuts[i], radius) - circleIntegral(cuts[i - 1], radius);
      const upper = half < top ? arc : top * width;
      const lower = -half > bottom ? -arc : bottom * width;
      area += Math.max(0, upper - lower);
    }
    return area;
  }

  // lib/explorer/page/address.ts
  var quoted = (value) => value.length > 40 ? `${value.slice(0, 40)}\u2026` : value;

  // lib/curve/family.ts
  var BUMP_SIGMA = 0.5;
  var BUMP_PLACES = {
    a: [
      -1.5,
      1.5
    ],
    b: [
      -2,
      2
    ]
  };
  var ELLIPSE_RADIUS = 1.5;
  var FAMILIES = {
    rose: {
      kind: "curve",
      petals: [
        5,
        3,
        7
      ],
      formula: (petals) => `R(\u03B8) = b\xB7cos ${petals}\u03B8 + a`,
      draws: "a closed curve of petals; from b > a on, they pass through the origin and cross",
      parameters: {
        a: {
          symbol: "a",
          words: "mean radius",
          unit: "axis units",
          range: SPACE.a
        },
        b: {
          symbol: "b",
          words: "petal amplitude",
          unit: "axis units",
          range: SPACE.b
        }
      },
      radius: (theta, { a, b }, petals) => b * Math.cos(petals * theta) + a
    },
    superellipse: {
      kind: "curve",
      formula: () => "|x/a|\u207F + |y/a|\u207F = 1, n = 2^b",
      draws: "a Lam\xE9 curve: a diamond for b = 0, a circle for b = 1, almost a square for b = 2",
      parameters: {
        a: {
          symbol: "a",
          words: "semi-diameter",
          unit: "axis units",
          range: SPACE.a
        },
        b: {
          symbol: "b",
          words: "log\u2082 of the exponent",
          unit: "octaves",
          range: SPACE.b
        }
      },
      radius: (theta, { a, b }) => {
        const n = 2 ** b;
        return a * (Math.abs(Math.cos(theta)) ** n + Math.abs(Math.sin(theta)) ** n) ** (-1 / n);
      }
    },
    bump: {
      kind: "spot",
      formula: () => `exp(\u2212((u \u2212 x)\xB2 + (v \u2212 y)\xB2) / 2\u03C3\xB2), \u03C3 = ${BUMP_SIGMA}`,
      draws: "a Gaussian spot, moved across the image and upwards",
      parameters: {
        a: {
          symbol: "x",
          words: "place across",
          unit: "axis units",
          range: BUMP_PLACES.a
        },
        b: {
          symbol: "y",
          words: "place upwards",
          unit: "axis units",
          range: BUMP_PLACES.b
        }
      },
      centre: ({ a, b }) => [
        valueIn(BUMP_PLACES.a, "a", a),
        valueIn(BUMP_PLACES.b, "b", b)
      ],
      profile: (distance) => Math.exp(-(distance ** 2) / (2 * BUMP_SIGMA ** 2))
    },
    ellipse: {
      kind: "curve",
      formula: () => `(${ELLIPSE_RADIUS}\xB72^(a/2)\xB7cos t, ${ELLIPSE_RADIUS}\xB72^(\u2212a/2)\xB7sin t), turned by \u03C6`,
      draws: "an ellipse of one area, 2^a times as long as wide, turned by up to half a turn",
      parameters: {
        a: {
          symbol: "a",
          words: "log\u2082 of length by width",
          unit: "octaves",
          range: SPACE.a
        },
        b: {
          symbol: "\u03C6",
          words: "rotation",
          unit: "degrees",
          range: [
            0,
            180
          ],
          periodic: true
        }
      },
      radius: (theta, { a, b }) => {
        const [long, short] = [
          ELLIPSE_RADIUS * 2 ** (a / 2),
          ELLIPSE_RADIUS * 2 ** (-a / 2)
        ];
        const angle = theta - Math.PI / 2 * wrapped("b", b);
        return long * short / Math.hypot(short * Math.cos(angle), long * Math.sin(angle));
      }
    }
  };
  var FAMILY_NAMES = Object.keys(FAMILIES);
  var DEFAULT_SHAPES = usualShapes(FAMILY_NAMES[0]);
  function isCoordinate(name, family = DEFAULT_SHAPES.family) {
    const { range } = familyOf(family).parameters[name];
    return range.every((end, side) => end === SPACE[name][side]);
  }
  function periodicAxis(family = DEFAULT_SHAPES.family) {
    const { parameters } = familyOf(family);
    return [
      "a",
      "b"
    ].find((axis) => parameters[axis].periodic);
  }
  var PERIODIC_AXES = [
    ...new Set(FAMILY_NAMES.map(periodicAxis).filter((axis) => axis !== void 0))
  ];
  function hasStroke(family) {
    return familyOf(family).kind === "curve";
  }
  function areUsual({ family, petals }) {
    return family === DEFAULT_SHAPES.family && petals === DEFAULT_SHAPES.petals;
  }
  function shapesSlug({ family, petals }) {
    return areUsual({
      family,
      petals
    }) ? [] : [
      `${family}${petals ?? ""}`
    ];
  }
  function familyOf(name) {
    return FAMILIES[name];
  }
  function usualShapes(family) {
    const { petals } = familyOf(family);
    return {
      family,
      ...petals ? {
        petals: petals[0]
      } : {}
    };
  }
  function parameterValue(name, coordinate, family = DEFAULT_SHAPES.family) {
    return valueIn(familyOf(family).parameters[name].range, name, coordinate);
  }
  function valueIn([low, high], axis, coordinate) {
    const [from, to] = SPACE[axis];
    if (low === from && high === to) return coordinate;
    return low + (high - low) * (coordinate - from) / (to - from);
  }
  function formulaOf({ family, petals = 0 }) {
    return familyOf(family).formula(petals);
  }
  function parameterTitle(name, { unit: withUnit = true, family = DEFAULT_SHAPES.family } = {}) {
    const { symbol, words, unit } = familyOf(family).parameters[name];
    return `${symbol}: ${words}` + (withUnit ? ` (${unit})` : "");
  }

  // lib/curve/family_hole.ts
  function datasetHole({ hole, family }) {
    return parseHole(hole, {
      periodic: periodicAxis(family)
    });
  }

  // lib/explorer/lab/lab_hole.ts
  var LAB_GRAMMAR = HOLE_GRAMMAR.replace(/^none, /, "");
  var PLANE = (SPACE.a[1] - SPACE.a[0]) * (SPACE.b[1] - SPACE.b[0]);
  function readHole(text, family) {
    let hole;
    try {
      hole = datasetHole({
        hole: text,
        family
      });
    } catch (error) {
      throw new RangeError(error.message.replace(HOLE_GRAMMAR, LAB_GRAMMAR));
    }
    if (hole.kind === "none") {
      throw new RangeError(`hole must be ${LAB_GRAMMAR}, received "none"`);
    }
    return hole;
  }
  function planeShare(hole) {
    return holeArea(hole) / PLANE;
  }

  // lib/model/loss_parameters.ts
  var LEAST_WEIGHT = 1e-8;

  // lib/seed.ts
  var MAX_SEED = 2 ** 32 - 1;

  // lib/explorer/lab/settings.ts
  var NETWORKS = {
    quick: {
      size: 32,
      divide: 8,
      words: "32\xD732 images, an eighth of the published widths"
    },
    small: {
      size: 64,
      divide: 4,
      words: "64\xD764 images, a quarter of the published widths"
    }
  };
  var LAB_POSTERIORS = [
    "fixed",
    "learned",
    "none"
  ];
  var LAB_SHAPES = Object.fromEntries(FAMILY_NAMES.flatMap((family) => {
    const { petals } = familyOf(family);
    const all = petals ? petals.toSorted((one, other) => one - other).map((petals2) => ({
      family,
      petals: petals2
    })) : [
      usualShapes(family)
    ];
    return all.map((shapes) => [
      shapesSlug(shapes)[0] ?? family,
      shapes
    ]);
  }));
  function shapesWords(name) {
    const { family, petals } = LAB_SHAPES[name];
    return petals === void 0 ? family : `${family}, ${petals} petals`;
  }
  function penaltyNote(name) {
    const { gamma, totalCorrelation } = PENALTIES[name];
    if (name === "none") return "";
    const weight = `Its weight is \u03B3 = ${gamma} here; the commands below take another (--gamma).`;
    return totalCorrelation ? `${weight} A step has ${OPTIMISER.batch} images, too few to estimate the total correlation well.` : weight;
  }
  var RANGES = {
    points: [
      200,
      5e3
    ],
    epochs: [
      1,
      60
    ],
    seed: [
      0,
      MAX_SEED
    ],
    lambda: [
      0,
      1
    ]
  };
  function numberWords(name) {
    const [low, high] = RANGES[name];
    return name === "lambda" ? `${low}, or a number from ${LEAST_WEIGHT} to ${high}` : `a whole number from ${low} to ${high}`;
  }
  function readNumber(name, text) {
    const [low, high] = RANGES[name];
    const value = text.trim() === "" ? NaN : Number(text);
    const kind = name === "lambda" ? value === 0 || value >= LEAST_WEIGHT : Number.isInteger(value);
    return kind && value >= low && value <= high ? value : void 0;
  }
  function canBeHalved({ points, epochs }) {
    return points >= 2 * RANGES.points[0] && epochs >= 2 * RANGES.epochs[0];
  }
  var DEFAULT_SETTINGS = {
    shapes: FAMILY_NAMES[0],
    hole: "disc:1.25,1,0.6",
    seed: 0,
    points: 2e3,
    epochs: 20,
    network: "quick",
    posterior: "fixed",
    lambda: 8e-3,
    penalty: "none"
  };
  var OPTIMISER = {
    batch: 8,
    rate: 1e-3,
    decay: "cosine"
  };
  var LATENTS = 3;
  function penaltiesFor(posterior) {
    return PENALTY_NAMES.filter((name) => {
      const { noise, batch, latents } = PENALTIES[name];
      return batch <= OPTIMISER.batch && latents <= LATENTS && (posterior !== "none" || !noise);
    });
  }
  function consistent(settings) {
    const { posterior, penalty, lambda } = settings;
    return {
      ...settings,
      // A family with a periodic axis spells some holes in another way.
      hole: formatHole(holeIn(settings)),
      lambda: posterior === "none" ? 0 : lambda,
      penalty: penaltiesFor(posterior).includes(penalty) ? penalty : "none"
    };
  }
  function familyIn({ shapes }) {
    return LAB_SHAPES[shapes].family;
  }
  function holeIn(settings) {
    return datasetHole({
      hole: settings.hole,
      family: familyIn(settings)
    });
  }

  // lib/explorer/lab/address.ts
  function formatLabAddress(settings) {
    const { shapes, ...rest } = settings;
    const parts = Object.entries(shapes === DEFAULT_SETTINGS.shapes ? rest : settings).map(([name, value]) => `${name}=${value}`);
    return `#lab&${parts.join("&")}`;
  }
  var NAMES = /* @__PURE__ */ new Set([
    "lab",
    ...Object.keys(DEFAULT_SETTINGS)
  ]);
  function parseLabAddress(fragment) {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""));
    const troubles = Array.from(new Set(parts.keys())).filter((name) => !NAMES.has(name)).map((name) => `The address has ${quoted(name)}, which is not known: ${Object.keys(DEFAULT_SETTINGS).join(", ")} are.`);
    const take = (name, read) => {
      const text = parts.get(name);
      const standard = DEFAULT_SETTINGS[name];
      if (text === null) return standard;
      try {
        return read(text);
      } catch (error) {
        troubles.push(`The address has ${name}=${quoted(text)}: ${error.message}.`);
        return standard;
      }
    };
    const number = (name) => take(name, (text) => {
      const value = readNumber(name, text);
      if (value !== void 0) return value;
      throw new RangeError(`it must be ${numberWords(name)}`);
    });
    const choice = (name, choices) => take(name, (text) => {
      const found = choices.find((each) => each === text);
      if (found !== void 0) return found;
      throw new RangeError(`it must be one of ${choices.join(", ")}`);
    });
    const shapes = choice("shapes", Object.keys(LAB_SHAPES));
    const settings = {
      shapes,
      hole: take("hole", (text) => formatHole(readHole(text, LAB_SHAPES[shapes].family))),
      seed: number("seed"),
      points: number("points"),
      epochs: number("epochs"),
      network: choice("network", Object.keys(NETWORKS)),
      posterior: choice("posterior", LAB_POSTERIORS),
      lambda: number("lambda"),
      penalty: choice("penalty", PENALTY_NAMES)
    };
    const allowed = consistent(settings);
    if (parts.has("penalty") && allowed.penalty !== settings.penalty) {
      troubles.push(`The address has penalty=${settings.penalty}, which the lab cannot train with posterior ${settings.posterior}.`);
    }
    return {
      settings: allowed,
      troubles
    };
  }

  // lib/backend/adapter.ts
  var SOFTWARE = /llvmpipe|swiftshader|basic render/i;
  function isSoftware(info) {
    const words = [
      info.vendor,
      info.architecture,
      info.description
    ].join(" ");
    return info.isFallbackAdapter === true || SOFTWARE.test(words);
  }

  // lib/explorer/page/adapter.ts
  async function findAdapter() {
    const { gpu } = navigator;
    if (!gpu) return {
      missing: "no WebGPU in this browser"
    };
    const adapter = await gpu.requestAdapter().catch(() => null);
    return adapter ? adapter.info ?? {} : {
      missing: "no WebGPU adapter"
    };
  }

  // lib/explorer/lab/device.ts
  var BACKENDS = [
    "webgpu",
    "wasm"
  ];
  var wasm = (why) => ({
    script: `lab/worker.js?${new URLSearchParams({
      why
    })}`,
    optional: false,
    inTurn: false
  });
  var SECOND_CHOICE = wasm("WebGPU could not be started");
  async function chooseDevice(query) {
    const asked = new URLSearchParams(query).get("backend");
    if (asked === "wasm") return wasm("as asked");
    if (asked !== null && asked !== "webgpu") {
      throw new RangeError(`the address asks for backend=${asked}, which must be ${BACKENDS.join(" or ")}`);
    }
    const found = await findAdapter();
    if ("missing" in found) {
      if (asked === "webgpu") throw new Error(`WebGPU is asked for: ${found.missing}`);
      return wasm(found.missing);
    }
    if (asked === null && isSoftware(found)) return wasm("the WebGPU adapter is software");
    const name = found.description || [
      found.vendor,
      found.architecture
    ].filter(Boolean).join(" ");
    const why = asked === null ? "a hardware adapter" : "as asked";
    const parameters = new URLSearchParams({
      why,
      adapter: name || "an adapter without a name"
    });
    return {
      script: `lab/worker_webgpu.js?${parameters}`,
      optional: asked === null,
      inTurn: true
    };
  }

  // lib/explorer/lab/elements.ts
  function find(id) {
    return document.getElementById(`lab-${id}`);
  }
  function complain(words) {
    const box = find("trouble");
    box.textContent = words;
    box.hidden = words === "";
  }

  // lib/space/hole_words.ts
  var NO_HOLE = "no hole";
  var PLAIN = {
    symbol: (axis) => axis,
    value: (_, coordinate) => String(coordinate)
  };
  function holeWords(text, words = PLAIN) {
    const range = (axis, ends) => `${words.symbol(axis)} from ${ends.map((end) => words.value(axis, end)).join(" to ")}`;
    const hole = parseHole(text);
    switch (hole.kind) {
      case "none":
        return NO_HOLE;
      case "disc": {
        const { a, b, radius } = hole;
        const published = PUBLISHED_HOLE.kind === "disc" && a === PUBLISHED_HOLE.a && b === PUBLISHED_HOLE.b;
        const place2 = `(${words.value("a", a)}, ${words.value("b", b)})`;
        const symbols = `(${words.symbol("a")}, ${words.symbol("b")})`;
        const centre = words === PLAIN ? place2 : `${symbols} = ${place2}`;
        return `disc of radius ${radius}${published ? "" : ` at ${centre}`}`;
      }
      case "strip":
        return `strip of ${range(hole.axis, [
          hole.low,
          hole.high
        ])}`;
      case "box":
        return `box of ${range("a", hole.a)}, ${range("b", hole.b)}`;
    }
  }

  // lib/curve/parameter_text.ts
  var UNIT_SIGNS = {
    degrees: "\xB0"
  };
  var STEPS = {
    degrees: [
      5,
      15,
      45,
      90
    ]
  };
  var MOST_TICKS = 7;
  function parameterScale(name, family = DEFAULT_SHAPES.family) {
    const { range: [low, high] } = familyOf(family).parameters[name];
    const [from, to] = SPACE[name];
    return (high - low) / (to - from);
  }
  function readsAsPlane(family = DEFAULT_SHAPES.family) {
    return [
      "a",
      "b"
    ].every((name) => parameterSymbol(name, family) === name && isCoordinate(name, family));
  }
  function numberText(value, digits) {
    const text = value.toFixed(digits);
    return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "\u2212");
  }
  function parameterDigits(name, family = DEFAULT_SHAPES.family) {
    return Math.max(0, Math.ceil(2 - Math.log10(parameterScale(name, family))));
  }
  function parameterText(name, coordinate, { family = DEFAULT_SHAPES.family, digits = parameterDigits(name, family) } = {}) {
    const { unit } = familyOf(family).parameters[name];
    return numberText(parameterValue(name, coordinate, family), digits) + (UNIT_SIGNS[unit] ?? "");
  }
  function shortParameterText(name, coordinate, family = DEFAULT_SHAPES.family) {
    const { unit } = familyOf(family).parameters[name];
    const rounded2 = +parameterValue(name, coordinate, family).toFixed(parameterDigits(name, family) + 1);
    return String(rounded2 + 0).replace("-", "\u2212") + (UNIT_SIGNS[unit] ?? "");
  }
  function lengthText(name, length, { family = DEFAULT_SHAPES.family, digits = parameterDigits(name, family) } = {}) {
    const { unit } = familyOf(family).parameters[name];
    return numberText(length * parameterScale(name, family), digits) + (UNIT_SIGNS[unit] ?? "");
  }
  function parameterSymbol(name, family = DEFAULT_SHAPES.family) {
    return familyOf(family).parameters[name].symbol;
  }
  function placeText(point, family = DEFAULT_SHAPES.family) {
    return [
      "a",
      "b"
    ].map((name) => `${parameterSymbol(name, family)} = ${parameterText(name, point[name], {
      family
    })}`).join(", ");
  }
  function shapeHoleWords(text, family = DEFAULT_SHAPES.family) {
    if (readsAsPlane(family)) return holeWords(text);
    return holeWords(text, {
      symbol: (axis) => parameterSymbol(axis, family),
      value: (axis, coordinate) => shortParameterText(axis, coordinate, family)
    });
  }
  function tickStep({ low, high, unit }) {
    const decade = 10 ** Math.floor(Math.log10((high - low) / 10));
    const steps = STEPS[unit] ?? [
      1,
      2,
      5,
      10,
      20,
      50
    ].map((step) => step * decade);
    const enough = (step) => Math.floor(high / step) - Math.ceil(low / step) < MOST_TICKS;
    return steps.find(enough) ?? steps.at(-1);
  }
  function parameterTicks(name, family = DEFAULT_SHAPES.family) {
    const { range: [low, high], unit } = familyOf(family).parameters[name];
    const step = tickStep({
      low,
      high,
      unit
    });
    const [first, last] = [
      Math.ceil(low / step - 1e-9),
      Math.floor(high / step + 1e-9)
    ];
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const [from] = SPACE[name];
    return Array.from({
      length: last - first + 1
    }, (_, k) => {
      const value = (first + k) * step;
      return {
        coordinate: from + (value - low) / parameterScale(name, family),
        value,
        label: numberText(value, digits) + (UNIT_SIGNS[unit] ?? "")
      };
    });
  }

  // npm:@noble/hashes/2.4.0/_u64.js
  var fromNumH = (n) => n / 2 ** 32 | 0;
  var fromNumL = (n) => n >>> 0;
  function setU64FromNum(view, byteOffset, n, isLE) {
    const h = fromNumH(n);
    const l = fromNumL(n);
    view.setUint32(byteOffset, isLE ? l : h, isLE);
    view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
  }

  // npm:@noble/hashes/2.4.0/utils.js
  function isBytes(a) {
    return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
  }
  var atitle = (title) => title ? `"${title}" ` : "";
  function anumber(n, title = "") {
    if (typeof n !== "number") throw new TypeError(atitle(title) + "expected number, got " + typeof n);
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
    return n;
  }
  function abytes(value, length, title = "") {
    if (isBytes(value) && (length === void 0 || value.length === length)) return value;
    if (length !== void 0) anumber(length, "length");
    const bytes = isBytes(value);
    const ofLen = length !== void 0 ? ` of length ${length}` : "";
    const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
    const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
    if (!bytes) throw new TypeError(message);
    throw new RangeError(message);
  }
  var aobject = (value, label) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
  };
  var aopts = (value, label) => {
    aobject(value, label);
    const proto = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null) throw new TypeError(`"${label}" expected plain object`);
    if (Object.hasOwn(value, "__proto__")) throw new TypeError(`"${label}.__proto__" is not allowed`);
  };
  function aexists(instance, checkFinished = true) {
    if (instance.destroyed) throw new Error("hash was destroyed");
    if (checkFinished && instance.finished) throw new Error("digest() was already called");
  }
  function aoutput(out, instance) {
    abytes(out, void 0, "output");
    const min = instance.outputLen;
    if (!(out.length >= min)) {
      throw new RangeError('"output" expected length >= ' + min);
    }
  }
  function clean(...arrays) {
    for (let i = 0; i < arrays.length; i++) {
      arrays[i].fill(0);
    }
  }
  function createView(arr) {
    return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
  }
  function rotr(word, shift) {
    return word << 32 - shift | word >>> shift;
  }
  function checkOpts(defaults, opts, title = "opts") {
    aopts(defaults, "defaults");
    if (opts !== void 0) aopts(opts, title);
    const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
    return merged;
  }
  function createHasher(hashCons, info = {}) {
    if (typeof hashCons !== "function") throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
    info = checkOpts({}, info, "info");
    const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
    const tmp = hashCons(void 0);
    hashC.outputLen = tmp.outputLen;
    hashC.blockLen = tmp.blockLen;
    hashC.canXOF = tmp.canXOF;
    hashC.create = (opts) => hashCons(opts);
    Object.assign(hashC, info);
    return Object.freeze(hashC);
  }
  var oidNist = (suffix) => ({
    // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
    // Larger suffix values would need base-128 OID encoding and a different length byte.
    oid: Uint8Array.from([
      6,
      9,
      96,
      134,
      72,
      1,
      101,
      3,
      4,
      2,
      suffix
    ])
  });

  // npm:@noble/hashes/2.4.0/_md.js
  function Chi(a, b, c) {
    return a & b ^ ~a & c;
  }
  function Maj(a, b, c) {
    return a & b ^ a & c ^ b & c;
  }
  var HashMD = class {
    blockLen;
    outputLen;
    canXOF = false;
    padOffset;
    isLE;
    // For partial updates less than block size
    buffer;
    view;
    finished = false;
    length = 0;
    pos = 0;
    destroyed = false;
    constructor(blockLen, outputLen, padOffset, isLE) {
      this.blockLen = blockLen;
      this.outputLen = outputLen;
      this.padOffset = padOffset;
      this.isLE = isLE;
      this.buffer = new Uint8Array(blockLen);
      this.view = createView(this.buffer);
    }
    update(data) {
      aexists(this);
      abytes(data);
      const { view, buffer, blockLen } = this;
      const len = data.length;
      let processed = false;
      for (let pos = 0; pos < len; ) {
        const take = Math.min(blockLen - this.pos, len - pos);
        if (take === blockLen) {
          const dataView = createView(data);
          for (; blockLen <= len - pos; pos += blockLen) this.process(dataView, pos);
          processed = true;
          continue;
        }
        buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
        this.pos += take;
        pos += take;
        if (this.pos === blockLen) {
          this.process(view, 0);
          this.pos = 0;
          processed = true;
        }
      }
      this.length += data.length;
      if (processed) this.roundClean();
      return this;
    }
    digestInto(out) {
      aexists(this);
      aoutput(out, this);
      this.finished = true;
      const { buffer, view, blockLen, isLE } = this;
      let { pos } = this;
      buffer[pos++] = 128;
      buffer.fill(0, pos);
      if (this.padOffset > blockLen - pos) {
        this.process(view, 0);
        buffer.fill(0);
      }
      setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
      this.process(view, 0);
      this.roundClean();
      const oview = out === buffer ? view : createView(out);
      const len = this.outputLen;
      const outLen = len / 4;
      const state = this.get();
      if (len % 4 || outLen > state.length) throw new Error("invalid outputLen");
      for (let i = 0; i < outLen; i++) oview.setUint32(4 * i, state[i], isLE);
    }
    digest() {
      const { buffer, outputLen } = this;
      this.digestInto(buffer);
      const res = buffer.slice(0, outputLen);
      this.destroy();
      return res;
    }
    _cloneIntoMeta(to) {
      const { buffer, length, finished, destroyed, pos } = this;
      to.destroyed = destroyed;
      to.finished = finished;
      to.length = length;
      to.pos = pos;
      if (pos) to.buffer.set(buffer);
      return to;
    }
    clone() {
      return this._cloneInto();
    }
  };
  var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
    1779033703,
    3144134277,
    1013904242,
    2773480762,
    1359893119,
    2600822924,
    528734635,
    1541459225
  ]);

  // npm:@noble/hashes/2.4.0/sha2.js
  var SHA256_K = /* @__PURE__ */ Uint32Array.from([
    1116352408,
    1899447441,
    3049323471,
    3921009573,
    961987163,
    1508970993,
    2453635748,
    2870763221,
    3624381080,
    310598401,
    607225278,
    1426881987,
    1925078388,
    2162078206,
    2614888103,
    3248222580,
    3835390401,
    4022224774,
    264347078,
    604807628,
    770255983,
    1249150122,
    1555081692,
    1996064986,
    2554220882,
    2821834349,
    2952996808,
    3210313671,
    3336571891,
    3584528711,
    113926993,
    338241895,
    666307205,
    773529912,
    1294757372,
    1396182291,
    1695183700,
    1986661051,
    2177026350,
    2456956037,
    2730485921,
    2820302411,
    3259730800,
    3345764771,
    3516065817,
    3600352804,
    4094571909,
    275423344,
    430227734,
    506948616,
    659060556,
    883997877,
    958139571,
    1322822218,
    1537002063,
    1747873779,
    1955562222,
    2024104815,
    2227730452,
    2361852424,
    2428436474,
    2756734187,
    3204031479,
    3329325298
  ]);
  var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
  var SHA2_32B = class extends HashMD {
    // We cannot use array here since array allows indexing by variable
    // which means optimizer/compiler cannot use registers.
    // Numeric initializers matter: starting the fields as `undefined` changes
    // V8's field representation and makes sha256 3x slower (measured).
    A = 0;
    B = 0;
    C = 0;
    D = 0;
    E = 0;
    F = 0;
    G = 0;
    H = 0;
    constructor(outputLen, IV) {
      super(64, outputLen, 8, false);
      this.A = IV[0] | 0;
      this.B = IV[1] | 0;
      this.C = IV[2] | 0;
      this.D = IV[3] | 0;
      this.E = IV[4] | 0;
      this.F = IV[5] | 0;
      this.G = IV[6] | 0;
      this.H = IV[7] | 0;
    }
    get() {
      const { A, B, C, D, E, F, G, H } = this;
      return [
        A,
        B,
        C,
        D,
        E,
        F,
        G,
        H
      ];
    }
    // prettier-ignore
    set(A, B, C, D, E, F, G, H) {
      this.A = A | 0;
      this.B = B | 0;
      this.C = C | 0;
      this.D = D | 0;
      this.E = E | 0;
      this.F = F | 0;
      this.G = G | 0;
      this.H = H | 0;
    }
    _cloneInto(to) {
      (to ||= new this.constructor()).set(...this.get());
      return this._cloneIntoMeta(to);
    }
    process(view, offset) {
      for (let i = 0; i < 16; i++, offset += 4) SHA256_W[i] = view.getUint32(offset, false);
      for (let i = 16; i < 64; i++) {
        const W15 = SHA256_W[i - 15];
        const W2 = SHA256_W[i - 2];
        const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
        const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
        SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
      }
      let { A, B, C, D, E, F, G, H } = this;
      for (let i = 0; i < 64; i++) {
        const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
        const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
        const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
        const T2 = sigma0 + Maj(A, B, C) | 0;
        H = G;
        G = F;
        F = E;
        E = D + T1 | 0;
        D = C;
        C = B;
        B = A;
        A = T1 + T2 | 0;
      }
      A = A + this.A | 0;
      B = B + this.B | 0;
      C = C + this.C | 0;
      D = D + this.D | 0;
      E = E + this.E | 0;
      F = F + this.F | 0;
      G = G + this.G | 0;
      H = H + this.H | 0;
      this.set(A, B, C, D, E, F, G, H);
    }
    roundClean() {
      clean(SHA256_W);
    }
    destroy() {
      this.destroyed = true;
      this.set(0, 0, 0, 0, 0, 0, 0, 0);
      clean(this.buffer);
    }
  };
  var _SHA256 = class extends SHA2_32B {
    constructor() {
      super(32, SHA256_IV);
    }
  };
  var sha256 = /* @__PURE__ */ createHasher(() => new _SHA256(), /* @__PURE__ */ oidNist(1));

  // npm:pure-rand/8.4.2/lib/esm/generator/xoroshiro128plus.js
  var jumps = [
    3639956645,
    3750757012,
    1261568508,
    386426335
  ];
  var XoroShiro128Plus = class XoroShiro128Plus2 {
    constructor(s01, s00, s11, s10) {
      this.s01 = s01;
      this.s00 = s00;
      this.s11 = s11;
      this.s10 = s10;
    }
    clone() {
      return new XoroShiro128Plus2(this.s01, this.s00, this.s11, this.s10);
    }
    next() {
      const out = this.s00 + this.s10 | 0;
      const a0 = this.s10 ^ this.s00;
      const a1 = this.s11 ^ this.s01;
      const s00 = this.s00;
      const s01 = this.s01;
      this.s00 = s00 << 24 ^ s01 >>> 8 ^ a0 ^ a0 << 16;
      this.s01 = s01 << 24 ^ s00 >>> 8 ^ a1 ^ (a1 << 16 | a0 >>> 16);
      this.s10 = a1 << 5 ^ a0 >>> 27;
      this.s11 = a0 << 5 ^ a1 >>> 27;
      return out;
    }
    jump() {
      let ns01 = 0;
      let ns00 = 0;
      let ns11 = 0;
      let ns10 = 0;
      let s01 = this.s01;
      let s00 = this.s00;
      let s11 = this.s11;
      let s10 = this.s10;
      for (let i = 0; i !== 4; ++i) {
        const ji = jumps[i];
        for (let mask = 1; mask; mask <<= 1) {
          if (ji & mask) {
            ns01 ^= s01;
            ns00 ^= s00;
            ns11 ^= s11;
            ns10 ^= s10;
          }
          const a0 = s10 ^ s00;
          const a1 = s11 ^ s01;
          const s00_ = s00;
          const s01_ = s01;
          s00 = s00_ << 24 ^ s01_ >>> 8 ^ a0 ^ a0 << 16;
          s01 = s01_ << 24 ^ s00_ >>> 8 ^ a1 ^ (a1 << 16 | a0 >>> 16);
          s10 = a1 << 5 ^ a0 >>> 27;
          s11 = a0 << 5 ^ a1 >>> 27;
        }
      }
      this.s01 = ns01;
      this.s00 = ns00;
      this.s11 = ns11;
      this.s10 = ns10;
    }
    getState() {
      return [
        this.s01,
        this.s00,
        this.s11,
        this.s10
      ];
    }
  };
  function xoroshiro128plusFromState(state) {
    if (!(state.length === 4)) throw new Error("The state must have been produced by a xoroshiro128plus RandomGenerator");
    return new XoroShiro128Plus(state[0], state[1], state[2], state[3]);
  }

  // lib/random.ts
  var TWO_32 = 2 ** 32;
  function createRandom(seed, stream) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_32) {
      throw new RangeError(`Cannot create a random stream: seed must be a whole number from 0 to ${TWO_32 - 1}, received ${seed}`);
    }
    const digest = sha256(new TextEncoder().encode(`${seed}
${stream}`));
    const words = new DataView(digest.buffer, digest.byteOffset);
    return restoreRandom([
      0,
      4,
      8,
      12
    ].map((at) => words.getInt32(at, true)).concat(0, 0));
  }
  function restoreRandom(state) {
    const words = state.slice(0, 4);
    const valid = state.length === 6 && state.every(Number.isFinite) && words.every((word) => word === (word | 0)) && words.some((word) => word !== 0) && (state[4] === 0 || state[4] === 1);
    if (!valid) {
      throw new TypeError(`Cannot restore a random stream: state must be six numbers as given by state(), received ${JSON.stringify(state)}`);
    }
    const generator = xoroshiro128plusFromState(words);
    let hasSpare = state[4] === 1;
    let spare = state[5];
    const uniform = () => {
      const high = generator.next() >>> 5;
      const low = generator.next() >>> 6;
      return (high * 2 ** 26 + low) * 2 ** -53;
    };
    const normal = () => {
      if (hasSpare) {
        hasSpare = false;
        return spare;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      hasSpare = true;
      return radius * Math.cos(angle);
    };
    const checkCount2 = (n, least) => {
      if (!Number.isInteger(n) || n < least || n > TWO_32) {
        throw new RangeError(`Cannot draw: n must be a whole number from ${least} to ${TWO_32}, received ${n}`);
      }
    };
    const below = (n) => Math.floor(uniform() * n);
    return {
      uniform,
      uniformInto(target) {
        for (let i = 0; i < target.length; i++) target[i] = (generator.next() >>> 8) * 2 ** -24;
        return target;
      },
      normal,
      normalInto(target) {
        for (let i = 0; i < target.length; i++) target[i] = normal();
        return target;
      },
      integer(n) {
        checkCount2(n, 1);
        return below(n);
      },
      permutation(n) {
        checkCount2(n, 0);
        const order = new Uint32Array(n);
        for (let i = 0; i < n; i++) order[i] = i;
        for (let i = n - 1; i > 0; i--) {
          const j = below(i + 1);
          const kept = order[i];
          order[i] = order[j];
          order[j] = kept;
        }
        return order;
      },
      // Adding 0 turns -0, which JSON would not bring back, into 0.
      state: () => [
        ...generator.getState(),
        hasSpare ? 1 : 0,
        hasSpare ? spare + 0 : 0
      ]
    };
  }

  // lib/space/points.ts
  function checkCount(count, what) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`Cannot place points: ${what} must be a whole number \u2265 1, received ${count}`);
    }
  }
  function samplePoints(count, random) {
    checkCount(count, "count");
    const { a: [a0, a1], b: [b0, b1] } = SPACE;
    return Array.from({
      length: count
    }, () => {
      const a = a0 + (a1 - a0) * random.uniform();
      return {
        a,
        b: b0 + (b1 - b0) * random.uniform()
      };
    });
  }

  // lib/dataset/layout.ts
  function drawPoints({ points, seed }) {
    return samplePoints(points, createRandom(seed, "dataset/points"));
  }

  // lib/explorer/page/shape_words.ts
  function sentenceOf(shapes) {
    if (areUsual(shapes)) return "";
    const { draws } = familyOf(shapes.family);
    return `The shapes: ${draws}; ${formulaOf(shapes)}.`;
  }

  // lib/explorer/page/arrow_keys.ts
  var ARROWS = {
    ArrowLeft: {
      a: -1,
      b: 0
    },
    ArrowRight: {
      a: 1,
      b: 0
    },
    ArrowUp: {
      a: 0,
      b: 1
    },
    ArrowDown: {
      a: 0,
      b: -1
    }
  };

  // lib/explorer/page/geometry.ts
  var FRAME = {
    left: 38,
    top: 10,
    width: 282,
    height: 376
  };
  function toView({ a, b }) {
    const share = (value, [low, high]) => (value - low) / (high - low);
    return {
      x: FRAME.left + FRAME.width * share(a, SPACE.a),
      y: FRAME.top + FRAME.height * (1 - share(b, SPACE.b))
    };
  }
  function fromView({ x, y }, periodic) {
    return withinSpace({
      a: SPACE.a[0] + (x - FRAME.left) / FRAME.width * (SPACE.a[1] - SPACE.a[0]),
      b: SPACE.b[0] + (1 - (y - FRAME.top) / FRAME.height) * (SPACE.b[1] - SPACE.b[0])
    }, periodic);
  }
  function withinSpace(point, periodic) {
    const within = (axis) => {
      const [low, high] = SPACE[axis];
      const clamped = Math.min(high, Math.max(low, point[axis]));
      return axis === periodic && clamped !== point[axis] ? wrapped(axis, point[axis]) : clamped;
    };
    return {
      a: within("a"),
      b: within("b")
    };
  }
  function middleOf(hole) {
    if (hole.kind === "disc") return withinSpace({
      a: hole.a,
      b: hole.b
    }, hole.periodic);
    const ends = (axis) => hole.kind === "box" ? hole[axis] : hole.kind === "strip" && hole.axis === axis ? [
      hole.low,
      hole.high
    ] : SPACE[axis];
    const middle = ([low, high]) => (low + high) / 2;
    return withinSpace({
      a: middle(ends("a")),
      b: middle(ends("b"))
    }, hole.periodic);
  }

  // lib/space/outline.ts
  function holeOutlines(hole) {
    const outline = holeOutline(hole);
    const { periodic } = hole;
    if (periodic === void 0 || outline.length === 0) return outline.length === 0 ? [] : [
      outline
    ];
    const [low, high] = SPACE[periodic];
    const copies = [
      0,
      -1,
      1
    ].map((turns) => outline.map((point) => ({
      ...point,
      [periodic]: point[periodic] + turns * periodOf(periodic)
    })));
    return copies.filter((copy, k) => k === 0 || copy.some((point) => point[periodic] > low) && copy.some((point) => point[periodic] < high));
  }
  function holeOutline(hole) {
    if (hole.kind === "none") return [];
    if (hole.kind === "disc") {
      return Array.from({
        length: 121
      }, (_, i) => ({
        a: hole.a + hole.radius * Math.cos(i / 60 * Math.PI),
        b: hole.b + hole.radius * Math.sin(i / 60 * Math.PI)
      }));
    }
    const sides2 = hole.kind === "box" ? hole : {
      a: SPACE.a,
      b: SPACE.b,
      [hole.axis]: [
        hole.low,
        hole.high
      ]
    };
    const [a0, a1] = sides2.a;
    const [b0, b1] = sides2.b;
    return [
      {
        a: a0,
        b: b0
      },
      {
        a: a1,
        b: b0
      },
      {
        a: a1,
        b: b1
      },
      {
        a: a0,
        b: b1
      },
      {
        a: a0,
        b: b0
      }
    ];
  }

  // lib/explorer/page/svg.ts
  var NAMESPACE = "http://www.w3.org/2000/svg";
  function svg(name, attributes = {}) {
    const made = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  }
  function pathThrough(points, place2 = toView) {
    return points.map(place2).map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  }

  // lib/explorer/page/hole_line.ts
  function holePath(hole, place2 = toView) {
    return holeOutlines(hole).map((outline) => `${pathThrough(outline, place2)}Z`).join("");
  }
  function createHoleLine(id) {
    const { left, top, width, height } = FRAME;
    const clip2 = svg("clipPath", {
      id
    });
    clip2.append(svg("rect", {
      x: left,
      y: top,
      width,
      height
    }));
    const line = svg("path", {
      class: "hole"
    });
    return {
      elements: [
        clip2,
        line
      ],
      show(hole) {
        line.setAttribute("d", holePath(hole));
        if (hole.periodic) line.setAttribute("clip-path", `url(#${id})`);
        else line.removeAttribute("clip-path");
      }
    };
  }

  // lib/explorer/page/plane_axes.ts
  function planeFrame() {
    const { left, top, width, height } = FRAME;
    return svg("rect", {
      class: "frame",
      x: left,
      y: top,
      width,
      height
    });
  }
  function createPlaneAxes() {
    const numbers = svg("g");
    const titles = {
      a: svg("text", TITLE_PLACES.a),
      b: svg("text", TITLE_PLACES.b)
    };
    return {
      elements: [
        planeFrame(),
        numbers,
        titles.a,
        titles.b
      ],
      show(family) {
        numbers.replaceChildren(...axisNumbers(family));
        for (const name of [
          "a",
          "b"
        ]) {
          titles[name].textContent = parameterTitle(name, {
            unit: false,
            family
          });
        }
      }
    };
  }
  var TITLE_PLACES = {
    a: {
      x: FRAME.left + FRAME.width / 2,
      y: FRAME.top + FRAME.height + 34,
      "text-anchor": "middle"
    },
    b: {
      x: 5,
      y: FRAME.top + FRAME.height / 2,
      "text-anchor": "middle",
      transform: `rotate(-90 5 ${FRAME.top + FRAME.height / 2})`
    }
  };
  function axisNumbers(family) {
    const { left, top, height } = FRAME;
    const words = (text, attributes) => {
      const made = svg("text", attributes);
      made.textContent = text;
      return made;
    };
    return [
      ...parameterTicks("a", family).map(({ coordinate, label }) => {
        const { x } = toView({
          a: coordinate,
          b: 0
        });
        return words(label, {
          x,
          y: top + height + 18,
          "text-anchor": "middle"
        });
      }),
      ...parameterTicks("b", family).map(({ coordinate, label }) => {
        const { y } = toView({
          a: 0.5,
          b: coordinate
        });
        return words(label, {
          x: left - 6,
          y: y + 4,
          "text-anchor": "end"
        });
      })
    ];
  }

  // lib/explorer/lab/watched.ts
  var ROW_LENGTH = 7;
  var MAP_COLUMNS = 15;
  var MAP_ROWS = 20;
  var REACH = 1.8;
  function frameOf(hole) {
    const outline = holeOutline(hole);
    const side = (axis) => {
      const values = outline.map((point) => point[axis]);
      const [low, high] = [
        Math.min(...values),
        Math.max(...values)
      ];
      if (axis === hole.periodic) return [
        low,
        high
      ];
      return [
        Math.max(SPACE[axis][0], low),
        Math.min(SPACE[axis][1], high)
      ];
    };
    return {
      a: side("a"),
      b: side("b")
    };
  }
  function rowAcross(hole) {
    const frame = frameOf(hole);
    const axis = hole.kind === "strip" ? hole.axis : "a";
    const other = axis === "a" ? "b" : "a";
    const middle = (side) => (side[0] + side[1]) / 2;
    const half = (frame[axis][1] - frame[axis][0]) / 2;
    const [low, high] = axis === hole.periodic ? around(middle(frame[axis]), Math.min(REACH * half, periodOf(axis) / 2)) : [
      Math.max(SPACE[axis][0], middle(frame[axis]) - REACH * half),
      Math.min(SPACE[axis][1], middle(frame[axis]) + REACH * half)
    ];
    return Array.from({
      length: ROW_LENGTH
    }, (_, k) => {
      const along = low + (high - low) * k / (ROW_LENGTH - 1);
      const point = {
        [axis]: along,
        [other]: middle(frame[other])
      };
      return hole.periodic ? withinSpace(point, hole.periodic) : point;
    });
  }
  function around(middle, half) {
    return [
      middle - half,
      middle + half
    ];
  }

  // lib/explorer/lab/hole_shape.ts
  function kindWords(family) {
    return {
      "disc": "Disc",
      "strip-a": `Strip of ${parameterSymbol("a", family)}`,
      "strip-b": `Strip of ${parameterSymbol("b", family)}`,
      "box": "Box"
    };
  }
  var HALF = {
    low: 0.05,
    high: 0.9
  };
  var hundredths = (value) => Math.round(100 * value) / 100 + 0;
  var exact = (value) => Math.round(1e9 * value) / 1e9 + 0;
  var clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  function movedTo(shape, point, { ranges = SPACE } = {}) {
    const middle = (axis) => axis === shape.periodic ? wrapped(axis, exact(wrapped(axis, point[axis]))) : exact(clamp(point[axis], ...ranges[axis]));
    return {
      ...shape,
      a: middle("a"),
      b: middle("b")
    };
  }
  function movedBy(shape, by) {
    const range = (axis) => {
      const [low, high] = SPACE[axis];
      return [
        Math.min(low, shape[axis]),
        Math.max(high, shape[axis])
      ];
    };
    return movedTo(shape, {
      a: shape.a + hundredths(by.a),
      b: shape.b + hundredths(by.b)
    }, {
      ranges: {
        a: range("a"),
        b: range("b")
      }
    });
  }
  function tidied(shape) {
    const half = (value) => hundredths(clamp(value, HALF.low, HALF.high));
    const { a, b } = movedTo(shape, shape);
    const middle = {
      a: hundredths(a),
      b: hundredths(b)
    };
    return {
      ...movedTo(shape, middle),
      halfA: half(shape.halfA),
      halfB: half(shape.halfB)
    };
  }
  function toHole(shape) {
    const { periodic } = shape;
    const hole = planeHole(shape);
    return periodic ? parseHole(formatHole(hole), {
      periodic
    }) : hole;
  }
  function planeHole({ kind, a, b, halfA, halfB, periodic }) {
    const side = (axis2) => {
      const [middle, half] = axis2 === "a" ? [
        a,
        halfA
      ] : [
        b,
        halfB
      ];
      const [low2, high2] = [
        middle - half,
        middle + half
      ];
      if (axis2 === periodic) return [
        exact(low2),
        exact(high2)
      ];
      return [
        exact(Math.max(SPACE[axis2][0], low2)),
        exact(Math.min(SPACE[axis2][1], high2))
      ];
    };
    if (kind === "disc") return {
      kind,
      a,
      b,
      radius: halfA
    };
    if (kind === "box") return {
      kind,
      a: side("a"),
      b: side("b")
    };
    const axis = kind === "strip-a" ? "a" : "b";
    const [low, high] = side(axis);
    return {
      kind: "strip",
      axis,
      low,
      high
    };
  }
  function fromHole(hole) {
    const seam = hole.periodic ? {
      periodic: hole.periodic
    } : {};
    if (hole.kind === "none") {
      return {
        kind: "disc",
        a: 1.25,
        b: 1,
        halfA: 0.3,
        halfB: 0.3,
        ...seam
      };
    }
    if (hole.kind === "disc") {
      const { a, b, radius } = hole;
      return {
        kind: "disc",
        a,
        b,
        halfA: radius,
        halfB: radius,
        ...seam
      };
    }
    const frame = frameOf(hole);
    const middle = ([low, high]) => (low + high) / 2;
    const half = ([low, high]) => (high - low) / 2;
    return {
      kind: hole.kind === "box" ? "box" : hole.axis === "a" ? "strip-a" : "strip-b",
      ...withinSpace({
        a: middle(frame.a),
        b: middle(frame.b)
      }, hole.periodic),
      halfA: half(frame.a),
      halfB: half(frame.b),
      ...seam
    };
  }
  function withKind(shape, kind) {
    const half = shape.kind === "strip-b" ? shape.halfB : shape.halfA;
    return tidied({
      ...shape,
      kind,
      halfA: half,
      halfB: shape.kind === "box" ? shape.halfB : half
    });
  }
  function middleOf2(shape) {
    return withinSpace(shape, shape.periodic);
  }
  function edgeOf({ a, b, halfA, halfB, periodic }, axis) {
    const [middle, half] = axis === "a" ? [
      a,
      halfA
    ] : [
      b,
      halfB
    ];
    const [low, high] = SPACE[axis];
    const above = axis === periodic || middle + half <= high || high - middle >= middle - low;
    return above ? middle + half : middle - half;
  }
  function gripOf(shape) {
    const { kind, a, b, halfA, periodic } = shape;
    const chord = Math.sqrt(Math.max(0, halfA ** 2 - (b - middleOf2(shape).b) ** 2));
    const cut = kind === "disc" ? {
      ...shape,
      halfA: chord
    } : shape;
    return withinSpace({
      a: kind === "strip-b" ? a : edgeOf(cut, "a"),
      b: kind === "strip-b" || kind === "box" ? edgeOf(shape, "b") : b
    }, periodic);
  }
  function stretchedTo(shape, point) {
    const { a: halfA, b: halfB } = reachOf(shape, point);
    const drawn = tidied({
      ...shape,
      halfA,
      halfB
    });
    return {
      ...shape,
      halfA: drawn.halfA,
      halfB: drawn.halfB
    };
  }
  function reachOf(shape, point) {
    const near = pointNear(point, shape, shape.periodic);
    const along = Math.abs(near.a - shape.a), up = Math.abs(near.b - shape.b);
    const disc = Math.hypot(along, up);
    return shape.kind === "disc" ? {
      a: disc,
      b: disc
    } : {
      a: along,
      b: up
    };
  }
  function stretchedBy(shape, { from, to }) {
    const before = reachOf(shape, from), after = reachOf(shape, to);
    const [byA, byB] = [
      after.a - before.a,
      after.b - before.b
    ];
    switch (shape.kind) {
      case "disc":
      case "strip-a":
        return grown(shape, {
          a: byA,
          b: 0
        });
      case "strip-b":
        return grown(shape, {
          a: 0,
          b: byB
        });
      case "box":
        return grown(shape, {
          a: byA,
          b: byB
        });
    }
  }
  function widened(half, by) {
    const next = clamp(half + by, Math.min(HALF.low, half), Math.max(HALF.high, half));
    return next === half ? half : hundredths(next);
  }
  function grown(shape, by) {
    const { kind, halfA, halfB } = shape;
    const sum = by.a + by.b;
    if (kind === "disc") {
      const { a, b } = middleOf2(shape);
      const apart = Math.hypot(shape.a - a, shape.b - b);
      const least = apart === 0 ? 0 : Math.min(halfA, hundredths(apart + HALF.low));
      const radius = Math.max(least, widened(halfA, sum));
      return {
        ...shape,
        halfA: radius,
        halfB: radius
      };
    }
    if (kind === "box") {
      return {
        ...shape,
        halfA: widened(halfA, by.a),
        halfB: widened(halfB, by.b)
      };
    }
    return kind === "strip-a" ? {
      ...shape,
      halfA: widened(halfA, sum)
    } : {
      ...shape,
      halfB: widened(halfB, sum)
    };
  }
  var REACH2 = 22;
  function handleAt(shape, place2) {
    const distance = (point) => {
      const { x, y } = toView(point);
      return Math.hypot(place2.x - x, place2.y - y);
    };
    const [middle, grip] = [
      distance(middleOf2(shape)),
      distance(gripOf(shape))
    ];
    if (Math.min(middle, grip) > REACH2) return void 0;
    return middle <= grip ? "middle" : "grip";
  }

  // lib/explorer/lab/hole_editor.ts
  function handle(id, label, radius) {
    const made = svg("g", {
      id,
      tabindex: 0,
      role: "slider",
      "aria-label": label
    });
    made.append(svg("circle", {
      r: REACH2,
      class: "reach"
    }), svg("circle", {
      r: radius,
      class: "dot"
    }));
    return made;
  }
  function createHoleEditor(element, changed) {
    const cloud = svg("path", {
      class: "training",
      fill: "none"
    });
    const outline = createHoleLine("lab-plane-frame");
    const middle = handle("hole-middle", "Middle of the hole: arrow keys move it", 6);
    const grip = handle("hole-grip", "Size of the hole: arrow keys change it", 8);
    const axes = createPlaneAxes();
    element.append(...axes.elements, cloud, ...outline.elements, middle, grip);
    let shape = tidied({
      kind: "disc",
      a: 1.25,
      b: 1,
      halfA: 0.3,
      halfB: 0.3
    });
    let hole = toHole(shape);
    let family = DEFAULT_SHAPES.family;
    const showFamily = () => {
      axes.show(family);
      for (const [end, name] of [
        "aria-valuemin",
        "aria-valuemax"
      ].entries()) {
        middle.setAttribute(name, String(parameterValue("a", SPACE.a[end], family)));
      }
    };
    showFamily();
    const show = () => {
      outline.show(hole);
      const dot = middleOf2(shape);
      for (const [mark, point] of [
        [
          middle,
          dot
        ],
        [
          grip,
          gripOf(shape)
        ]
      ]) {
        const { x, y } = toView(point);
        mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      }
      middle.setAttribute("aria-valuenow", parameterValue("a", dot.a, family).toFixed(2));
      middle.setAttribute("aria-valuetext", placeText(shape, family));
      const size = shape.kind === "strip-b" ? shape.halfB : shape.halfA;
      grip.setAttribute("aria-valuenow", size.toFixed(2));
      grip.setAttribute("aria-valuemin", Math.min(HALF.low, size).toFixed(2));
      grip.setAttribute("aria-valuemax", Math.max(HALF.high, size).toFixed(2));
      grip.setAttribute("aria-valuetext", sizeText(shape, family));
    };
    const change = (next) => {
      shape = next;
      hole = toHole(shape);
      show();
      changed(shape);
    };
    const placeOf = ({ clientX, clientY }) => {
      const box = element.getBoundingClientRect();
      const { x, y, width } = element.viewBox.baseVal;
      const scale = width / box.width;
      return {
        x: x + (clientX - box.left) * scale,
        y: y + (clientY - box.top) * scale
      };
    };
    const at = (event) => fromView(placeOf(event), shape.periodic);
    let drag;
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const point = at(event);
      const before = shape;
      const handle2 = handleAt(shape, placeOf(event));
      if (handle2 === "grip") {
        drag = (to) => change(stretchedBy(before, {
          from: point,
          to
        }));
        grip.focus();
      } else if (handle2 === "middle" || insideHole(hole, point)) {
        drag = (to) => change(movedBy(before, {
          a: to.a - point.a,
          b: to.b - point.b
        }));
        middle.focus();
      } else {
        const start2 = tidied({
          ...shape,
          ...point
        });
        drag = (to) => change(stretchedTo(start2, to));
        change(stretchedTo(start2, point));
        grip.focus();
      }
      element.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) drag?.(at(event));
    });
    const onKey = (apply) => (event) => {
      const direction = ARROWS[event.key];
      if (!direction) return;
      const step = event.shiftKey ? 0.1 : 0.01;
      change(apply({
        a: step * direction.a,
        b: step * direction.b
      }));
      event.preventDefault();
    };
    middle.addEventListener("keydown", onKey((by) => movedBy(shape, by)));
    grip.addEventListener("keydown", onKey((by) => grown(shape, by)));
    show();
    return {
      set(shown, next) {
        const isOther = next.family !== family;
        hole = shown;
        ({ shape, family } = next);
        if (isOther) showFamily();
        show();
      },
      points(points) {
        const dots = points.map(toView).map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
        cloud.setAttribute("d", dots.join(""));
      }
    };
  }
  function sizeText({ kind, halfA, halfB }, family) {
    if (kind === "disc") return `radius ${halfA.toFixed(2)}`;
    const wide = (name, half) => lengthText(name, 2 * half, {
      family
    });
    if (kind === "box") return `${wide("a", halfA)} wide, ${wide("b", halfB)} high`;
    return kind === "strip-a" ? `${wide("a", halfA)} wide` : `${wide("b", halfB)} wide`;
  }

  // lib/curve/geometry.ts
  function defaultStroke(geometry, size) {
    return geometry === "published" ? 4 : Math.round(200 * (size / 64) ** 0.25) / 100;
  }
  function usualStroke({ family, geometry, size }) {
    return hasStroke(family) ? defaultStroke(geometry, size) : 0;
  }

  // lib/explorer/lab/commands.ts
  var VALIDATION = 0.1;
  var HOLE_POINTS = 200;
  function datasetParameters({ shapes, hole, seed, points, network }) {
    const { size } = NETWORKS[network];
    const drawn = LAB_SHAPES[shapes];
    return {
      points,
      seed,
      size,
      geometry: "square",
      stroke: usualStroke({
        ...drawn,
        geometry: "square",
        size
      }),
      // The spelling that the dataset's key has.
      hole: formatHole(canonicalHole(datasetHole({
        hole,
        family: drawn.family
      }))),
      validation: VALIDATION,
      holePoints: HOLE_POINTS,
      userPoints: null,
      ...drawn
    };
  }
  function trainingParameters({ seed, epochs, network, posterior, lambda, penalty }, subset) {
    return {
      divide: NETWORKS[network].divide,
      latents: LATENTS,
      posterior,
      subset,
      loss: {
        lambda,
        penalty,
        gamma: PENALTIES[penalty].gamma,
        weights: "none"
      },
      epochs,
      ...OPTIMISER,
      seed
    };
  }
  function commandsFor(settings) {
    const { hole, points, seed, size, holePoints, family, petals } = datasetParameters(settings);
    const training = (subset) => {
      const { divide, epochs, posterior, loss } = trainingParameters(settings, subset);
      return [
        `deno task train --dataset "$DATASET" --subset ${subset} --divide ${divide}`,
        `--epochs ${epochs} --seed ${seed} --posterior ${posterior} --lambda ${loss.lambda}`,
        ...loss.penalty === "none" ? [] : [
          `--loss ${loss.penalty} --gamma ${loss.gamma}`
        ],
        "--backend wasm"
      ].join(" ");
    };
    const usual = areUsual({
      family,
      ...petals === void 0 ? {} : {
        petals
      }
    });
    const shapes = usual ? "" : `--family ${family} ${petals === void 0 ? "" : `--petals ${petals} `}`;
    return [
      `DATASET=$(deno task dataset ${shapes}--size ${size} --points ${points} --seed ${seed} --hole ${hole} --hole-points ${holePoints})`,
      training("punctured"),
      training("control")
    ];
  }

  // lib/explorer/lab/form.ts
  var ADDRESS_PAUSE = 320;
  var NUMBERS = [
    "seed",
    "points",
    "epochs",
    "lambda"
  ];
  var field = (name) => find(name);
  function fillSelect(name, choices) {
    const select = field(name);
    const { value } = select;
    select.replaceChildren(...Array.from(choices, ([value2, words]) => new Option(words, value2)));
    if ([
      ...select.options
    ].some((option) => option.value === value)) select.value = value;
  }
  var POSTERIOR_WORDS = {
    fixed: "\u03C3 fixed at 0.1, as published",
    learned: "\u03C3 learned",
    none: "none: a plain autoencoder"
  };
  function createForm(initial) {
    let settings = initial;
    let shape = fromHole(holeIn(settings));
    const isSlow = matchMedia("(pointer: coarse)").matches || (navigator.hardwareConcurrency ?? 4) < 4;
    const refused = /* @__PURE__ */ new Map();
    const refuse = (name, words) => {
      refused.set(name, words);
      field(name).ariaInvalid = "true";
      showRefused();
    };
    const accept = (names) => {
      for (const name of names) {
        if (refused.delete(name)) field(name).ariaInvalid = null;
      }
    };
    const showRefused = () => complain([
      ...refused.values()
    ].join(" "));
    const showSettings = () => {
      for (const name of NUMBERS) {
        if (!refused.has(name)) field(name).value = String(settings[name]);
      }
      fillSelect("penalty", penaltiesFor(settings.posterior).map((name) => [
        name,
        PENALTIES[name].words
      ]));
      find("penalty-note").textContent = penaltyNote(settings.penalty);
      for (const name of [
        "shapes",
        "network",
        "posterior",
        "penalty"
      ]) {
        field(name).value = settings[name];
      }
      find("slow").hidden = !isSlow || !canBeHalved(settings);
      field("lambda").disabled = settings.posterior === "none";
      find("commands").textContent = commandsFor(settings).join("\n\n");
    };
    const showShapes = () => {
      const shapes = LAB_SHAPES[settings.shapes];
      const words = find("shape-words");
      words.hidden = areUsual(shapes);
      words.textContent = [
        sentenceOf(shapes),
        ...readsAsPlane(shapes.family) ? [] : [
          `The text of a hole counts the plane as a from ${SPACE.a.join(" to ")} and b from ${SPACE.b.join(" to ")}, and a radius in the same units.`
        ]
      ].join(" ");
      const symbols = [
        "a",
        "b"
      ].map((name) => parameterSymbol(name, shapes.family));
      find("plane").ariaLabel = `Plane of ${symbols.join(" and ")} with the hole`;
    };
    const showHole = () => {
      showShapes();
      const hole = holeIn(settings);
      const family = familyIn(settings);
      editor.set(hole, {
        shape,
        family
      });
      const { points, seed } = settings;
      const outside = drawPoints({
        points,
        seed
      }).filter((point) => !insideHole(hole, point));
      editor.points(outside);
      if (!refused.has("hole")) field("hole").value = settings.hole;
      const share = 100 * planeShare(hole);
      find("hole-words").textContent = `A ${shapeHoleWords(settings.hole, family)}: ${share.toFixed(0)} % of the plane never trains the network.`;
      const words = kindWords(family);
      for (const button of document.querySelectorAll("input[name=lab-kind]")) {
        button.checked = button.value === shape.kind;
        button.nextSibling.textContent = ` ${words[button.value]}`;
      }
    };
    let addressTimer;
    const showAddress = () => {
      addressTimer ??= setTimeout(() => {
        addressTimer = void 0;
        if (document.documentElement.dataset.view !== "lab") return;
        history.replaceState(null, "", formatLabAddress(settings));
      }, ADDRESS_PAUSE);
    };
    let noisyLambda = settings.posterior === "none" ? DEFAULT_SETTINGS.lambda : settings.lambda;
    const set = (change) => {
      if (settings.posterior !== "none") noisyLambda = settings.lambda;
      settings = consistent({
        ...settings,
        ...change
      });
      accept(Object.keys(change));
      if (settings.posterior === "none") accept([
        "lambda"
      ]);
      showRefused();
      showSettings();
      showHole();
      showAddress();
    };
    const editor = createHoleEditor(find("plane"), (drawn) => {
      shape = drawn;
      set({
        hole: formatHole(toHole(shape))
      });
    });
    find("kinds").append(...Object.entries(kindWords()).map(([kind, words]) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, {
        type: "radio",
        name: "lab-kind",
        value: kind
      });
      input.addEventListener("change", () => {
        shape = withKind(shape, kind);
        set({
          hole: formatHole(toHole(shape))
        });
      });
      label.append(input, ` ${words}`);
      return label;
    }));
    find("hole").addEventListener("change", ({ target }) => {
      const { value } = target;
      try {
        const hole = readHole(value, familyIn(settings));
        shape = fromHole(hole);
        set({
          hole: formatHole(hole)
        });
      } catch (error) {
        refuse("hole", `${reasonOf(error)}.`);
      }
    });
    fillSelect("shapes", Object.keys(LAB_SHAPES).map((name) => [
      name,
      shapesWords(name)
    ]));
    fillSelect("network", Object.entries(NETWORKS).map(([name, { words }]) => [
      name,
      words
    ]));
    fillSelect("posterior", Object.entries(POSTERIOR_WORDS));
    for (const name of NUMBERS) {
      const [low, high] = RANGES[name];
      const input = field(name);
      Object.assign(input, {
        min: String(low),
        max: String(high)
      });
      input.addEventListener("change", () => {
        const value = readNumber(name, input.value);
        if (value !== void 0) return set({
          [name]: value
        });
        const label = input.labels?.[0]?.textContent ?? name;
        refuse(name, `${label} must be ${numberWords(name)}.`);
      });
    }
    field("shapes").addEventListener("change", () => {
      const shapes = field("shapes").value;
      shape = fromHole(holeIn({
        ...settings,
        shapes
      }));
      set({
        shapes
      });
    });
    for (const name of [
      "network",
      "penalty"
    ]) {
      field(name).addEventListener("change", () => set({
        [name]: field(name).value
      }));
    }
    field("posterior").addEventListener("change", () => {
      const posterior = field("posterior").value;
      set(settings.posterior === "none" ? {
        posterior,
        lambda: noisyLambda
      } : {
        posterior
      });
    });
    showSettings();
    showHole();
    return {
      settings: () => settings,
      take(other) {
        shape = fromHole(holeIn(other));
        set(other);
      },
      checked() {
        const [wrong] = refused.keys();
        if (wrong === void 0) return true;
        showRefused();
        const fold = field(wrong).closest("details");
        if (fold) fold.open = true;
        field(wrong).focus();
        return false;
      }
    };
  }

  // lib/measure/image/learned.ts
  var LEARNED = 0.5;

  // lib/words/counted.ts
  function counted(count, noun) {
    return `${count || "no"} ${noun}${count === 1 ? "" : "s"}`;
  }

  // lib/report/page/html.ts
  function fixed(value, digits) {
    if (value === void 0 || !Number.isFinite(value)) return "\u2013";
    const text = Math.abs(value).toFixed(digits);
    return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
  }

  // lib/explorer/lab/run_state.ts
  function newRun(settings) {
    return {
      settings,
      networks: {
        punctured: {
          history: []
        },
        control: {
          history: []
        }
      }
    };
  }
  function costOf({ networks: { punctured, control } }) {
    if (punctured.history.length === 0 || control.history.length === 0) return void 0;
    if (!punctured.dice || !control.dice) return void 0;
    return control.dice.inside - punctured.dice.inside;
  }
  function wasStopped({ networks }) {
    return Object.values(networks).some(({ end }) => end === "stopped");
  }
  function epochWords({ networks: { punctured, control }, settings: { epochs } }) {
    const [own, other] = [
      punctured.history.length,
      control.history.length
    ];
    const done = own === other ? String(own) : `${own} (network) and ${other} (control)`;
    return `epoch ${done} of ${epochs}`;
  }
  function stopWords(run) {
    const none = Object.values(run.networks).every(({ history: history2 }) => history2.length === 0);
    return none ? `in epoch 1 of ${run.settings.epochs}` : `after ${epochWords(run)}`;
  }
  function verdictOf(cost, control) {
    if (control < LEARNED) {
      return "the control does not draw the shapes either, so that this says nothing about the hole; more epochs or points may help";
    }
    const words = fixed(Math.abs(cost), 3);
    if (Number(words) === 0) return "the hole costs nothing, both are equal to three digits";
    return cost > 0 ? `the hole costs ${words} of Dice` : `the hole costs nothing, the network is better by ${words} of Dice`;
  }
  function describeRun(run) {
    const { networks: { punctured, control } } = run;
    const cost = costOf(run);
    const stopped = wasStopped(run);
    if (cost === void 0) {
      return stopped ? `The run was stopped ${stopWords(run)}. Both networks must finish an epoch before they can be compared.` : "The networks have not finished their first epoch.";
    }
    const [own, other] = [
      punctured.dice,
      control.dice
    ];
    const whole = punctured.end === "whole" && control.end === "whole";
    const when = whole ? "" : `${stopped ? "Stopped after" : "After"} ${epochWords(run)}: `;
    return `${when}${whole ? "Inside" : "inside"} the hole the network that never saw it has a Dice of ${own.inside.toFixed(3)}, its control ${other.inside.toFixed(3)}: ${verdictOf(cost, other.inside)}. Outside they have ${own.outside.toFixed(3)} and ${other.outside.toFixed(3)}.`;
  }
  function secondsLeft({ networks }) {
    const left = Object.values(networks).map(({ progress, end }) => {
      if (end) return 0;
      if (!progress) return NaN;
      return (progress.total - progress.step) * OPTIMISER.batch / progress.imagesPerSecond;
    });
    const longest = Math.max(...left);
    return Number.isNaN(longest) ? void 0 : longest;
  }
  function shareDone({ networks }) {
    const shares = Object.values(networks).map(({ progress, end }) => end === "whole" ? 1 : progress ? progress.step / progress.total : 0);
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }
  function speedWords(run, phase) {
    const rates = Object.values(run.networks).flatMap(({ imagesPerSecond, progress }) => imagesPerSecond ?? progress?.imagesPerSecond ?? []);
    const left = secondsLeft(run);
    return [
      ...rates.length > 0 ? [
        `${rates.map((rate) => rate.toFixed(0)).join(" + ")} images/s`
      ] : [],
      ...phase === "training" && left !== void 0 ? [
        `about ${Math.ceil(left)} s left`
      ] : [],
      ...phase === "paused" ? [
        "paused"
      ] : [],
      ...phase === "done" ? [
        wasStopped(run) ? "stopped" : "done"
      ] : []
    ].join(", ");
  }
  function backendWords({ networks: { punctured, control } }) {
    if (!punctured.reason) return "";
    return (control.reason ?? punctured.reason) === punctured.reason ? `Trains on ${punctured.reason}.` : `The network trains on ${punctured.reason}; its control on ${control.reason}.`;
  }
  function settingsWords(run) {
    const { shapes, seed, epochs, points, network, penalty, posterior, lambda } = run.settings;
    const length = wasStopped(run) ? `stopped ${stopWords(run)}` : counted(epochs, "epoch");
    const { size } = NETWORKS[network];
    const extra = [
      ...shapes === DEFAULT_SETTINGS.shapes ? [] : [
        shapesWords(shapes)
      ],
      ...network === DEFAULT_SETTINGS.network ? [] : [
        `${size}\xD7${size} images`
      ],
      ...penalty === "none" ? [] : [
        `penalty ${penalty}`
      ],
      ...posterior === "fixed" ? [] : [
        `posterior ${posterior}`
      ],
      ...lambda === DEFAULT_SETTINGS.lambda ? [] : [
        `\u03BB ${lambda}`
      ]
    ];
    return `seed ${seed}, ${points} points, ${length}${extra.map((each) => `, ${each}`).join("")}`;
  }
  var holeWordsOf = ({ settings }) => shapeHoleWords(settings.hole, familyIn(settings));
  function runName(run) {
    return `${holeWordsOf(run)} (${settingsWords(run)})`;
  }
  function summarise(run) {
    const { punctured, control } = run.networks;
    const cost = costOf(run);
    const result = cost === void 0 ? "no comparison" : `inside ${punctured.dice.inside.toFixed(3)}, control ${control.dice.inside.toFixed(3)}, cost ${fixed(cost, 3)} of Dice`;
    return `${holeWordsOf(run)}: ${result} (${settingsWords(run)})`;
  }

  // lib/explorer/page/colour.ts
  function greyPixels(values, rgba) {
    for (let i = 0; i < values.length; i++) {
      const value = 255 * values[i];
      rgba[4 * i] = rgba[4 * i + 1] = rgba[4 * i + 2] = value;
      rgba[4 * i + 3] = 255;
    }
  }

  // lib/explorer/lab/tiles.ts
  var OWNERS = {
    truth: "truth",
    punctured: "network",
    control: "control"
  };
  function pixelsOf(levels) {
    const size = Math.sqrt(levels.length);
    const pixels = new ImageData(size, size);
    greyPixels(Float32Array.from(levels, (level) => level / 255), pixels.data);
    return pixels;
  }
  function paint(canvas, levels) {
    const pixels = pixelsOf(levels);
    if (canvas.width !== pixels.width) canvas.width = canvas.height = pixels.width;
    canvas.getContext("2d").putImageData(pixels, 0, 0);
  }
  function canvasOf(label) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    return canvas;
  }
  function createShapeRows(element) {
    const rows = Object.entries(OWNERS).map(([owner, words]) => {
      const name = document.createElement("span");
      name.textContent = words;
      const canvases = Array.from({
        length: ROW_LENGTH
      }, (_, k) => canvasOf(`${words}, shape ${k + 1} of ${ROW_LENGTH}`));
      element.append(name, ...canvases);
      return [
        owner,
        canvases
      ];
    });
    const canvasesOf = new Map(rows);
    return {
      show(owner, images) {
        const area = images.length / ROW_LENGTH;
        canvasesOf.get(owner).forEach((canvas, k) => paint(canvas, images.subarray(k * area, (k + 1) * area)));
      },
      clear(inside) {
        for (const canvases of canvasesOf.values()) {
          canvases.forEach((canvas, k) => {
            canvas.width = canvas.height = 1;
            canvas.classList.toggle("inside", inside[k]);
          });
        }
      }
    };
  }
  var FRAME2 = "#e69f00";
  function createStrip(images, inside) {
    const owners = Object.keys(OWNERS);
    const area = images.truth.length / ROW_LENGTH;
    const size = Math.sqrt(area);
    const words = owners.map((owner) => OWNERS[owner]).join(", ");
    const canvas = canvasOf(`Shapes on a line across the hole, in rows: ${words}`);
    canvas.width = ROW_LENGTH * size;
    canvas.height = owners.length * size;
    const context = canvas.getContext("2d");
    for (const [row, owner] of owners.entries()) {
      for (let k = 0; k < ROW_LENGTH; k++) {
        const pixels = pixelsOf(images[owner].subarray(k * area, (k + 1) * area));
        context.putImageData(pixels, k * size, row * size);
      }
    }
    const [first, last] = [
      inside.indexOf(true),
      inside.lastIndexOf(true)
    ];
    if (first < 0) return canvas;
    context.strokeStyle = FRAME2;
    const line = context.lineWidth = size / 16;
    const width = (last - first + 1) * size;
    context.strokeRect(first * size + line / 2, line / 2, width - line, canvas.height - line);
    return canvas;
  }
  function createShapeTrio(element) {
    const parts = new Map(Object.entries(OWNERS).map(([owner, words]) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      caption.textContent = words;
      const canvas = canvasOf(words);
      figure.append(canvas, caption);
      element.append(figure);
      return [
        owner,
        {
          canvas,
          caption
        }
      ];
    }));
    return {
      show(owner, image, words) {
        const { canvas, caption } = parts.get(owner);
        paint(canvas, image);
        caption.textContent = words;
      },
      clear() {
        for (const [owner, { canvas, caption }] of parts) {
          canvas.width = canvas.height = 1;
          caption.textContent = OWNERS[owner];
        }
      }
    };
  }

  // lib/explorer/lab/past_runs.ts
  var KEPT_RUNS = 6;
  var FULL_BAR = 0.05;
  function pictureOf(run, { punctured, control }) {
    const names = document.createElement("div");
    names.className = "names";
    names.append(...Object.values(OWNERS).map((words) => {
      const name = document.createElement("span");
      name.textContent = words;
      return name;
    }));
    const picture = document.createElement("div");
    picture.className = "strip";
    const hole = holeIn(run.settings);
    picture.append(names, createStrip({
      truth: punctured.truth,
      punctured: punctured.row,
      control: control.row
    }, rowAcross(hole).map((point) => insideHole(hole, point))));
    return picture;
  }
  function createPastRun(run, { picture, again }) {
    const bar = document.createElement("span");
    bar.className = "cost";
    const filled = document.createElement("span");
    bar.append(filled);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Set again";
    button.ariaLabel = `${button.textContent}: ${runName(run)}`;
    button.addEventListener("click", () => again(run));
    const words = document.createElement("div");
    words.append(bar, `${summarise(run)} `, button);
    const item = document.createElement("li");
    item.append(picture, words);
    return {
      run,
      item,
      button,
      filled
    };
  }
  function createPastRuns(element, { shown, again }) {
    let past = [];
    return {
      add(run, glances) {
        const added = createPastRun(run, {
          picture: pictureOf(run, glances),
          again
        });
        const all = [
          added,
          ...past
        ];
        past = all.slice(0, KEPT_RUNS);
        shown.hidden = false;
        element.prepend(added.item);
        for (const { item } of all.slice(KEPT_RUNS)) {
          const hadFocus = item.contains(document.activeElement);
          item.remove();
          if (hadFocus) past[past.length - 1].button.focus();
        }
        const full = Math.max(FULL_BAR, ...past.map(({ run: run2 }) => costOf(run2) ?? 0));
        for (const { run: run2, filled } of past) {
          const share = Math.max(0, costOf(run2) ?? 0) / full;
          filled.style.width = `${(100 * share).toFixed(1)}%`;
        }
      }
    };
  }

  // lib/explorer/page/latest.ts
  function latestOnly(work) {
    let waiting;
    let busy = false;
    const drain = async () => {
      busy = true;
      while (waiting) {
        const { input, resolve, reject } = waiting;
        waiting = void 0;
        try {
          await work(input);
          resolve(true);
        } catch (error) {
          reject(error);
        }
      }
      busy = false;
    };
    return (input) => new Promise((resolve, reject) => {
      waiting?.resolve(false);
      waiting = {
        input,
        resolve,
        reject
      };
      if (!busy) drain();
    });
  }

  // lib/explorer/lab/dice_map.ts
  var CELL = 10;
  var SCALE = {
    low: 0.8,
    high: 1
  };
  var COLOURS = [
    "#440154",
    "#3b528b",
    "#21918c",
    "#5ec962",
    "#fde725"
  ].map((hex) => [
    1,
    3,
    5
  ].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  function colourOf(dice) {
    const share = Math.min(1, Math.max(0, (dice - SCALE.low) / (SCALE.high - SCALE.low)));
    const place2 = share * (COLOURS.length - 1);
    const k = Math.min(COLOURS.length - 2, Math.floor(place2));
    const mixed = COLOURS[k].map((from, n) => Math.round(from + (place2 - k) * (COLOURS[k + 1][n] - from)));
    return `rgb(${mixed.join(" ")})`;
  }
  var place = ({ a, b }) => ({
    x: CELL * MAP_COLUMNS * (a - SPACE.a[0]) / (SPACE.a[1] - SPACE.a[0]),
    y: CELL * MAP_ROWS * (1 - (b - SPACE.b[0]) / (SPACE.b[1] - SPACE.b[0]))
  });
  function createDiceMap(element, { name, moved }) {
    element.setAttribute("viewBox", `0 0 ${CELL * MAP_COLUMNS} ${CELL * MAP_ROWS}`);
    const cells = Array.from({
      length: MAP_COLUMNS * MAP_ROWS
    }, (_, n) => {
      const x = CELL * (n % MAP_COLUMNS);
      const y = CELL * (MAP_ROWS - 1 - Math.floor(n / MAP_COLUMNS));
      return svg("rect", {
        class: "cell",
        x,
        y,
        width: CELL + 0.3,
        height: CELL + 0.3
      });
    });
    const outlines = [
      "outline under",
      "outline"
    ].map((name2) => svg("path", {
      class: name2
    }));
    const probe = svg("g", {
      class: "probe",
      tabindex: 0,
      role: "slider",
      "aria-label": `Point to look at, ${name}: arrow keys move it`
    });
    probe.append(svg("circle", {
      r: 12,
      class: "reach"
    }), svg("circle", {
      r: 4,
      class: "dot"
    }));
    element.append(...cells, ...outlines, probe);
    let shown = {
      a: 1.25,
      b: 1
    };
    let family = DEFAULT_SHAPES.family;
    let periodic;
    const showRange = () => {
      for (const [end, name2] of [
        "aria-valuemin",
        "aria-valuemax"
      ].entries()) {
        probe.setAttribute(name2, String(parameterValue("a", SPACE.a[end], family)));
      }
    };
    const mark = (point) => {
      shown = withinSpace(point, periodic);
      const { x, y } = place(shown);
      probe.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      probe.setAttribute("aria-valuenow", parameterValue("a", shown.a, family).toFixed(2));
      probe.setAttribute("aria-valuetext", placeText(shown, family));
    };
    const at = ({ clientX, clientY }) => {
      const box = element.getBoundingClientRect();
      return {
        a: SPACE.a[0] + (SPACE.a[1] - SPACE.a[0]) * (clientX - box.left) / box.width,
        b: SPACE.b[1] - (SPACE.b[1] - SPACE.b[0]) * (clientY - box.top) / box.height
      };
    };
    const move = (point) => {
      mark(point);
      moved(shown);
    };
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      probe.focus();
      move(at(event));
      event.preventDefault();
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) move(at(event));
    });
    probe.addEventListener("keydown", (event) => {
      const by = ARROWS[event.key];
      if (!by) return;
      const step = event.shiftKey ? 0.1 : 0.02;
      move({
        a: shown.a + step * by.a,
        b: shown.b + step * by.b
      });
      event.preventDefault();
    });
    showRange();
    mark(shown);
    return {
      mark,
      clear(hole, shapes) {
        family = shapes;
        periodic = hole.periodic;
        showRange();
        for (const cell of cells) cell.removeAttribute("style");
        for (const outline of outlines) outline.setAttribute("d", holePath(hole, place));
      },
      fill(places, dice) {
        for (let k = 0; k < places.length; k++) {
          cells[places[k]].setAttribute("style", `fill:${colourOf(dice[k])}`);
        }
      }
    };
  }

  // lib/explorer/lab/loss_chart.ts
  var SIZE = {
    width: 320,
    height: 150
  };
  var ROOM = {
    left: 44,
    right: 8,
    top: 8,
    bottom: 22
  };
  var WIDTH = SIZE.width - ROOM.left - ROOM.right;
  function createLossChart(element) {
    element.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
    const axes = svg("path", {
      class: "axis",
      d: `M${ROOM.left} ${ROOM.top}V${SIZE.height - ROOM.bottom}H${SIZE.width - ROOM.right}`
    });
    const words = {
      low: svg("text", {
        x: ROOM.left - 4,
        "text-anchor": "end",
        y: SIZE.height - ROOM.bottom
      }),
      high: svg("text", {
        x: ROOM.left - 4,
        "text-anchor": "end",
        y: ROOM.top + 8
      }),
      first: svg("text", {
        x: ROOM.left,
        y: SIZE.height - 6
      }),
      last: svg("text", {
        x: SIZE.width - ROOM.right,
        "text-anchor": "end",
        y: SIZE.height - 6
      })
    };
    const lines = {
      control: svg("path"),
      punctured: svg("path")
    };
    const dots = {
      control: svg("path"),
      punctured: svg("path")
    };
    for (const subset of [
      "control",
      "punctured"
    ]) {
      lines[subset].setAttribute("class", `line ${subset}`);
      dots[subset].setAttribute("class", `dots ${subset}`);
    }
    element.append(axes, ...Object.values(words), ...Object.values(dots), ...Object.values(lines));
    return {
      show(histories, epochs) {
        const values = Object.values(histories).flatMap((history2) => history2.flatMap(({ loss, validationLoss }) => [
          loss,
          validationLoss
        ])).filter((value) => value > 0);
        const none = values.length === 0;
        const [low, high] = none ? [
          0.01,
          1
        ] : [
          Math.min(...values),
          Math.max(...values)
        ];
        const span = Math.log(high / low) || 1;
        const x = (epoch) => ROOM.left + WIDTH * (epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1));
        const y = (value) => ROOM.top + (SIZE.height - ROOM.top - ROOM.bottom) * (1 - Math.log(value / low) / span);
        const place2 = (line, name) => `${x(line.epoch).toFixed(1)} ${y(Math.max(low, line[name])).toFixed(1)}`;
        for (const subset of [
          "control",
          "punctured"
        ]) {
          const history2 = histories[subset];
          const through = history2.map((line, k) => `${k === 0 ? "M" : "L"}${place2(line, "validationLoss")}`);
          lines[subset].setAttribute("d", through.join("") + (history2.length === 1 ? "h0" : ""));
          dots[subset].setAttribute("d", history2.map((line) => `M${place2(line, "loss")}h0`).join(""));
        }
        words.low.textContent = none ? "" : low.toPrecision(2);
        words.high.textContent = none ? "" : high.toPrecision(2);
        words.first.textContent = "epoch 1";
        words.first.setAttribute("x", String(epochs === 1 ? x(1) : ROOM.left));
        words.first.setAttribute("text-anchor", epochs === 1 ? "middle" : "start");
        words.last.textContent = epochs === 1 ? "" : String(epochs);
      }
    };
  }

  // lib/explorer/lab/run_view.ts
  function createRunView({ run, phase, trainer }) {
    const chart = createLossChart(find("losses"));
    const rows = createShapeRows(find("rows"));
    const trio = createShapeTrio(find("trio"));
    let probed;
    const sayPlace = (words) => find("place").textContent = words;
    const clearShape = () => {
      trio.clear();
      sayPlace("\xA0");
    };
    const showNone = (point) => {
      clearShape();
      if (phase() !== "failed") return;
      const place2 = placeText(point, familyIn(run().settings));
      sayPlace(`${place2}: the run failed, so that no network draws this shape`);
    };
    const probe = latestOnly(async (point) => {
      const shown = await trainer()?.show(point);
      if (!shown) return showNone(point);
      trio.show("truth", shown.punctured.truth, OWNERS.truth);
      for (const subset of PAIR) {
        const { image, dice } = shown[subset];
        trio.show(subset, image, `${OWNERS[subset]}, Dice ${dice.toFixed(3)}`);
      }
      const { settings } = run();
      const inside = insideHole(holeIn(settings), point);
      const place2 = placeText(point, familyIn(settings));
      sayPlace(`${place2}, ${inside ? "inside" : "outside"} the hole`);
    });
    const mark = (point) => {
      probed = point;
      for (const subset of PAIR) maps[subset].mark(point);
    };
    const lookAt = (point) => {
      mark(point);
      probe(point).catch(() => showNone(point));
    };
    const maps = {
      punctured: createDiceMap(find("map-punctured"), {
        name: "network",
        moved: lookAt
      }),
      control: createDiceMap(find("map-control"), {
        name: "control",
        moved: lookAt
      })
    };
    const showNow = () => {
      const shown = run();
      if (!shown) return;
      const { networks, settings: { epochs } } = shown;
      find("verdict").textContent = describeRun(shown);
      chart.show({
        punctured: networks.punctured.history,
        control: networks.control.history
      }, epochs);
      find("progress").value = shareDone(shown);
      find("speed").textContent = speedWords(shown, phase());
      find("backend").textContent = backendWords(shown);
    };
    let due = false;
    return {
      clear() {
        const { settings } = run();
        const hole = holeIn(settings), family = familyIn(settings);
        for (const subset of PAIR) maps[subset].clear(hole, family);
        for (const name of [
          "a",
          "b"
        ]) {
          find(`map-${name}`).textContent = parameterSymbol(name, family);
        }
        rows.clear(rowAcross(hole).map((point) => insideHole(hole, point)));
        clearShape();
        mark(middleOf(hole));
        find("results").hidden = false;
      },
      glance(subset, { truth, row, cells, cellDice }) {
        rows.show("truth", truth);
        rows.show(subset, row);
        maps[subset].fill(cells, cellDice);
      },
      lookAgain: () => lookAt(probed),
      show() {
        if (due) return;
        due = true;
        requestAnimationFrame(() => {
          due = false;
          showNow();
        });
      }
    };
  }

  // npm:fflate/0.8.3/esm/browser.js
  var u8 = Uint8Array;
  var u16 = Uint16Array;
  var i32 = Int32Array;
  var fleb = new u8([
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    1,
    1,
    1,
    2,
    2,
    2,
    2,
    3,
    3,
    3,
    3,
    4,
    4,
    4,
    4,
    5,
    5,
    5,
    5,
    0,
    /* unused */
    0,
    0,
    /* impossible */
    0
  ]);
  var fdeb = new u8([
    0,
    0,
    0,
    0,
    1,
    1,
    2,
    2,
    3,
    3,
    4,
    4,
    5,
    5,
    6,
    6,
    7,
    7,
    8,
    8,
    9,
    9,
    10,
    10,
    11,
    11,
    12,
    12,
    13,
    13,
    /* unused */
    0,
    0
  ]);
  var clim = new u8([
    16,
    17,
    18,
    0,
    8,
    7,
    9,
    6,
    10,
    5,
    11,
    4,
    12,
    3,
    13,
    2,
    14,
    1,
    15
  ]);
  var freb = function(eb, start2) {
    var b = new u16(31);
    for (var i = 0; i < 31; ++i) {
      b[i] = start2 += 1 << eb[i - 1];
    }
    var r = new i32(b[30]);
    for (var i = 1; i < 30; ++i) {
      for (var j = b[i]; j < b[i + 1]; ++j) {
        r[j] = j - b[i] << 5 | i;
      }
    }
    return {
      b,
      r
    };
  };
  var _a = freb(fleb, 2);
  var fl = _a.b;
  var revfl = _a.r;
  fl[28] = 258, revfl[258] = 28;
  var _b = freb(fdeb, 0);
  var fd = _b.b;
  var revfd = _b.r;
  var rev = new u16(32768);
  for (i = 0; i < 32768; ++i) {
    x = (i & 43690) >> 1 | (i & 21845) << 1;
    x = (x & 52428) >> 2 | (x & 13107) << 2;
    x = (x & 61680) >> 4 | (x & 3855) << 4;
    rev[i] = ((x & 65280) >> 8 | (x & 255) << 8) >> 1;
  }
  var x;
  var i;
  var hMap = function(cd, mb, r) {
    var s = cd.length;
    var i = 0;
    var l = new u16(mb);
    for (; i < s; ++i) {
      if (cd[i]) ++l[cd[i] - 1];
    }
    var le = new u16(mb);
    for (i = 1; i < mb; ++i) {
      le[i] = le[i - 1] + l[i - 1] << 1;
    }
    var co;
    if (r) {
      co = new u16(1 << mb);
      var rvb = 15 - mb;
      for (i = 0; i < s; ++i) {
        if (cd[i]) {
          var sv = i << 4 | cd[i];
          var r_1 = mb - cd[i];
          var v = le[cd[i] - 1]++ << r_1;
          for (var m = v | (1 << r_1) - 1; v <= m; ++v) {
            co[rev[v] >> rvb] = sv;
          }
        }
      }
    } else {
      co = new u16(s);
      for (i = 0; i < s; ++i) {
        if (cd[i]) {
          co[i] = rev[le[cd[i] - 1]++] >> 15 - cd[i];
        }
      }
    }
    return co;
  };
  var flt = new u8(288);
  for (i = 0; i < 144; ++i) flt[i] = 8;
  var i;
  for (i = 144; i < 256; ++i) flt[i] = 9;
  var i;
  for (i = 256; i < 280; ++i) flt[i] = 7;
  var i;
  for (i = 280; i < 288; ++i) flt[i] = 8;
  var i;
  var fdt = new u8(32);
  for (i = 0; i < 32; ++i) fdt[i] = 5;
  var i;
  var flm = /* @__PURE__ */ hMap(flt, 9, 0);
  var fdm = /* @__PURE__ */ hMap(fdt, 5, 0);
  var shft = function(p) {
    return (p + 7) / 8 | 0;
  };
  var slc = function(v, s, e) {
    if (s == null || s < 0) s = 0;
    if (e == null || e > v.length) e = v.length;
    return new u8(v.subarray(s, e));
  };
  var ec = [
    "unexpected EOF",
    "invalid block type",
    "invalid length/literal",
    "invalid distance",
    "stream finished",
    "no stream handler",
    ,
    "no callback",
    "invalid UTF-8 data",
    "extra field too long",
    "date not in range 1980-2099",
    "filename too long",
    "stream finishing",
    "invalid zip data"
  ];
  var err = function(ind, msg, nt) {
    var e = new Error(msg || ec[ind]);
    e.code = ind;
    if (Error.captureStackTrace) Error.captureStackTrace(e, err);
    if (!nt) throw e;
    return e;
  };
  var wbits = function(d, p, v) {
    v <<= p & 7;
    var o = p / 8 | 0;
    d[o] |= v;
    d[o + 1] |= v >> 8;
  };
  var wbits16 = function(d, p, v) {
    v <<= p & 7;
    var o = p / 8 | 0;
    d[o] |= v;
    d[o + 1] |= v >> 8;
    d[o + 2] |= v >> 16;
  };
  var hTree = function(d, mb) {
    var t = [];
    for (var i = 0; i < d.length; ++i) {
      if (d[i]) t.push({
        s: i,
        f: d[i]
      });
    }
    var s = t.length;
    var t2 = t.slice();
    if (!s) return {
      t: et,
      l: 0
    };
    if (s == 1) {
      var v = new u8(t[0].s + 1);
      v[t[0].s] = 1;
      return {
        t: v,
        l: 1
      };
    }
    t.sort(function(a, b) {
      return a.f - b.f;
    });
    t.push({
      s: -1,
      f: 25001
    });
    var l = t[0], r = t[1], i0 = 0, i1 = 1, i2 = 2;
    t[0] = {
      s: -1,
      f: l.f + r.f,
      l,
      r
    };
    while (i1 != s - 1) {
      l = t[t[i0].f < t[i2].f ? i0++ : i2++];
      r = t[i0 != i1 && t[i0].f < t[i2].f ? i0++ : i2++];
      t[i1++] = {
        s: -1,
        f: l.f + r.f,
        l,
        r
      };
    }
    var maxSym = t2[0].s;
    for (var i = 1; i < s; ++i) {
      if (t2[i].s > maxSym) maxSym = t2[i].s;
    }
    var tr = new u16(maxSym + 1);
    var mbt = ln(t[i1 - 1], tr, 0);
    if (mbt > mb) {
      var i = 0, dt = 0;
      var lft = mbt - mb, cst = 1 << lft;
      t2.sort(function(a, b) {
        return tr[b.s] - tr[a.s] || a.f - b.f;
      });
      for (; i < s; ++i) {
        var i2_1 = t2[i].s;
        if (tr[i2_1] > mb) {
          dt += cst - (1 << mbt - tr[i2_1]);
          tr[i2_1] = mb;
        } else break;
      }
      dt >>= lft;
      while (dt > 0) {
        var i2_2 = t2[i].s;
        if (tr[i2_2] < mb) dt -= 1 << mb - tr[i2_2]++ - 1;
        else ++i;
      }
      for (; i >= 0 && dt; --i) {
        var i2_3 = t2[i].s;
        if (tr[i2_3] == mb) {
          --tr[i2_3];
          ++dt;
        }
      }
      mbt = mb;
    }
    return {
      t: new u8(tr),
      l: mbt
    };
  };
  var ln = function(n, l, d) {
    return n.s == -1 ? Math.max(ln(n.l, l, d + 1), ln(n.r, l, d + 1)) : l[n.s] = d;
  };
  var lc = function(c) {
    var s = c.length;
    while (s && !c[--s]) ;
    var cl = new u16(++s);
    var cli = 0, cln = c[0], cls = 1;
    var w = function(v) {
      cl[cli++] = v;
    };
    for (var i = 1; i <= s; ++i) {
      if (c[i] == cln && i != s) ++cls;
      else {
        if (!cln && cls > 2) {
          for (; cls > 138; cls -= 138) w(32754);
          if (cls > 2) {
            w(cls > 10 ? cls - 11 << 5 | 28690 : cls - 3 << 5 | 12305);
            cls = 0;
          }
        } else if (cls > 3) {
          w(cln), --cls;
          for (; cls > 6; cls -= 6) w(8304);
          if (cls > 2) w(cls - 3 << 5 | 8208), cls = 0;
        }
        while (cls--) w(cln);
        cls = 1;
        cln = c[i];
      }
    }
    return {
      c: cl.subarray(0, cli),
      n: s
    };
  };
  var clen = function(cf, cl) {
    var l = 0;
    for (var i = 0; i < cl.length; ++i) l += cf[i] * cl[i];
    return l;
  };
  var wfblk = function(out, pos, dat) {
    var s = dat.length;
    var o = shft(pos + 2);
    out[o] = s & 255;
    out[o + 1] = s >> 8;
    out[o + 2] = out[o] ^ 255;
    out[o + 3] = out[o + 1] ^ 255;
    for (var i = 0; i < s; ++i) out[o + i + 4] = dat[i];
    return (o + 4 + s) * 8;
  };
  var wblk = function(dat, out, final, syms, lf, df, eb, li, bs, bl, p) {
    wbits(out, p++, final);
    ++lf[256];
    var _a2 = hTree(lf, 15), dlt = _a2.t, mlb = _a2.l;
    var _b2 = hTree(df, 15), ddt = _b2.t, mdb = _b2.l;
    var _c = lc(dlt), lclt = _c.c, nlc = _c.n;
    var _d = lc(ddt), lcdt = _d.c, ndc = _d.n;
    var lcfreq = new u16(19);
    for (var i = 0; i < lclt.length; ++i) ++lcfreq[lclt[i] & 31];
    for (var i = 0; i < lcdt.length; ++i) ++lcfreq[lcdt[i] & 31];
    var _e = hTree(lcfreq, 7), lct = _e.t, mlcb = _e.l;
    var nlcc = 19;
    for (; nlcc > 4 && !lct[clim[nlcc - 1]]; --nlcc) ;
    var flen = bl + 5 << 3;
    var ftlen = clen(lf, flt) + clen(df, fdt) + eb;
    var dtlen = clen(lf, dlt) + clen(df, ddt) + eb + 14 + 3 * nlcc + clen(lcfreq, lct) + 2 * lcfreq[16] + 3 * lcfreq[17] + 7 * lcfreq[18];
    if (bs >= 0 && flen <= ftlen && flen <= dtlen) return wfblk(out, p, dat.subarray(bs, bs + bl));
    var lm, ll, dm, dl;
    wbits(out, p, 1 + (dtlen < ftlen)), p += 2;
    if (dtlen < ftlen) {
      lm = hMap(dlt, mlb, 0), ll = dlt, dm = hMap(ddt, mdb, 0), dl = ddt;
      var llm = hMap(lct, mlcb, 0);
      wbits(out, p, nlc - 257);
      wbits(out, p + 5, ndc - 1);
      wbits(out, p + 10, nlcc - 4);
      p += 14;
      for (var i = 0; i < nlcc; ++i) wbits(out, p + 3 * i, lct[clim[i]]);
      p += 3 * nlcc;
      var lcts = [
        lclt,
        lcdt
      ];
      for (var it = 0; it < 2; ++it) {
        var clct = lcts[it];
        for (var i = 0; i < clct.length; ++i) {
          var len = clct[i] & 31;
          wbits(out, p, llm[len]), p += lct[len];
          if (len > 15) wbits(out, p, clct[i] >> 5 & 127), p += clct[i] >> 12;
        }
      }
    } else {
      lm = flm, ll = flt, dm = fdm, dl = fdt;
    }
    for (var i = 0; i < li; ++i) {
      var sym = syms[i];
      if (sym > 255) {
        var len = sym >> 18 & 31;
        wbits16(out, p, lm[len + 257]), p += ll[len + 257];
        if (len > 7) wbits(out, p, sym >> 23 & 31), p += fleb[len];
        var dst = sym & 31;
        wbits16(out, p, dm[dst]), p += dl[dst];
        if (dst > 3) wbits16(out, p, sym >> 5 & 8191), p += fdeb[dst];
      } else {
        wbits16(out, p, lm[sym]), p += ll[sym];
      }
    }
    wbits16(out, p, lm[256]);
    return p + ll[256];
  };
  var deo = /* @__PURE__ */ new i32([
    65540,
    131080,
    131088,
    131104,
    262176,
    1048704,
    1048832,
    2114560,
    2117632
  ]);
  var et = /* @__PURE__ */ new u8(0);
  var dflt = function(dat, lvl, plvl, pre, post, st) {
    var s = st.z || dat.length;
    var o = new u8(pre + s + 5 * (1 + Math.ceil(s / 7e3)) + post);
    var w = o.subarray(pre, o.length - post);
    var lst = st.l;
    var pos = (st.r || 0) & 7;
    if (lvl) {
      if (pos) w[0] = st.r >> 3;
      var opt = deo[lvl - 1];
      var n = opt >> 13, c = opt & 8191;
      var msk_1 = (1 << plvl) - 1;
      var prev = st.p || new u16(32768), head = st.h || new u16(msk_1 + 1);
      var bs1_1 = Math.ceil(plvl / 3), bs2_1 = 2 * bs1_1;
      var hsh = function(i2) {
        return (dat[i2] ^ dat[i2 + 1] << bs1_1 ^ dat[i2 + 2] << bs2_1) & msk_1;
      };
      var syms = new i32(25e3);
      var lf = new u16(288), df = new u16(32);
      var lc_1 = 0, eb = 0, i = st.i || 0, li = 0, wi = st.w || 0, bs = 0;
      for (; i + 2 < s; ++i) {
        var hv = hsh(i);
        var imod = i & 32767, pimod = head[hv];
        prev[imod] = pimod;
        head[hv] = imod;
        if (wi <= i) {
          var rem = s - i;
          if ((lc_1 > 7e3 || li > 24576) && (rem > 423 || !lst)) {
            pos = wblk(dat, w, 0, syms, lf, df, eb, li, bs, i - bs, pos);
            li = lc_1 = eb = 0, bs = i;
            for (var j = 0; j < 286; ++j) lf[j] = 0;
            for (var j = 0; j < 30; ++j) df[j] = 0;
          }
          var l = 2, d = 0, ch_1 = c, dif = imod - pimod & 32767;
          if (rem > 2 && hv == hsh(i - dif)) {
            var maxn = Math.min(n, rem) - 1;
            var maxd = Math.min(32767, i);
            var ml = Math.min(258, rem);
            while (dif <= maxd && --ch_1 && imod != pimod) {
              if (dat[i + l] == dat[i + l - dif]) {
                var nl = 0;
                for (; nl < ml && dat[i + nl] == dat[i + nl - dif]; ++nl) ;
                if (nl > l) {
                  l = nl, d = dif;
                  if (nl > maxn) break;
                  var mmd = Math.min(dif, nl - 2);
                  var md = 0;
                  for (var j = 0; j < mmd; ++j) {
                    var ti = i - dif + j & 32767;
                    var pti = prev[ti];
                    var cd = ti - pti & 32767;
                    if (cd > md) md = cd, pimod = ti;
                  }
                }
              }
              imod = pimod, pimod = prev[imod];
              dif += imod - pimod & 32767;
            }
          }
          if (d) {
            syms[li++] = 268435456 | revfl[l] << 18 | revfd[d];
            var lin = revfl[l] & 31, din = revfd[d] & 31;
            eb += fleb[lin] + fdeb[din];
            ++lf[257 + lin];
            ++df[din];
            wi = i + l;
            ++lc_1;
          } else {
            syms[li++] = dat[i];
            ++lf[dat[i]];
          }
        }
      }
      for (i = Math.max(i, wi); i < s; ++i) {
        syms[li++] = dat[i];
        ++lf[dat[i]];
      }
      pos = wblk(dat, w, lst, syms, lf, df, eb, li, bs, i - bs, pos);
      if (!lst) {
        st.r = pos & 7 | w[pos / 8 | 0] << 3;
        pos -= 7;
        st.h = head, st.p = prev, st.i = i, st.w = wi;
      }
    } else {
      for (var i = st.w || 0; i < s + lst; i += 65535) {
        var e = i + 65535;
        if (e >= s) {
          w[pos / 8 | 0] = lst;
          e = s;
        }
        pos = wfblk(w, pos + 1, dat.subarray(i, e));
      }
      st.i = s;
    }
    return slc(o, 0, pre + shft(pos) + post);
  };
  var crct = /* @__PURE__ */ function() {
    var t = new Int32Array(256);
    for (var i = 0; i < 256; ++i) {
      var c = i, k = 9;
      while (--k) c = (c & 1 && -306674912) ^ c >>> 1;
      t[i] = c;
    }
    return t;
  }();
  var crc = function() {
    var c = -1;
    return {
      p: function(d) {
        var cr = c;
        for (var i = 0; i < d.length; ++i) cr = crct[cr & 255 ^ d[i]] ^ cr >>> 8;
        c = cr;
      },
      d: function() {
        return ~c;
      }
    };
  };
  var dopt = function(dat, opt, pre, post, st) {
    if (!st) {
      st = {
        l: 1
      };
      if (opt.dictionary) {
        var dict = opt.dictionary.subarray(-32768);
        var newDat = new u8(dict.length + dat.length);
        newDat.set(dict);
        newDat.set(dat, dict.length);
        dat = newDat;
        st.w = dict.length;
      }
    }
    return dflt(dat, opt.level == null ? 6 : opt.level, opt.mem == null ? st.l ? Math.ceil(Math.max(8, Math.min(13, Math.log(dat.length))) * 1.5) : 20 : 12 + opt.mem, pre, post, st);
  };
  var mrg = function(a, b) {
    var o = {};
    for (var k in a) o[k] = a[k];
    for (var k in b) o[k] = b[k];
    return o;
  };
  var wbytes = function(d, b, v) {
    for (; v; ++b) d[b] = v, v >>>= 8;
  };
  function deflateSync(data, opts) {
    return dopt(data, opts || {}, 0, 0);
  }
  var fltn = function(d, p, t, o) {
    for (var k in d) {
      var val = d[k], n = p + k, op = o;
      if (Array.isArray(val)) op = mrg(o, val[1]), val = val[0];
      if (ArrayBuffer.isView(val)) t[n] = [
        val,
        op
      ];
      else {
        t[n += "/"] = [
          new u8(0),
          op
        ];
        fltn(val, n, t, o);
      }
    }
  };
  var te = typeof TextEncoder != "undefined" && /* @__PURE__ */ new TextEncoder();
  var td = typeof TextDecoder != "undefined" && /* @__PURE__ */ new TextDecoder();
  var tds = 0;
  try {
    td.decode(et, {
      stream: true
    });
    tds = 1;
  } catch (e) {
  }
  function strToU8(str, latin1) {
    if (latin1) {
      var ar_1 = new u8(str.length);
      for (var i = 0; i < str.length; ++i) ar_1[i] = str.charCodeAt(i);
      return ar_1;
    }
    if (te) return te.encode(str);
    var l = str.length;
    var ar = new u8(str.length + (str.length >> 1));
    var ai = 0;
    var w = function(v) {
      ar[ai++] = v;
    };
    for (var i = 0; i < l; ++i) {
      if (ai + 5 > ar.length) {
        var n = new u8(ai + 8 + (l - i << 1));
        n.set(ar);
        ar = n;
      }
      var c = str.charCodeAt(i);
      if (c < 128 || latin1) w(c);
      else if (c < 2048) w(192 | c >> 6), w(128 | c & 63);
      else if (c > 55295 && c < 57344) c = 65536 + (c & 1023 << 10) | str.charCodeAt(++i) & 1023, w(240 | c >> 18), w(128 | c >> 12 & 63), w(128 | c >> 6 & 63), w(128 | c & 63);
      else w(224 | c >> 12), w(128 | c >> 6 & 63), w(128 | c & 63);
    }
    return slc(ar, 0, ai);
  }
  var exfl = function(ex) {
    var le = 0;
    if (ex) {
      for (var k in ex) {
        var l = ex[k].length;
        if (l > 65535) err(9);
        le += l + 4;
      }
    }
    return le;
  };
  var wzh = function(d, b, f, fn, u, c, ce, co) {
    var fl2 = fn.length, ex = f.extra, col = co && co.length;
    var exl = exfl(ex);
    wbytes(d, b, ce != null ? 33639248 : 67324752), b += 4;
    if (ce != null) d[b++] = 20, d[b++] = f.os;
    d[b] = 20, b += 2;
    d[b++] = f.flag << 1 | (c < 0 && 8), d[b++] = u && 8;
    d[b++] = f.compression & 255, d[b++] = f.compression >> 8;
    var dt = new Date(f.mtime == null ? Date.now() : f.mtime), y = dt.getFullYear() - 1980;
    if (y < 0 || y > 119) err(10);
    wbytes(d, b, y << 25 | dt.getMonth() + 1 << 21 | dt.getDate() << 16 | dt.getHours() << 11 | dt.getMinutes() << 5 | dt.getSeconds() >> 1), b += 4;
    if (c != -1) {
      wbytes(d, b, f.crc);
      wbytes(d, b + 4, c < 0 ? -c - 2 : c);
      wbytes(d, b + 8, f.size);
    }
    wbytes(d, b + 12, fl2);
    wbytes(d, b + 14, exl), b += 16;
    if (ce != null) {
      wbytes(d, b, col);
      wbytes(d, b + 6, f.attrs);
      wbytes(d, b + 10, ce), b += 14;
    }
    d.set(fn, b);
    b += fl2;
    if (exl) {
      for (var k in ex) {
        var exf = ex[k], l = exf.length;
        wbytes(d, b, +k);
        wbytes(d, b + 2, l);
        d.set(exf, b + 4), b += 4 + l;
      }
    }
    if (col) d.set(co, b), b += col;
    return b;
  };
  var wzf = function(o, b, c, d, e) {
    wbytes(o, b, 101010256);
    wbytes(o, b + 8, c);
    wbytes(o, b + 10, c);
    wbytes(o, b + 12, d);
    wbytes(o, b + 16, e);
  };
  function zipSync(data, opts) {
    if (!opts) opts = {};
    var r = {};
    var files = [];
    fltn(data, "", r, opts);
    var o = 0;
    var tot = 0;
    for (var fn in r) {
      var _a2 = r[fn], file = _a2[0], p = _a2[1];
      var compression = p.level == 0 ? 0 : 8;
      var f = strToU8(fn), s = f.length;
      var com = p.comment, m = com && strToU8(com), ms = m && m.length;
      var exl = exfl(p.extra);
      if (s > 65535) err(11);
      var d = compression ? deflateSync(file, p) : file, l = d.length;
      var c = crc();
      c.p(file);
      files.push(mrg(p, {
        size: file.length,
        crc: c.d(),
        c: d,
        f,
        m,
        u: s != fn.length || m && com.length != ms,
        o,
        compression
      }));
      o += 30 + s + exl + l;
      tot += 76 + 2 * (s + exl) + (ms || 0) + l;
    }
    var out = new u8(tot + 22), oe = o, cdl = tot - o;
    for (var i = 0; i < files.length; ++i) {
      var f = files[i];
      wzh(out, f.o, f, f.f, f.u, f.c.length);
      var badd = 30 + f.f.length + exfl(f.extra);
      out.set(f.c, f.o + badd);
      wzh(out, o, f, f.f, f.u, f.c.length, f.o, f.m), o += 16 + badd + (f.m ? f.m.length : 0);
    }
    wzf(out, o, files.length, cdl, oe);
    return out;
  }

  // lib/explorer/lab/save.ts
  function figuresOf({ settings, networks }) {
    const filesOf = (subset) => {
      const { history: history2, dice, imagesPerSecond, reason, end } = networks[subset];
      const training = trainingParameters(settings, subset);
      return {
        training,
        end,
        reason,
        imagesPerSecond,
        dice,
        history: history2
      };
    };
    return {
      dataset: datasetParameters(settings),
      commands: commandsFor(settings),
      punctured: filesOf("punctured"),
      control: filesOf("control")
    };
  }
  function zipOf(run, files) {
    const tree = {
      "figures.json": strToU8(JSON.stringify(figuresOf(run), null, 2) + "\n")
    };
    for (const [subset, each] of Object.entries(files)) {
      for (const [path, bytes] of Object.entries(each)) tree[`${subset}/${path}`] = bytes;
    }
    return zipSync(tree);
  }

  // lib/explorer/lab/trainer.ts
  var Partner = class {
    #waiting = /* @__PURE__ */ new Map();
    /**
     * What was asked and is not answered: for a worker that does not listen yet, and for another one that
     * takes its place. `undefined` once training has started, since no other follows then.
     */
    #open;
    #listens = false;
    #worker;
    #questions = 0;
    constructor(first) {
      this.#open = [
        first
      ];
    }
    /** Starts a worker, in the place of an earlier one; `tell` hears what it says of its training. */
    start(script, tell) {
      this.#worker?.terminate();
      this.#listens = false;
      const worker = this.#worker = new Worker(script, {
        type: "module"
      });
      worker.addEventListener("message", ({ data }) => {
        if (worker !== this.#worker) return;
        if (data.kind === "ready") {
          this.#listens = true;
          this.#open?.forEach((request) => worker.postMessage(request));
        } else if ("id" in data) {
          this.#waiting.get(data.id)?.resolve(data);
          this.#waiting.delete(data.id);
          this.#open = this.#open?.filter((request) => !("id" in request) || request.id !== data.id);
        } else {
          if (data.kind === "started") this.#open = void 0;
          tell(data);
        }
      });
      worker.addEventListener("error", ({ message }) => {
        if (worker !== this.#worker) return;
        tell({
          kind: "failed",
          message: message || "its worker could not be loaded"
        });
      });
    }
    ask(request) {
      this.#open?.push(request);
      if (this.#listens) this.#worker.postMessage(request);
    }
    /** Asks, and waits for the answer. */
    question(make) {
      const id = ++this.#questions;
      const answer = Promise.withResolvers();
      this.#waiting.set(id, answer);
      this.ask(make(id));
      return answer.promise;
    }
    end() {
      this.#worker?.terminate();
      for (const { reject } of this.#waiting.values()) reject(new Error("the run is over"));
    }
  };
  function startTrainer({ settings, device, tell }) {
    const make = (subset) => new Partner({
      kind: "train",
      settings,
      subset
    });
    const partners = {
      punctured: make("punctured"),
      control: make("control")
    };
    const started = /* @__PURE__ */ new Set();
    let ended = false;
    const start2 = (subset, { script, optional, inTurn }) => {
      partners[subset].start(script, (answer) => {
        if (answer.kind === "started") started.add(subset);
        if (answer.kind === "failed" && optional && !started.has(subset)) {
          start2(subset, SECOND_CHOICE);
          if (inTurn && subset === "punctured") start2("control", SECOND_CHOICE);
          return;
        }
        if (answer.kind === "prepared" && inTurn && subset === "punctured" && !ended) {
          start2("control", device);
        }
        tell(subset, answer);
      });
    };
    start2("punctured", device);
    if (!device.inTurn) start2("control", device);
    const both = async (ask) => {
      const [punctured, control] = await Promise.all(PAIR.map((each) => ask(partners[each])));
      return {
        punctured,
        control
      };
    };
    const all = (request) => PAIR.forEach((subset) => partners[subset].ask(request));
    return {
      pause: () => all({
        kind: "pause"
      }),
      resume: () => all({
        kind: "resume"
      }),
      stop: () => all({
        kind: "stop"
      }),
      show: (point) => both((partner) => partner.question((id) => ({
        kind: "show",
        id,
        point
      }))),
      save: () => both(async (partner) => {
        return (await partner.question((id) => ({
          kind: "save",
          id
        }))).files;
      }),
      end() {
        ended = true;
        for (const subset of PAIR) partners[subset].end();
      }
    };
  }

  // lib/explorer/lab/main.ts
  function download(name, bytes) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([
      bytes
    ], {
      type: "application/zip"
    }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
  }
  function start() {
    const { settings, troubles } = parseLabAddress(/^#lab\b/.test(location.hash) ? location.hash : "");
    let phase = "idle";
    let run;
    let trainer;
    let isStopping = false;
    const glances = {};
    const form = createForm(settings);
    const view = createRunView({
      run: () => run,
      phase: () => phase,
      trainer: () => trainer
    });
    const past = createPastRuns(find("past-list"), {
      shown: find("past"),
      again: (run2) => form.take(run2.settings)
    });
    const speak = (words) => find("spoken").textContent = words;
    let isFocusLost = false;
    const keepFocus = (before) => {
      isFocusLost = before instanceof HTMLButtonElement && before.disabled || isFocusLost && (before === null || before === document.body);
      const next = [
        "pause",
        "train"
      ].map((id) => find(id)).find(({ disabled }) => !disabled);
      if (!isFocusLost || !next) return;
      next.focus();
      isFocusLost = false;
    };
    const isBusy = () => phase === "training" || phase === "paused";
    const setPhase = (next) => {
      phase = next;
      document.documentElement.dataset.lab = phase;
      const focused = document.activeElement;
      const button = (id) => find(id);
      button("train").textContent = run ? "Train again" : "Train";
      button("train").disabled = isBusy();
      button("train").title = isBusy() ? "A run is going on. Stop it to train another." : "";
      button("pause").disabled = !isBusy() || !trainer || isStopping;
      button("pause").textContent = phase === "paused" ? "Resume" : "Pause";
      button("stop").disabled = !isBusy() || !trainer;
      button("save").disabled = phase !== "done";
      keepFocus(focused);
    };
    const ended = () => {
      if (!run || !PAIR.every((subset) => run.networks[subset].end)) return;
      setPhase("done");
      past.add(run, glances);
      speak(describeRun(run));
      view.lookAgain();
    };
    const look = (subset, glance) => {
      glances[subset] = glance;
      view.glance(subset, glance);
    };
    const hear = (mine) => (subset, answer) => {
      if (mine !== run) return;
      const state = mine.networks[subset];
      switch (answer.kind) {
        case "started":
          state.reason = answer.reason.replace(/^backend /, "");
          break;
        case "progress":
          state.progress = answer.progress;
          break;
        case "epoch":
          state.history = [
            ...state.history,
            answer.line
          ];
          state.dice = answer.glance.dice;
          state.imagesPerSecond = answer.imagesPerSecond ?? void 0;
          look(subset, answer.glance);
          if (subset === "punctured") view.lookAgain();
          break;
        case "done":
          state.history = answer.history;
          state.dice = answer.glance.dice;
          state.imagesPerSecond = answer.imagesPerSecond ?? void 0;
          state.end = answer.whole ? "whole" : "stopped";
          look(subset, answer.glance);
          ended();
          break;
        case "failed":
          complain(`${OWNERS[subset]}: ${answer.message}.`);
          trainer?.end();
          trainer = void 0;
          setPhase("failed");
          break;
      }
      view.show();
    };
    const train = async () => {
      trainer?.end();
      trainer = void 0;
      isStopping = false;
      complain("");
      run = newRun(form.settings());
      view.clear();
      setPhase("training");
      speak("Training starts.");
      view.show();
      const mine = run;
      try {
        const device = await chooseDevice(location.search);
        if (mine === run) {
          trainer = startTrainer({
            settings: mine.settings,
            device,
            tell: hear(mine)
          });
          setPhase(phase);
        }
      } catch (error) {
        complain(`${reasonOf(error)}.`);
        setPhase("failed");
      }
    };
    find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (!isBusy() && form.checked()) train();
    });
    find("pause").addEventListener("click", () => {
      if (phase === "paused") trainer?.resume();
      else trainer?.pause();
      setPhase(phase === "paused" ? "training" : "paused");
      speak(phase === "paused" ? "Paused." : "Training goes on.");
      view.show();
    });
    find("stop").addEventListener("click", () => {
      trainer?.stop();
      isStopping = true;
      setPhase(phase);
    });
    find("copy").addEventListener("click", async () => {
      history.replaceState(null, "", formatLabAddress(form.settings()));
      const spoken = find("spoken");
      try {
        await navigator.clipboard.writeText(location.href);
        spoken.textContent = "The link is copied.";
      } catch {
        spoken.textContent = "The link is in the address bar.";
      }
      find("told").textContent = spoken.textContent;
    });
    find("save").addEventListener("click", async () => {
      if (!trainer || !run) return;
      try {
        const { hole, seed, shapes } = run.settings;
        const kind = shapes === DEFAULT_SETTINGS.shapes ? "" : `${shapes}-`;
        const name = `punctured-vae-${kind}${hole.replaceAll(/[:,]/g, "-")}-s${seed}.zip`;
        download(name, zipOf(run, await trainer.save()));
      } catch (error) {
        complain(`The run could not be saved: ${reasonOf(error)}.`);
      }
    });
    addEventListener("hashchange", () => {
      if (location.hash === "#lab") {
        history.replaceState(null, "", formatLabAddress(form.settings()));
        return;
      }
      if (!/^#lab&/.test(location.hash)) return;
      const { settings: settings2, troubles: troubles2 } = parseLabAddress(location.hash);
      form.take(settings2);
      complain(troubles2.join(" "));
    });
    setPhase("idle");
    complain(troubles.join(" "));
    const offered = {
      settings: form.settings,
      run: () => run,
      phase: () => phase,
      files: () => trainer.save()
    };
    Object.assign(globalThis, {
      lab: offered
    });
  }
  start();
})();
