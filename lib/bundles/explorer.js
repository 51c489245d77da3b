// Made by deno task build:pages from lib/explorer/page/main.ts: edit that.
(() => {
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

  // lib/explorer/page/backend_choice.ts
  var BACKENDS = [
    "webgpu",
    "wasm",
    "webgl"
  ];
  function askedBackend(search) {
    const text = new URLSearchParams(search).get("backend");
    if (text === null) return {};
    const asked = BACKENDS.find((name) => name === text);
    if (asked) return {
      asked
    };
    const shown = text.length > 40 ? `${text.slice(0, 40)}\u2026` : text;
    return {
      wrong: `backend must be one of ${BACKENDS.join(", ")}, received ${shown}`
    };
  }
  function candidates({ missing, software = false }, asked) {
    const against = missing ?? (software ? "the WebGPU adapter is software" : void 0);
    const automatic = [
      ...against === void 0 ? [
        {
          name: "webgpu",
          why: "a WebGPU adapter is there"
        }
      ] : [],
      {
        name: "wasm",
        why: against ?? "WebGPU could not be started"
      },
      {
        name: "webgl",
        why: "wasm could not be started"
      }
    ];
    if (!asked) return automatic;
    const reason = asked === "webgpu" && missing ? missing : `${asked} could not be started`;
    const why = asked === "webgpu" && software ? "asked for by the address, on a software adapter" : "asked for by the address";
    return [
      ...asked === "webgpu" && missing ? [] : [
        {
          name: asked,
          why
        }
      ],
      ...automatic.filter(({ name }) => name !== asked).map(({ name }) => ({
        name,
        why: reason
      }))
    ];
  }

  // lib/explorer/page/scripts.ts
  var loading = /* @__PURE__ */ new Map();
  function loadScript(path) {
    const started = loading.get(path) ?? new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = path;
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", () => {
        loading.delete(path);
        script.remove();
        reject(new Error(`${path} could not be loaded`));
      });
      document.head.append(script);
    });
    loading.set(path, started);
    return started;
  }

  // lib/explorer/page/library.ts
  var globals = globalThis;
  var tf = globals.tf;
  async function loadPlotly() {
    await loadScript("vendor/plotly.js");
    if (!globals.Plotly) throw new Error("vendor/plotly.js does not define Plotly");
    return globals.Plotly;
  }
  async function loadWebGpuBackend() {
    await loadScript("vendor/tf-backend-webgpu.js");
  }

  // lib/explorer/page/backend.ts
  async function webGpuState() {
    const found2 = await findAdapter();
    return "missing" in found2 ? found2 : {
      software: isSoftware(found2)
    };
  }
  async function startBackend(asked) {
    tf.wasm.setWasmPaths("vendor/");
    for (const candidate of candidates(await webGpuState(), asked)) {
      try {
        if (candidate.name === "webgpu") await loadWebGpuBackend();
        if (!await tf.setBackend(candidate.name)) continue;
        await tf.ready();
        return candidate;
      } catch {
        continue;
      }
    }
    throw new Error("this browser runs neither WebGPU nor wasm nor WebGL");
  }

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
    const found2 = value - period * Math.floor((value - low) / period);
    return found2 >= high || found2 < low ? low : found2;
  }

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

  // lib/errors.ts
  var UsageError = class extends Error {
    name = "UsageError";
  };

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
      const parts2 = list.split(",");
      if (parts2.length !== count) {
        refuse(`${word.slice(0, -1)} takes ${count} numbers, not ${parts2.length}`);
      }
      return parts2.map((part) => {
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
      const [a2, b2, radius2] = numbers(3);
      if (!(radius2 > 0)) refuse(`the radius must be > 0, received ${radius2}`);
      hole = {
        kind: "disc",
        a: a2,
        b: b2,
        radius: radius2
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

  // lib/curve/family_hole.ts
  function datasetHole({ hole, family }) {
    return parseHole(hole, {
      periodic: periodicAxis(family)
    });
  }

  // lib/files/csv_formula.ts
  var FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
  var NUMBER = /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|Infinity)$/i;
  function isFormula(text) {
    return FORMULA.test(text) && !NUMBER.test(text);
  }
  function unguardFormula(cell) {
    return cell.startsWith("'") && isFormula(cell) ? cell.slice(1) : cell;
  }

  // lib/files/csv.ts
  var LINE_END = /\r\n?|\n/;
  function readCsv(text, options = {}) {
    return readCsvTable(text, options).rows;
  }
  function readCsvTable(text, { maxRows = Infinity, separator = "," } = {}) {
    const found2 = records(text.replace(/^\uFEFF/, ""), separator);
    const { value: header, done } = found2.next();
    if (done) throw new SyntaxError("Cannot read the table: it has no header line");
    const columns = header.cells;
    if (new Set(columns).size < columns.length) {
      throw new SyntaxError(`Cannot read the table: a column is named twice in "${columns}"`);
    }
    const rows = [];
    const lines2 = [];
    for (const { cells, line } of found2) {
      if (rows.length >= maxRows) {
        throw new SyntaxError(`Cannot read the table: line ${line} is beyond ${maxRows} rows`);
      }
      if (cells.length !== columns.length) {
        throw new SyntaxError(`Cannot read the table: line ${line} has ${cells.length} cells, the header ${columns.length}`);
      }
      rows.push(Object.fromEntries(columns.map((column, i) => [
        column,
        cells[i]
      ])));
      lines2.push(line);
    }
    return {
      columns,
      headerLine: header.line,
      rows,
      lines: lines2
    };
  }
  var BLANK = /^[ \t]*$/;
  var CELLS = {
    ",": {
      open: /[ \t]*"/y,
      close: /[ \t]*(,|\r\n?|\n|$)/y,
      bare: /([^",\r\n]*)(,|\r\n?|\n|$)/y
    },
    ";": {
      open: /[ \t]*"/y,
      close: /[ \t]*(;|\r\n?|\n|$)/y,
      bare: /([^";\r\n]*)(;|\r\n?|\n|$)/y
    },
    // A tab beside a quoted cell separates; only spaces are blanks here.
    "	": {
      open: / *"/y,
      close: / *(\t|\r\n?|\n|$)/y,
      bare: /([^"\t\r\n]*)(\t|\r\n?|\n|$)/y
    }
  };
  function matchAt(expression, text, at) {
    expression.lastIndex = at;
    return expression.exec(text);
  }
  function cellAt(text, at, { open, close, bare }) {
    const opened = matchAt(open, text, at);
    if (opened === null) {
      const match = matchAt(bare, text, at);
      if (match === null) return null;
      const [whole, value2, end] = match;
      return {
        value: value2,
        quoted: false,
        end,
        next: at + whole.length
      };
    }
    const from = at + opened[0].length;
    let quote = text.indexOf('"', from);
    while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
    const closed = quote < 0 ? null : matchAt(close, text, quote + 1);
    if (closed === null) return null;
    const value = text.slice(from, quote).replaceAll('""', '"');
    return {
      value,
      quoted: true,
      end: closed[1],
      next: quote + 1 + closed[0].length
    };
  }
  function* records(text, separator) {
    let position = 0;
    let line = 1;
    let start2 = 1;
    let cells = [];
    while (position < text.length || cells.length > 0) {
      const cell = cellAt(text, position, CELLS[separator]);
      if (cell === null) {
        throw new SyntaxError(`Cannot read the table: a quote or line end is out of place on line ${line}`);
      }
      const { value, quoted: quoted2, end, next } = cell;
      line += text.slice(position, next).split(LINE_END).length - 1;
      position = next;
      const blank = cells.length === 0 && !quoted2 && BLANK.test(value) && end !== separator;
      if (!blank) cells.push(unguardFormula(value));
      if (end === separator) continue;
      if (cells.length > 0) yield {
        cells,
        line: start2
      };
      cells = [];
      start2 = line;
    }
  }

  // lib/explorer/page/address.ts
  function formatAddress({ a, b, first, second, code }) {
    const parts2 = new URLSearchParams({
      a: a.toFixed(3),
      b: b.toFixed(3),
      first
    });
    if (second !== null) parts2.set("second", second);
    if (code !== null) parts2.set("z", code.map((value) => value.toFixed(3)).join(","));
    return `#${`${parts2}`.replaceAll("%2C", ",")}`;
  }
  var NAMES = /* @__PURE__ */ new Set([
    "a",
    "b",
    "first",
    "second",
    "z",
    "explore"
  ]);
  var quoted = (value) => value.length > 40 ? `${value.slice(0, 40)}\u2026` : value;
  var numberOf = (text) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  function parseAddress(fragment, { models, first }) {
    const parts2 = new URLSearchParams(fragment.replace(/^#/, ""));
    const asked = {};
    const wrong = [];
    for (const name of new Set(parts2.keys())) {
      if (!NAMES.has(name)) wrong.push(`${quoted(name)} is not known: a, b, first, second, z are`);
    }
    for (const name of [
      "a",
      "b"
    ]) {
      const text = parts2.get(name);
      if (text === null) continue;
      const [low, high] = SPACE[name];
      const value = numberOf(text);
      if (value >= low && value <= high) asked[name] = value;
      else wrong.push(`${name} must be a number from ${low} to ${high}, received ${quoted(text)}`);
    }
    for (const name of [
      "first",
      "second"
    ]) {
      const id = parts2.get(name);
      if (id === null) continue;
      if (models.has(id)) asked[name] = id;
      else wrong.push(`${name} must be a network of this page, received ${quoted(id)}`);
    }
    if (asked.first !== void 0 && asked.second === void 0) asked.second = null;
    const code = parts2.get("z");
    if (code !== null) {
      const latents = models.get(asked.first ?? first).latents;
      const values = code.split(",").map(numberOf);
      if (values.length === latents && values.every(Number.isFinite)) asked.code = values;
      else wrong.push(`z must be ${latents} numbers with commas, received ${quoted(code)}`);
    }
    return {
      asked,
      wrong
    };
  }

  // lib/explorer/page/view.ts
  function viewOf(fragment) {
    return /^#lab\b/.test(fragment) ? "lab" : "explore";
  }

  // lib/explorer/page/address_bar.ts
  var PAUSE = 320;
  function bindAddress({ current, obey, leave }) {
    let written = -Infinity;
    let writing;
    let known = location.hash;
    addEventListener("hashchange", () => {
      if (viewOf(location.hash) !== "explore") return leave();
      known = location.hash;
      obey(known);
    });
    return () => {
      writing ??= setTimeout(() => {
        writing = void 0;
        if (location.hash !== known) return;
        written = performance.now();
        history.replaceState(null, "", current());
        known = location.hash;
      }, Math.max(0, written + PAUSE - performance.now()));
    };
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
  function describePoint(point, hole, { spared = false, family } = {}) {
    const where = hole.kind === "none" ? "" : !insideHole(hole, point) ? ", outside the hole" : spared ? ", inside the hole, which this network has seen" : ", inside the hole";
    return `${placeText(point, family)}${where}`;
  }

  // lib/explorer/page/latency.ts
  function createLatency(capacity = 50) {
    const values = [];
    let count = 0;
    return {
      add(value) {
        values.push(value);
        count++;
        if (values.length > capacity) values.shift();
      },
      median() {
        const sorted = values.toSorted((one2, other) => one2 - other);
        const middle = sorted.length >> 1;
        if (sorted.length === 0) return NaN;
        return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      },
      get count() {
        return count;
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

  // lib/explorer/page/loading.ts
  var parts = /* @__PURE__ */ new Map();
  function showLoading(what, share) {
    if (share === void 0) parts.delete(what);
    else parts.set(what, share);
    const box = document.getElementById("loading");
    box.hidden = parts.size === 0;
    if (box.hidden) return;
    const shares = [
      ...parts.values()
    ];
    const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    box.querySelector("progress").value = mean;
    box.querySelector("span").textContent = `Loading ${[
      ...parts.keys()
    ].join(" and ")}: ${Math.round(100 * mean)} %`;
  }

  // lib/curve/curve.ts
  var CURVE_SAMPLES = 500;
  function radius(theta, point, { family, petals = 0 } = DEFAULT_SHAPES) {
    const entry = familyOf(family);
    if (entry.kind !== "curve") {
      throw new RangeError(`Cannot draw the curve: family must be one of curves, received ${family}`);
    }
    return entry.radius(theta, point, petals);
  }
  function curvePoints(point, { samples = CURVE_SAMPLES, shapes = DEFAULT_SHAPES } = {}) {
    if (!Number.isFinite(point.a) || !Number.isFinite(point.b)) {
      throw new RangeError(`Cannot draw the curve: a and b must be finite, received (${point.a}, ${point.b})`);
    }
    if (!Number.isInteger(samples) || samples < 2) {
      throw new RangeError(`Cannot draw the curve: samples must be a whole number \u2265 2, received ${samples}`);
    }
    const { angles, directions } = samples === CURVE_SAMPLES ? PUBLISHED_RAYS : rays(samples);
    const xy = new Float64Array(2 * samples);
    for (let i = 0; i < samples; i++) {
      const r = radius(angles[i], point, shapes);
      xy[2 * i] = r * directions[2 * i];
      xy[2 * i + 1] = r * directions[2 * i + 1];
    }
    return xy;
  }
  function rays(samples) {
    const angles = Float64Array.from({
      length: samples
    }, (_, i) => Math.PI * (2 * i - (samples - 1)) / (samples - 1));
    const directions = new Float64Array(2 * samples);
    angles.forEach((theta, i) => directions.set([
      Math.cos(theta),
      Math.sin(theta)
    ], 2 * i));
    return {
      angles,
      directions
    };
  }
  var PUBLISHED_RAYS = rays(CURVE_SAMPLES);

  // lib/curve/geometry.ts
  var GEOMETRIES = [
    "square",
    "published"
  ];
  var SIZE_RANGE = [
    16,
    1024
  ];
  var MAX_STROKE = 100;
  var AXIS_LIMIT = 4;
  var PUBLISHED = {
    width: 229,
    height: 172,
    pixelsPerUnit: 17.5,
    /** Horizontal position of the middle of each curve's own extent: those limits followed the data. */
    centreX: 119,
    /** Vertical position of y = 0. */
    centreY: 83.4,
    /** MATLAB measures lines in points. */
    pixelsPerLineWidth: 0.55
  };
  function defaultStroke(geometry, size) {
    return geometry === "published" ? 4 : Math.round(200 * (size / 64) ** 0.25) / 100;
  }
  function usualStroke({ family, geometry, size }) {
    return hasStroke(family) ? defaultStroke(geometry, size) : 0;
  }
  function makeFrame(options) {
    const { size, geometry = "square", family = DEFAULT_SHAPES.family } = options;
    const { stroke = usualStroke({
      family,
      geometry,
      size
    }) } = options;
    checkOptions({
      size,
      geometry,
      stroke,
      family
    });
    return geometry === "published" ? publishedFrame(stroke) : squareFrame(size, stroke);
  }
  function squareFrame(size, stroke) {
    return {
      width: size,
      height: size,
      lineWidth: stroke,
      scale: size / (2 * AXIS_LIMIT),
      origin: () => [
        size / 2,
        size / 2
      ]
    };
  }
  function publishedFrame(stroke) {
    const { width, height, pixelsPerUnit, centreX, centreY, pixelsPerLineWidth } = PUBLISHED;
    return {
      width,
      height,
      lineWidth: stroke * pixelsPerLineWidth,
      scale: pixelsPerUnit,
      origin(xy) {
        let low = Infinity, high = -Infinity;
        for (let i = 0; i < xy.length; i += 2) {
          low = Math.min(low, xy[i]);
          high = Math.max(high, xy[i]);
        }
        return [
          centreX - pixelsPerUnit * (low + high) / 2,
          centreY
        ];
      }
    };
  }
  function checkOptions({ size, stroke, geometry, family }) {
    const [least, most] = SIZE_RANGE;
    const refuse = (what, given) => {
      throw new RangeError(`Cannot render the curve: ${what}, received ${given}`);
    };
    if (!Number.isInteger(size) || size < least || size > most) {
      refuse(`size must be a whole number from ${least} to ${most}`, size);
    }
    if (!hasStroke(family)) {
      if (stroke !== 0) refuse(`stroke must be left out with family ${family}`, stroke);
    } else if (!(stroke > 0 && stroke <= MAX_STROKE)) {
      refuse(`stroke must be > 0 and at most ${MAX_STROKE}`, stroke);
    }
    if (!GEOMETRIES.includes(geometry)) {
      refuse(`geometry must be ${GEOMETRIES.join(" or ")}`, geometry);
    }
  }

  // lib/curve/resample.ts
  function triangleFilter(from, to) {
    const scale = from / to;
    const support = Math.max(1, scale);
    const taps = Math.min(from, Math.ceil(2 * support));
    const first = new Int32Array(to);
    const weights = new Float32Array(to * taps);
    for (let i = 0; i < to; i++) {
      const centre = (i + 0.5) * scale;
      const start2 = Math.floor(centre - support + 0.5);
      first[i] = Math.min(Math.max(start2, 0), from - taps);
      const own = Array.from({
        length: taps
      }, (_, k) => {
        const distance = Math.abs(first[i] + k + 0.5 - centre) / support;
        return Math.max(0, 1 - distance);
      });
      const sum = own.reduce((total, weight) => total + weight, 0);
      own.forEach((weight, k) => weights[i * taps + k] = weight / sum);
    }
    return {
      taps,
      first,
      weights
    };
  }
  function createResampler({ width, height, size }) {
    const across = triangleFilter(width, size);
    const down = triangleFilter(height, size);
    const rows = new Float32Array(height * size);
    const blank = new Uint8Array(height);
    const sums = new Float32Array(size);
    return (source, target) => {
      for (let y = 0; y < height; y++) {
        const start2 = y * width;
        let ink = 0;
        for (let x = start2; x < start2 + width; x++) ink |= source[x];
        blank[y] = ink === 0 ? 1 : 0;
        if (ink === 0) continue;
        for (let x = 0; x < size; x++) {
          let sum = 0;
          for (let k = 0; k < across.taps; k++) {
            sum += across.weights[x * across.taps + k] * source[start2 + across.first[x] + k];
          }
          rows[y * size + x] = sum;
        }
      }
      for (let y = 0; y < size; y++) {
        sums.fill(0);
        for (let k = 0; k < down.taps; k++) {
          const from = down.first[y] + k;
          if (blank[from]) continue;
          const weight = down.weights[y * down.taps + k];
          for (let x = 0; x < size; x++) sums[x] += weight * rows[from * size + x];
        }
        for (let x = 0; x < size; x++) target[y * size + x] = sums[x] + 0.5;
      }
    };
  }

  // lib/curve/drawing.ts
  function createRendererOn(options, createSurface) {
    const frame = makeFrame(options);
    const { size, family = DEFAULT_SHAPES.family, petals } = options;
    const shapes = {
      ...usualShapes(family),
      ...petals === void 0 ? {} : {
        petals
      }
    };
    const entry = familyOf(family);
    const draw = entry.kind === "spot" ? createSpotFiller(entry, frame) : createStroker(shapes, {
      frame,
      surface: createSurface(frame.width, frame.height)
    });
    const same = frame.width === size && frame.height === size;
    const resample = same ? void 0 : createResampler({
      ...frame,
      size
    });
    const drawn = new Uint8Array(frame.width * frame.height);
    return (point, image) => {
      if (image.length !== size * size) {
        throw new RangeError(`Cannot render the curve: the image must be ${size}\xD7${size} bytes, received ${image.length}`);
      }
      draw(point, resample ? drawn : image);
      resample?.(drawn, image);
    };
  }
  function createStroker(shapes, { frame, surface: { context, pixels } }) {
    return (point, picture) => {
      strokeCurve(context, frame, curvePoints(point, {
        shapes
      }));
      const rgba = pixels();
      for (let i = 0; i < picture.length; i++) picture[i] = rgba[4 * i];
    };
  }
  var MIDDLE = Float64Array.of(0, 0);
  function createSpotFiller({ centre, profile }, { width, height, scale, origin }) {
    const [originX, originY] = origin(MIDDLE);
    const across = new Float64Array(width);
    return (point, picture) => {
      if (!Number.isFinite(point.a) || !Number.isFinite(point.b)) {
        throw new RangeError(`Cannot draw the spot: a and b must be finite, received (${point.a}, ${point.b})`);
      }
      const [x, y] = centre(point);
      for (let i = 0; i < width; i++) across[i] = 255 * profile((i + 0.5 - originX) / scale - x);
      for (let j = 0; j < height; j++) {
        const upwards = profile((originY - j - 0.5) / scale - y);
        const row = picture.subarray(j * width, (j + 1) * width);
        for (let i = 0; i < width; i++) row[i] = across[i] * upwards + 0.5;
      }
    };
  }
  function strokeCurve(context, frame, xy) {
    const [originX, originY] = frame.origin(xy);
    context.fillStyle = "#000";
    context.fillRect(0, 0, frame.width, frame.height);
    context.strokeStyle = "#fff";
    context.lineWidth = frame.lineWidth;
    context.lineJoin = "round";
    context.lineCap = "round";
    context.beginPath();
    for (let i = 0; i < xy.length; i += 2) {
      const x = originX + frame.scale * xy[i];
      const y = originY - frame.scale * xy[i + 1];
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }

  // lib/explorer/page/decoder.ts
  function createDecoder(model) {
    const steps = model.layers.filter((layer) => layer.getClassName() !== "InputLayer").map((layer) => convolutionOf(layer) ?? ((x) => layer.apply(x)));
    return (latents) => steps.reduce((x, step) => step(x), latents);
  }
  function convolutionOf(layer) {
    if (layer.getClassName() !== "Conv2DTranspose") return void 0;
    const { strides, padding, activation } = layer.getConfig();
    const known = {
      relu: "relu",
      sigmoid: "sigmoid",
      linear: "linear"
    };
    const applied = known[activation];
    if (strides.some((stride) => stride !== 1) || padding !== "same" || !applied) return void 0;
    const [kernel, bias] = layer.getWeights();
    const filter = tf.keep(tf.tidy(() => tf.transpose(tf.reverse(kernel, [
      0,
      1
    ]), [
      0,
      1,
      3,
      2
    ])));
    return (x) => tf.fused.conv2d({
      x,
      filter,
      strides: 1,
      pad: "same",
      bias,
      activation: applied
    });
  }

  // lib/explorer/page/model_files.ts
  async function answerOf(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path} cannot be read (${answer.status})`);
    return answer;
  }
  function modelFiles(path, told) {
    return {
      async load() {
        const { modelTopology, weightsManifest } = await (await answerOf(path)).json();
        const weightSpecs = weightsManifest.flatMap(({ weights: weights2 }) => weights2);
        const all = weightSpecs.reduce((sum, { shape }) => sum + 4 * shape.reduce((product, side) => product * side, 1), 0);
        const weights = new Uint8Array(all);
        let bytes = 0;
        const folder = path.slice(0, path.lastIndexOf("/") + 1);
        for (const name of weightsManifest.flatMap(({ paths }) => paths)) {
          const reader = (await answerOf(folder + name)).body.getReader();
          for (let read; !(read = await reader.read()).done; ) {
            if (bytes + read.value.length > all) throw new Error(`${folder + name} is too long`);
            weights.set(read.value, bytes);
            bytes += read.value.length;
            told(bytes, all);
          }
        }
        if (bytes < all) throw new Error(`the weights of ${path} are too short`);
        return {
          modelTopology,
          weightSpecs,
          weightData: weights.buffer
        };
      }
    };
  }

  // lib/explorer/page/network.ts
  function createBrowserRenderer(model) {
    return createRendererOn(model, (width, height) => {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext("2d", {
        willReadFrequently: true
      });
      return {
        context,
        pixels: () => context.getImageData(0, 0, width, height).data
      };
    });
  }
  function one(output) {
    return Array.isArray(output) ? output[0] : output;
  }
  async function loadNetwork(model, told = () => {
  }) {
    const parts2 = [
      {
        bytes: 0,
        all: 1
      },
      {
        bytes: 0,
        all: 1
      }
    ];
    const [encoder, decoder] = await Promise.all([
      model.encoder,
      model.decoder
    ].map((path, k) => tf.loadLayersModel(modelFiles(path, (bytes, all) => {
      parts2[k] = {
        bytes,
        all
      };
      told((parts2[0].bytes + parts2[1].bytes) / (parts2[0].all + parts2[1].all));
    }))));
    const side = encoder.inputs[0].shape[1];
    if (side !== model.size) {
      throw new Error(`it takes ${side}\xD7${side} images, and its dataset has ${model.size}\xD7${model.size}`);
    }
    const decode = createDecoder(decoder);
    const { size } = model;
    const area = size * size;
    const render = createBrowserRenderer(model);
    const draw = (point) => {
      const image = new Uint8Array(area);
      render(point, image);
      return image;
    };
    const unit = (bytes) => Float32Array.from(bytes, (byte) => byte / 255);
    const read = async (tensor) => {
      const values = await tensor.data();
      tensor.dispose();
      return values;
    };
    return {
      model,
      draw,
      async reconstruct(point) {
        const truth = unit(draw(point));
        const both = tf.tidy(() => {
          const images = tf.tensor4d(truth, [
            1,
            size,
            size,
            1
          ]);
          const mean = one(encoder.predict(images));
          return tf.concat([
            tf.reshape(mean, [
              -1
            ]),
            tf.reshape(decode(mean), [
              -1
            ])
          ]);
        });
        const values = await read(both);
        const latents = values.length - area;
        return {
          truth,
          mu: [
            ...values.subarray(0, latents)
          ],
          image: values.slice(latents)
        };
      },
      async encode(points) {
        const images = new Float32Array(points.length * area);
        points.forEach((point, n) => images.set(unit(draw(point)), n * area));
        const mean = tf.tidy(() => one(encoder.predict(tf.tensor4d(images, [
          points.length,
          size,
          size,
          1
        ]))));
        const values = await read(mean);
        const latents = values.length / points.length;
        return points.map((_, n) => [
          ...values.subarray(n * latents, (n + 1) * latents)
        ]);
      },
      async decode(code) {
        return await read(tf.tidy(() => decode(tf.tensor2d([
          ...code
        ], [
          1,
          code.length
        ]))));
      }
    };
  }

  // lib/explorer/page/loader.ts
  function createLoader(byId) {
    const loading2 = /* @__PURE__ */ new Map(), loaded = /* @__PURE__ */ new Map();
    const begin = (id) => {
      const model = byId.get(id);
      const show = (share) => showLoading(`the network ${model.name}`, share);
      show(0);
      return loadNetwork(model, show).finally(() => show());
    };
    return {
      loaded,
      load(id) {
        const started = loading2.get(id) ?? begin(id);
        loading2.set(id, started);
        started.then((network) => loaded.set(id, network), () => loading2.delete(id));
        return started;
      }
    };
  }

  // lib/explorer/page/menus.ts
  function fillMenu(select, models, { none } = {}) {
    const groups = Map.groupBy(models, ({ group }) => group);
    select.replaceChildren(...none === void 0 ? [] : [
      new Option(none, "")
    ], ...[
      ...groups
    ].map(([name, members]) => {
      const group = document.createElement("optgroup");
      group.label = name;
      group.append(...members.map(({ id, name: name2 }) => new Option(name2, id)));
      return group;
    }));
  }

  // lib/measure/image/image_errors.ts
  function checkPair(target, prediction) {
    if (target.length !== prediction.length || target.length === 0) {
      throw new RangeError(`Cannot compare images: both need the same number of pixels (> 0), received ${target.length} and ${prediction.length}`);
    }
  }
  function checkPixels(image, name) {
    for (let i = 0; i < image.length; i++) {
      if (image[i] >= 0 && image[i] <= 1) continue;
      throw new RangeError(`Cannot compare images: pixels of the ${name} must be from 0 to 1, received ${image[i]} at ${i}`);
    }
  }
  function checkImages(target, prediction) {
    checkPair(target, prediction);
    checkPixels(target, "target");
    if (prediction !== target) checkPixels(prediction, "prediction");
  }
  var CLAMP = 2 ** -24;
  function binaryCrossEntropy(target, prediction) {
    checkImages(target, prediction);
    let sum = 0;
    for (let i = 0; i < target.length; i++) {
      const p = Math.min(Math.max(prediction[i], CLAMP), 1 - CLAMP);
      const x = target[i];
      if (x === 0) sum += Math.log1p(-p);
      else if (x === 1) sum += Math.log(p);
      else sum += x * Math.log(p) + (1 - x) * Math.log1p(-p);
    }
    return -sum / target.length;
  }
  function entropy(target) {
    checkImages(target, target);
    let sum = 0;
    for (const x of target) {
      if (x > 0 && x < 1) sum += x * Math.log(x) + (1 - x) * Math.log1p(-x);
    }
    return sum === 0 ? 0 : -sum / target.length;
  }
  function meanSquaredError(target, prediction) {
    checkImages(target, prediction);
    let sum = 0;
    for (let i = 0; i < target.length; i++) sum += (target[i] - prediction[i]) ** 2;
    return sum / target.length;
  }
  function dice(target, prediction) {
    checkImages(target, prediction);
    let both = 0;
    let each = 0;
    for (let i = 0; i < target.length; i++) {
      both += target[i] * prediction[i];
      each += target[i] ** 2 + prediction[i] ** 2;
    }
    return each === 0 ? 1 : 2 * both / each;
  }

  // lib/report/page/html.ts
  function fixed(value, digits) {
    if (value === void 0 || !Number.isFinite(value)) return "\u2013";
    const text = Math.abs(value).toFixed(digits);
    return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
  }

  // lib/explorer/page/colour.ts
  var LESS = [
    0,
    114,
    178
  ];
  var NONE = [
    255,
    255,
    255
  ];
  var MORE = [
    213,
    94,
    0
  ];
  function greyPixels(values, rgba) {
    for (let i = 0; i < values.length; i++) {
      const value = 255 * values[i];
      rgba[4 * i] = rgba[4 * i + 1] = rgba[4 * i + 2] = value;
      rgba[4 * i + 3] = 255;
    }
  }
  function differenceColour(value) {
    const share = Math.min(1, Math.abs(value));
    const end = value < 0 ? LESS : MORE;
    return [
      0,
      1,
      2
    ].map((k) => Math.round(NONE[k] + share * (end[k] - NONE[k])));
  }
  function differencePixels(image, truth, rgba) {
    for (let i = 0; i < image.length; i++) {
      const [red, green, blue] = differenceColour(image[i] - truth[i]);
      rgba[4 * i] = red;
      rgba[4 * i + 1] = green;
      rgba[4 * i + 2] = blue;
      rgba[4 * i + 3] = 255;
    }
  }

  // lib/explorer/page/picture_labels.ts
  function pictureLabels(role, shown) {
    if (!role) return {
      image: "No second network",
      difference: "No second network"
    };
    const { phrase } = role;
    switch (shown) {
      case "reconstruction":
        return {
          image: `The shape as ${phrase} has it`,
          difference: `Difference of ${phrase} from the truth`
        };
      case "code":
        return {
          image: `The code as ${phrase} decodes it`,
          difference: `No difference of ${phrase}: a code has no truth`
        };
      case "nothing":
        return {
          image: `Nothing of ${phrase} yet`,
          difference: `No difference of ${phrase} yet`
        };
    }
  }

  // lib/explorer/page/pictures.ts
  var find = (id) => document.getElementById(id);
  function painter(id) {
    const canvas = find(id);
    const context = canvas.getContext("2d");
    return (size, paint) => {
      if (canvas.width !== size) canvas.width = canvas.height = size;
      const pixels = context.createImageData(size, size);
      paint(pixels.data);
      context.putImageData(pixels, 0, 0);
    };
  }
  function bold(words) {
    const made = document.createElement("strong");
    made.textContent = words;
    return made;
  }
  function formatCode(code) {
    return `(${code.map((value) => fixed(value, 2)).join(", ")})`;
  }
  function createTruth() {
    const paint = painter("truth");
    return (image) => {
      if (image) paint(image.size, (rgba) => greyPixels(image.values, rgba));
      else paint(1, () => {
      });
    };
  }
  function createPictures(index) {
    const image = painter(`reconstruction-${index}`);
    const difference = painter(`difference-${index}`);
    const [caption, below, numbers, canvas, differenceCanvas] = [
      "caption",
      "difference-caption",
      "numbers",
      "reconstruction",
      "difference"
    ].map((name2) => find(`${name2}-${index}`));
    let role, name = "";
    const tell = (...words) => numbers.replaceChildren(bold(name), ...words);
    const label2 = (shown) => {
      const labels = pictureLabels(role, shown);
      canvas.ariaLabel = labels.image;
      differenceCanvas.ariaLabel = labels.difference;
    };
    return {
      title(newRole, newName = "") {
        [role, name] = [
          newRole,
          newName
        ];
        caption.textContent = role?.caption ?? "none";
        below.textContent = role ? `${role.caption} \u2212 truth` : "";
        differenceCanvas.closest("figure").hidden = !role;
      },
      reconstruction({ size, truth, image: values, mu, remark = "" }) {
        label2("reconstruction");
        image(size, (rgba) => greyPixels(values, rgba));
        difference(size, (rgba) => differencePixels(values, truth, rgba));
        const score = dice(truth, values);
        const excess = binaryCrossEntropy(truth, values) - entropy(truth);
        caption.replaceChildren(`${role.caption} `, bold(`Dice ${score.toFixed(3)}`));
        tell(`: mean squared error of a pixel ${meanSquaredError(truth, values).toFixed(4)}; cross-entropy ${excess.toFixed(4)} nats a pixel above the least possible; code \u03BC = ${formatCode(mu)}${remark}`);
        return score;
      },
      decoded({ size, values }, code) {
        label2("code");
        image(size, (rgba) => greyPixels(values, rgba));
        difference(1, () => {
        });
        caption.replaceChildren(`${role.caption}: `, bold("decoded"));
        tell(`: decoded from z = ${formatCode(code)}; there is no truth to compare it with.`);
      },
      clear(words) {
        label2("nothing");
        for (const paint of [
          image,
          difference
        ]) paint(1, () => {
        });
        caption.textContent = role?.caption ?? "none";
        if (name) tell(`: ${words}`);
        else numbers.textContent = words;
      }
    };
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

  // lib/space/transect.ts
  var PUBLISHED_TRANSECTS = [
    {
      name: "P1",
      from: {
        a: 1.25,
        b: 0
      },
      to: {
        a: 1.25,
        b: 2
      }
    },
    {
      name: "P2",
      from: {
        a: 0.5,
        b: 1
      },
      to: {
        a: 2,
        b: 1
      }
    },
    {
      name: "P3",
      from: {
        a: 0.5,
        b: 2
      },
      to: {
        a: 2,
        b: 0
      }
    }
  ];
  var PUBLISHED_COUNT = 15;
  function transectPoints({ from, to }, count = PUBLISHED_COUNT) {
    if (!Number.isInteger(count) || count < 2) {
      throw new RangeError(`Cannot walk the transect: count must be a whole number \u2265 2, received ${count}`);
    }
    const last = count - 1;
    const between2 = (start2, end, i) => (start2 * (last - i) + end * i) / last;
    return Array.from({
      length: count
    }, (_, i) => ({
      a: between2(from.a, to.a, i),
      b: between2(from.b, to.b, i)
    }));
  }
  var NUMBER2 = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
  var PAIRS = new RegExp(`^(${NUMBER2}),(${NUMBER2}):(${NUMBER2}),(${NUMBER2})$`, "i");

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
  function pathThrough(points, place = toView) {
    return points.map(place).map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  }

  // lib/explorer/page/hole_line.ts
  function holePath(hole, place = toView) {
    return holeOutlines(hole).map((outline) => `${pathThrough(outline, place)}Z`).join("");
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
      ...parameterTicks("a", family).map(({ coordinate, label: label2 }) => {
        const { x } = toView({
          a: coordinate,
          b: 0
        });
        return words(label2, {
          x,
          y: top + height + 18,
          "text-anchor": "middle"
        });
      }),
      ...parameterTicks("b", family).map(({ coordinate, label: label2 }) => {
        const { y } = toView({
          a: 0.5,
          b: coordinate
        });
        return words(label2, {
          x: left - 6,
          y: y + 4,
          "text-anchor": "end"
        });
      })
    ];
  }

  // lib/explorer/page/plane.ts
  function createPlane(element, events) {
    let family = DEFAULT_SHAPES.family, spared = false;
    let hole = datasetHole({
      hole: "none",
      family
    });
    let shown = middleOf(hole);
    const axes = createPlaneAxes();
    const training = svg("path", {
      class: "training",
      fill: "none"
    });
    const outline = createHoleLine("plane-frame");
    const handle = svg("g", {
      id: "handle",
      tabindex: 0,
      role: "slider"
    });
    handle.append(svg("circle", {
      r: 10
    }), svg("circle", {
      r: 5,
      class: "core"
    }));
    element.append(...axes.elements, training, ...outline.elements, ...PUBLISHED_TRANSECTS.map(({ from, to }) => svg("path", {
      class: "transect",
      d: pathThrough([
        from,
        to
      ]),
      fill: "none"
    })), ...PUBLISHED_TRANSECTS.map(transectLabel), handle);
    const place = (point, { moving = false } = {}) => {
      shown = withinSpace(point, hole.periodic);
      const { x, y } = toView(shown);
      handle.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
      if (moving) return;
      handle.setAttribute("aria-valuenow", value("a", shown.a).toFixed(2));
      handle.setAttribute("aria-valuetext", describePoint(shown, hole, {
        spared,
        family
      }));
    };
    const nameHandle = () => {
      const symbols = [
        "a",
        "b"
      ].map((name) => parameterSymbol(name, family));
      handle.setAttribute("aria-label", `Shape parameters ${symbols.join(" and ")}`);
      for (const [end, name] of [
        "aria-valuemin",
        "aria-valuemax"
      ].entries()) {
        handle.setAttribute(name, String(value("a", SPACE.a[end])));
      }
    };
    const value = (name, coordinate) => parameterValue(name, coordinate, family);
    const move = (point, { timeStamp }) => {
      place(point);
      events.move(shown, timeStamp);
    };
    const at = ({ clientX, clientY }) => {
      const box = element.getBoundingClientRect();
      const { x, y, width } = element.viewBox.baseVal;
      const scale = width / box.width;
      return fromView({
        x: x + (clientX - box.left) * scale,
        y: y + (clientY - box.top) * scale
      }, hole.periodic);
    };
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      handle.focus();
      move(at(event), event);
      event.preventDefault();
    });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) move(at(event), event);
    });
    handle.addEventListener("keydown", (event) => {
      const direction = ARROWS[event.key];
      const step = event.shiftKey ? 0.1 : 0.01;
      if (direction) {
        move({
          a: shown.a + step * direction.a,
          b: shown.b + step * direction.b
        }, event);
      } else if (event.key === "Home") move(middleOf(hole), event);
      else if (event.key === " ") events.play();
      else return;
      event.preventDefault();
    });
    nameHandle();
    place(shown);
    return {
      place,
      show(network) {
        ({ family, spared } = network);
        hole = datasetHole(network);
        axes.show(family);
        nameHandle();
        outline.show(hole);
        const dots = network.training.map(toView).map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
        training.setAttribute("d", dots.join(""));
        place(shown);
      }
    };
  }
  function transectLabel({ name, from, to }) {
    const [start2, end] = [
      toView(from),
      toView(to)
    ];
    const length = Math.hypot(end.x - start2.x, end.y - start2.y);
    const [along, beside] = [
      {
        x: (end.x - start2.x) / length,
        y: (end.y - start2.y) / length
      },
      13
    ];
    const made = svg("text", {
      class: "name",
      x: (end.x - 24 * along.x - beside * along.y).toFixed(1),
      y: (end.y - 24 * along.y + beside * along.x + 4).toFixed(1),
      "text-anchor": "middle"
    });
    made.textContent = name;
    return made;
  }

  // lib/explorer/page/to_and_fro.ts
  function shareAt(phase) {
    const within = (phase % 2 + 2) % 2;
    return within <= 1 ? within : 2 - within;
  }
  function nextStep(share, { direction, steps }) {
    const place = share * (steps - 1);
    const next = direction > 0 ? Math.floor(place + 1e-6) + 1 : Math.ceil(place - 1e-6) - 1;
    return Math.min(1, Math.max(0, next / (steps - 1)));
  }

  // lib/explorer/page/player.ts
  var SMOOTH = 1 / 84;
  var STEPS2 = 15;
  var SMOOTH_PAUSE = 50;
  var STEP_PAUSE = 600;
  function createPlayer({ move, stopped }) {
    const select = document.getElementById("transect");
    const button = document.getElementById("play");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    select.append(...PUBLISHED_TRANSECTS.map(({ name }) => new Option(name, name)));
    let phase = 0, run = 0;
    const show = () => {
      const { from, to } = PUBLISHED_TRANSECTS.find(({ name }) => name === select.value);
      const share = shareAt(phase);
      return move({
        a: from.a + share * (to.a - from.a),
        b: from.b + share * (to.b - from.b)
      });
    };
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const play = async (mine) => {
      while (mine === run) {
        await Promise.all([
          show(),
          wait(calm.matches ? STEP_PAUSE : SMOOTH_PAUSE)
        ]);
        if (mine === run) phase = (phase + (calm.matches ? 1 / (STEPS2 - 1) : SMOOTH)) % 2;
      }
    };
    let playing = false;
    const set = (on) => {
      if (playing === on) return;
      playing = on;
      button.textContent = on ? "Pause" : "Play";
      run++;
      if (on) play(run);
      else stopped();
    };
    const step = (direction) => {
      set(false);
      phase = nextStep(shareAt(phase), {
        direction,
        steps: STEPS2
      });
      show();
    };
    button.addEventListener("click", () => set(!playing));
    document.getElementById("back").addEventListener("click", () => step(-1));
    document.getElementById("forward").addEventListener("click", () => step(1));
    select.addEventListener("change", () => {
      phase = 0;
      if (!playing) show();
    });
    return {
      toggle: () => set(!playing),
      stop: () => set(false),
      get playing() {
        return playing;
      }
    };
  }

  // lib/explorer/page/ranges.ts
  function sliderRanges(codes) {
    const latents = codes[0]?.length ?? 0;
    return Array.from({
      length: latents
    }, (_, k) => {
      const low = codes.reduce((least, code) => Math.min(least, code[k]), Infinity);
      const high = codes.reduce((most, code) => Math.max(most, code[k]), -Infinity);
      const room = 0.2 * (high - low) || 1;
      return {
        min: low - room,
        max: high + room
      };
    });
  }

  // lib/explorer/page/pairs.ts
  function secondAfter(second, { before, after }) {
    if (second === before.partner) return after.partner;
    return second === after.id ? after.partner : second;
  }
  var FIRST_WORDS = {
    caption: "network",
    phrase: "the network"
  };
  function secondWords(first, { id, subset }) {
    if (id !== first.partner) return {
      caption: "the other",
      phrase: "the other network"
    };
    return subset === "control" ? {
      caption: "control",
      phrase: "the control"
    } : {
      caption: "around the hole",
      phrase: "the network around the hole"
    };
  }
  function sharesDrawing(one2, other) {
    return one2.size === other.size && one2.geometry === other.geometry && one2.stroke === other.stroke && one2.family === other.family && one2.petals === other.petals;
  }

  // lib/explorer/page/shape_words.ts
  var STEP = 0.01;
  function sentenceOf(shapes) {
    if (areUsual(shapes)) return "";
    const { draws } = familyOf(shapes.family);
    return `The shapes: ${draws}; ${formulaOf(shapes)}.`;
  }
  function introWords({ subset, hole }) {
    if (subset === "punctured" && hole !== "none") {
      return "Drag the point into the hole and watch what the network makes of shapes it has never seen.";
    }
    const seen = hole === "none" ? "" : " It has seen those in the hole, too.";
    return `Drag the point over the plane and watch what the network makes of the shapes.${seen}`;
  }
  function keyWords({ family }) {
    const [a, b] = [
      parameterSymbol("a", family),
      parameterSymbol("b", family)
    ];
    if (isCoordinate("a", family) && isCoordinate("b", family)) {
      return {
        across: `change ${a}`,
        up: `change ${b} by ${STEP}`,
        more: `by ${10 * STEP}`
      };
    }
    const by = (name) => lengthText(name, STEP, {
      family
    });
    return {
      across: `change ${a} by ${by("a")}`,
      up: `change ${b} by ${by("b")}`,
      more: "by ten times that"
    };
  }

  // lib/explorer/page/shape_panel.ts
  function showShapes(shapes) {
    const words = keyWords(shapes);
    for (const [name, text] of Object.entries(words)) {
      document.getElementById(`keys-${name}`).textContent = text;
    }
    const sentence = document.getElementById("shape-words");
    sentence.textContent = sentenceOf(shapes);
    sentence.hidden = sentence.textContent === "";
    const symbols = [
      "a",
      "b"
    ].map((name) => parameterSymbol(name, shapes.family));
    document.getElementById("plane").ariaLabel = `Plane of ${symbols.join(" and ")}`;
  }

  // lib/figures/palette.ts
  var OKABE_ITO = {
    black: "#000000",
    orange: "#e69f00",
    skyBlue: "#56b4e9",
    green: "#009e73",
    yellow: "#f0e442",
    blue: "#0072b2",
    vermillion: "#d55e00",
    purple: "#cc79a7"
  };
  var COLOURS = {
    /** A network trained around the hole. */
    punctured: OKABE_ITO.vermillion,
    /** The control, trained without a hole. */
    control: OKABE_ITO.blue,
    /** The hole itself: tinted behind data, full where it is an outline. */
    hole: OKABE_ITO.orange,
    /** Text and rules. */
    ink: "#1f2328",
    /** Secondary text. */
    quiet: "#59636e",
    /** Grid lines and frames. */
    line: "#d8dee4",
    /** Figures have a ground of their own, so that they read on a dark page too. */
    ground: "#ffffff"
  };
  var AROUND = [
    "#440154",
    "#31688e",
    "#35b779",
    "#fde725",
    "#e8743b",
    "#9e2a5b",
    "#440154"
  ];
  var TRANSECT_COLOURS = [
    OKABE_ITO.purple,
    OKABE_ITO.green,
    OKABE_ITO.black
  ];

  // lib/figures/latent_sheet.ts
  var [TURN, LOWEST, HIGHEST] = [
    Math.PI / 18,
    Math.PI / 10,
    Math.PI / 3
  ];
  var DISTANCE = 2.2;
  var THEMES = {
    light: {
      ink: "#1f2328",
      line: "#c4cad1",
      transects: "#000000"
    },
    dark: {
      ink: "#e6edf3",
      line: "#444c56",
      transects: "#ffffff"
    }
  };
  function latentSheet(data) {
    const { lattice: lattice2, columns, transects = [], hole, family, theme = "light" } = data;
    const rows = lattice2.length / columns;
    if (!Number.isInteger(rows) || rows < 2 || columns < 2) {
      throw new RangeError(`Cannot draw the sheet: the lattice must be rectangular, 2\xD72 or larger, received ${lattice2.length} points in rows of ${columns}`);
    }
    const latents = lattice2[0].mu.length;
    if (latents !== 2 && latents !== 3) {
      throw new RangeError(`Cannot draw the sheet: codes must have 2 or 3 latents, received ${latents}`);
    }
    const odd = [
      ...lattice2,
      ...transects.flatMap(({ points }) => points)
    ].find(({ mu }) => mu.length !== latents);
    if (odd) {
      throw new RangeError(`Cannot draw the sheet: every code must have ${latents} latents, received ${odd.mu.length}`);
    }
    const codes = lattice2.map(({ mu }) => vector(mu));
    const grid = (values) => Array.from({
      length: rows
    }, (_, row) => values.slice(row * columns, (row + 1) * columns));
    const axis = (k) => grid(codes.map((code) => code[k]));
    const scales = colourings(data, grid);
    const first = scales.find(({ id }) => id === data.colour) ?? scales[1];
    const { ink, line, transects: walked } = THEMES[theme];
    const surface = {
      type: "surface",
      name: "the sheet",
      x: axis(0),
      y: axis(1),
      z: axis(2),
      ...first.style,
      opacity: 0.92,
      showscale: true,
      customdata: transpose(grid(lattice2.map((_, n) => n))),
      text: transpose(grid(lattice2.map((point) => label(point, family)))),
      hovertemplate: "%{text}<extra></extra>",
      contours: Object.fromEntries([
        "x",
        "y",
        "z"
      ].map((name) => [
        name,
        {
          highlight: false
        }
      ])),
      lighting: {
        ambient: 0.75,
        diffuse: 0.5,
        specular: 0.05,
        roughness: 0.9
      }
    };
    const meshes = [
      ...Array.from({
        length: rows
      }, (_, row) => codes.slice(row * columns, (row + 1) * columns)),
      ...Array.from({
        length: columns
      }, (_, column) => codes.filter((_2, n) => n % columns === column))
    ];
    const outlines = holeOutlines(hole).flatMap((outline) => withinRange(alongOutline(outline, {
      lattice: lattice2,
      columns
    }), hole.periodic)).map((part) => part.map((point) => interpolate(lattice2, {
      point,
      columns
    })));
    const within = codes.filter((_, n) => insideHole(hole, lattice2[n]));
    const traces = [
      surface,
      lines(meshes, {
        name: `lines of constant ${parameterSymbol("a", family)} or ${parameterSymbol("b", family)}`,
        line: {
          color: "rgba(0,0,0,0.28)",
          width: 1
        }
      }),
      ...outlines.length > 0 ? [
        lines(outlines, {
          name: "edge of the hole",
          line: {
            color: OKABE_ITO.vermillion,
            width: 9
          },
          showlegend: true
        }),
        scatter(within, {
          name: "inside the hole",
          mode: "markers",
          marker: {
            size: 4,
            color: OKABE_ITO.vermillion
          },
          showlegend: true
        })
      ] : [],
      ...walks(transects, {
        first: lattice2.length,
        colour: walked,
        family
      })
    ];
    const spaceAxis = (name) => ({
      title: {
        text: `${name} (latent units)`
      },
      color: ink,
      gridcolor: line,
      zerolinecolor: line,
      showbackground: false,
      showspikes: false
    });
    return {
      data: traces,
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)",
        font: {
          color: ink,
          family: "system-ui, sans-serif",
          size: 12
        },
        margin: {
          l: 0,
          r: 0,
          t: 44,
          b: 40
        },
        showlegend: true,
        legend: {
          orientation: "h",
          x: 0,
          y: 0,
          yanchor: "top"
        },
        scene: {
          xaxis: spaceAxis("\u03BC\u2081"),
          yaxis: spaceAxis("\u03BC\u2082"),
          zaxis: latents === 3 ? spaceAxis("\u03BC\u2083") : {
            visible: false
          },
          aspectmode: "data",
          camera: {
            eye: viewpoint(grid(codes)),
            center: {
              x: 0,
              y: 0,
              z: -0.15
            }
          }
        },
        updatemenus: [
          {
            type: "buttons",
            direction: "right",
            x: 0,
            y: 1,
            xanchor: "left",
            yanchor: "bottom",
            pad: {
              t: 0,
              r: 0,
              b: 6,
              l: 6
            },
            active: scales.indexOf(first),
            font: {
              color: "#1f2328"
            },
            bgcolor: "#eaeef2",
            buttons: scales.map(({ name, style }) => ({
              label: `colour by ${name}`,
              method: "restyle",
              args: [
                Object.fromEntries(Object.entries(style).map(([key, value]) => [
                  key,
                  [
                    value
                  ]
                ])),
                [
                  0
                ]
              ]
            }))
          }
        ]
      },
      config: {
        responsive: true,
        displaylogo: false,
        displayModeBar: false,
        scrollZoom: false
      }
    };
  }
  function vector(mu) {
    return [
      mu[0],
      mu[1],
      mu[2] ?? 0
    ];
  }
  function label({ dice: dice2, ...point }, family) {
    return placeText(point, family) + (dice2 === void 0 ? "" : `<br>Dice ${dice2.toFixed(3)}`);
  }
  function colourings({ lattice: lattice2, family }, grid) {
    const entry = (id, { name, title, ticks: ticks2 = {}, scale }, values) => ({
      id,
      name,
      style: {
        surfacecolor: grid(values),
        colorscale: "Viridis",
        cmin: Math.min(...values),
        cmax: Math.max(...values),
        ...scale,
        colorbar: {
          title: {
            text: title,
            side: "right"
          },
          thickness: 12,
          len: 0.7,
          x: 1,
          ...ticks2
        }
      }
    });
    const dice2 = lattice2.flatMap(({ dice: dice3 }) => dice3 === void 0 ? [] : [
      dice3
    ]);
    return [
      ...[
        "a",
        "b"
      ].map((id) => entry(id, {
        name: parameterSymbol(id, family),
        title: parameterTitle(id, {
          unit: false,
          family
        }),
        ticks: colourTicks(id, family),
        scale: colourScale(id, family)
      }, lattice2.map((point) => point[id]))),
      ...dice2.length === lattice2.length ? [
        entry("error", {
          name: "error",
          title: "error: 1 \u2212 Dice"
        }, dice2.map((value) => 1 - value))
      ] : []
    ];
  }
  function colourScale(name, family) {
    if (periodicAxis(family) !== name) return {};
    const [cmin, cmax] = SPACE[name];
    return {
      colorscale: AROUND.map((colour, k) => [
        k / (AROUND.length - 1),
        colour
      ]),
      cmin,
      cmax
    };
  }
  function colourTicks(name, family) {
    if (isCoordinate(name, family)) return {};
    const ticks2 = parameterTicks(name, family);
    return {
      tickvals: ticks2.map(({ coordinate }) => coordinate),
      ticktext: ticks2.map(({ label: label2 }) => label2)
    };
  }
  function scatter(points, style) {
    const [x, y, z] = [
      0,
      1,
      2
    ].map((k) => points.map((point) => point[k]));
    return {
      type: "scatter3d",
      x,
      y,
      z,
      hoverinfo: "skip",
      showlegend: false,
      ...style
    };
  }
  function lines(paths, style) {
    const [x, y, z] = [
      0,
      1,
      2
    ].map((k) => paths.flatMap((path) => [
      ...path.map((point) => point[k]),
      null
    ]));
    return {
      type: "scatter3d",
      mode: "lines",
      x,
      y,
      z,
      connectgaps: false,
      hoverinfo: "skip",
      showlegend: false,
      ...style
    };
  }
  var DASHES = [
    "solid",
    "dash",
    "dot"
  ];
  function walks(transects, { first, colour, family }) {
    let start2 = first;
    return transects.map(({ name, points }, k) => {
      const from = start2;
      const dash = DASHES[k % DASHES.length];
      start2 += points.length;
      return scatter(points.map(({ mu }) => vector(mu)), {
        name,
        mode: "lines+markers",
        line: {
          color: colour,
          width: dash === "solid" ? 5 : 6,
          dash
        },
        marker: {
          size: 3,
          color: colour
        },
        showlegend: true,
        customdata: points.map((_, n) => from + n),
        text: points.map((point) => label(point, family)),
        hoverinfo: "text",
        hovertemplate: `${name}: %{text}<extra></extra>`
      });
    });
  }
  function transpose(rows) {
    return rows[0].map((_, column) => rows.map((row) => row[column]));
  }
  function alongOutline(outline, { lattice: lattice2, columns }) {
    const [a, b] = [
      lattice2[1].a - lattice2[0].a,
      lattice2[columns].b - lattice2[0].b
    ];
    return outline.flatMap((to, n, corners) => {
      if (n === 0) return [
        to
      ];
      const from = corners[n - 1];
      const cells = Math.max(Math.abs((to.a - from.a) / a), Math.abs((to.b - from.b) / b));
      const steps = Math.max(1, Math.ceil(2 * cells));
      return Array.from({
        length: steps
      }, (_, k) => {
        const share = (k + 1) / steps;
        return {
          a: from.a + share * (to.a - from.a),
          b: from.b + share * (to.b - from.b)
        };
      });
    });
  }
  function withinRange(line, periodic) {
    if (periodic === void 0) return [
      [
        ...line
      ]
    ];
    const [low, high] = SPACE[periodic];
    const parts2 = [
      []
    ];
    for (const point of line) {
      if (point[periodic] >= low && point[periodic] <= high) parts2.at(-1).push(point);
      else if (parts2.at(-1).length > 0) parts2.push([]);
    }
    return parts2.filter((part) => part.length > 1);
  }
  function interpolate(lattice2, { point, columns }) {
    const rows = lattice2.length / columns;
    const [start2, end] = [
      lattice2[0],
      lattice2[lattice2.length - 1]
    ];
    const place = (value, low2, high2, count) => {
      const at2 = Math.min(count - 1, Math.max(0, (value - low2) / (high2 - low2) * (count - 1)));
      const cell = Math.min(count - 2, Math.floor(at2));
      return {
        cell,
        share: at2 - cell
      };
    };
    const across = place(point.a, start2.a, end.a, columns);
    const up = place(point.b, start2.b, end.b, rows);
    const at = (row, column) => vector(lattice2[row * columns + column].mu);
    const mix = (one2, other, share) => one2.map((value, k) => value + share * (other[k] - value));
    const low = mix(at(up.cell, across.cell), at(up.cell, across.cell + 1), across.share);
    const high = mix(at(up.cell + 1, across.cell), at(up.cell + 1, across.cell + 1), across.share);
    return mix(low, high, up.share);
  }
  function viewpoint(rows) {
    const normal = [
      0,
      0,
      0
    ];
    for (let row = 1; row < rows.length; row++) {
      for (let column = 1; column < rows[row].length; column++) {
        const [low, high] = [
          rows[row - 1],
          rows[row]
        ];
        const one2 = between(low[column - 1], high[column]);
        const other = between(low[column], high[column - 1]);
        for (const k of [
          0,
          1,
          2
        ]) {
          const [i, j] = [
            (k + 1) % 3,
            (k + 2) % 3
          ];
          normal[k] += one2[i] * other[j] - one2[j] * other[i];
        }
      }
    }
    const side = normal[2] < 0 ? -1 : 1;
    const azimuth = Math.atan2(side * normal[1], side * normal[0]) + TURN;
    const rise = Math.atan2(side * normal[2], Math.hypot(normal[0], normal[1]));
    const elevation = Math.min(HIGHEST, Math.max(LOWEST, rise));
    const codes = rows.flat();
    const sides2 = [
      0,
      1,
      2
    ].map((k) => {
      const values = codes.map((code) => code[k]);
      return Math.max(...values) - Math.min(...values) || 2;
    });
    const scale = Math.cbrt(sides2[0] * sides2[1] * sides2[2]);
    const distance = DISTANCE * Math.hypot(...sides2) / (2 * scale);
    return {
      x: distance * Math.cos(elevation) * Math.cos(azimuth),
      y: distance * Math.cos(elevation) * Math.sin(azimuth),
      z: distance * Math.sin(elevation)
    };
  }
  function between(from, to) {
    return [
      to[0] - from[0],
      to[1] - from[1],
      to[2] - from[2]
    ];
  }

  // lib/space/points.ts
  function checkCount(count, what) {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`Cannot place points: ${what} must be a whole number \u2265 1, received ${count}`);
    }
  }
  function ticks([low, high], count) {
    if (count === 1) return [
      (low + high) / 2
    ];
    return Array.from({
      length: count
    }, (_, i) => (low * (count - 1 - i) + high * i) / (count - 1));
  }
  var LATTICE = {
    columns: 16,
    rows: 21
  };
  function lattice(rows = 10, columns = 10) {
    checkCount(rows, "rows");
    checkCount(columns, "columns");
    const across = ticks(SPACE.a, columns);
    return ticks(SPACE.b, rows).flatMap((b) => across.map((a) => ({
      a,
      b
    })));
  }

  // lib/sheet/camera.ts
  function steppedBack({ x, y, z }, { width, height }) {
    const factor = Math.max(1, height / width);
    return {
      x: factor * x,
      y: factor * y,
      z: factor * z
    };
  }
  var STEP2 = Math.PI / 18;
  var STEEPEST = Math.PI / 2 - Math.PI / 36;
  var STEPS3 = {
    ArrowLeft: [
      -STEP2,
      0
    ],
    ArrowRight: [
      STEP2,
      0
    ],
    ArrowUp: [
      0,
      STEP2
    ],
    ArrowDown: [
      0,
      -STEP2
    ]
  };
  function turned({ x, y, z }, key) {
    const step = Object.hasOwn(STEPS3, key) ? STEPS3[key] : void 0;
    if (!step) return void 0;
    const distance = Math.hypot(x, y, z);
    const azimuth = Math.atan2(y, x) + step[0];
    const rise = Math.atan2(z, Math.hypot(x, y)) + step[1];
    const elevation = Math.min(STEEPEST, Math.max(-STEEPEST, rise));
    return {
      x: distance * Math.cos(elevation) * Math.cos(azimuth),
      y: distance * Math.cos(elevation) * Math.sin(azimuth),
      z: distance * Math.sin(elevation)
    };
  }

  // lib/explorer/page/nearest.ts
  var SLACK = 8;
  function nearestPlace(places, at, { reach }) {
    const distances = places.map((place) => place ? Math.hypot(place.x - at.x, place.y - at.y) : Infinity);
    const least = distances.reduce((nearest, distance) => Math.min(nearest, distance), Infinity);
    if (least > reach) return void 0;
    let best;
    for (const [k, place] of places.entries()) {
      if (!place || distances[k] > least + SLACK) continue;
      if (best === void 0 || place.depth < places[best].depth) best = k;
    }
    return best;
  }

  // lib/explorer/page/projection.ts
  function times(matrix, vector2) {
    return [
      0,
      1,
      2,
      3
    ].map((row) => vector2.reduce((sum, value, column) => sum + matrix[4 * column + row] * value, 0));
  }
  function project([x, y, z = 0], { dataScale, model, view, projection }) {
    const scaled2 = [
      x * dataScale[0],
      y * dataScale[1],
      z * dataScale[2],
      1
    ];
    const [right, up, , w] = times(projection, times(view, times(model, scaled2)));
    return w > 0 ? {
      x: (1 + right / w) / 2,
      y: (1 - up / w) / 2,
      depth: w
    } : void 0;
  }

  // lib/explorer/page/scene.ts
  function sceneOf(plot) {
    const { _fullLayout: layout } = plot;
    return layout?.scene?._scene;
  }
  function eyeOf(plot) {
    return sceneOf(plot)?.getCamera()?.eye;
  }
  function sceneProjection(plot) {
    const scene = sceneOf(plot);
    const camera = scene?.glplot?.cameraParams;
    if (!scene || !camera) return void 0;
    const picture = scene.container.getBoundingClientRect();
    return (code) => {
      const at = project(code, {
        ...camera,
        dataScale: scene.dataScale
      });
      if (!at || Math.min(at.x, at.y) < 0 || Math.max(at.x, at.y) > 1) return void 0;
      return {
        x: picture.left + at.x * picture.width,
        y: picture.top + at.y * picture.height,
        depth: at.depth
      };
    };
  }

  // lib/sheet/gestures.ts
  var TAKEN = [
    "wheel",
    "touchstart",
    "touchmove",
    "touchend",
    "touchcancel"
  ];
  var STILL = 5;
  function bindGestures({ frame, element }, { changed, pick, key }) {
    let active = false;
    let pressed;
    const set = (on) => {
      if (on === active) return;
      active = on;
      frame.toggleAttribute("data-active", on);
      changed(on);
    };
    for (const name of TAKEN) {
      frame.addEventListener(name, (event) => {
        if (!active) event.stopPropagation();
      }, {
        capture: true,
        passive: true
      });
    }
    frame.addEventListener("pointerdown", ({ clientX: x, clientY: y, pointerType }) => {
      pressed = {
        x,
        y,
        picks: active || pointerType !== "touch"
      };
      if (pointerType !== "touch") set(true);
      if (active) element.focus({
        preventScroll: true
      });
    }, {
      capture: true
    });
    addEventListener("pointerup", ({ clientX, clientY, timeStamp }) => {
      const from = pressed;
      pressed = void 0;
      if (!from || Math.hypot(clientX - from.x, clientY - from.y) > STILL) return;
      set(true);
      element.focus({
        preventScroll: true
      });
      if (from.picks) pick({
        x: clientX,
        y: clientY
      }, timeStamp);
    });
    addEventListener("pointercancel", () => pressed = void 0);
    frame.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && frame.contains(relatedTarget))) set(false);
    });
    addEventListener("pointerdown", ({ target }) => {
      if (!(target instanceof Node && frame.contains(target))) set(false);
    });
    element.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const wakes = !active && (event.key === "Enter" || event.key === " ");
      const releases = active && event.key === "Escape";
      if (wakes || releases) set(wakes);
      else if (!active || !key(event)) return;
      event.preventDefault();
    });
  }

  // lib/sheet/lattice_step.ts
  var STEPS4 = {
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
  function neighbour(point, key, { rows, columns, periodic }) {
    if (!Object.hasOwn(STEPS4, key)) return void 0;
    const along = (axis, count) => {
      const [low, high] = SPACE[axis];
      const step = (high - low) / (count - 1);
      const place = Math.round((point[axis] - low) / step) + STEPS4[key][axis];
      const last = count - 1;
      const beyond2 = place < 0 ? last : place > last ? -last : 0;
      if (axis === periodic) return low + step * (place + beyond2);
      return low + step * Math.min(last, Math.max(0, place));
    };
    return {
      a: along("a", columns),
      b: along("b", rows)
    };
  }

  // lib/sheet/webgl.ts
  var found;
  function hasWebGl() {
    return found ??= document.createElement("canvas").getContext("webgl") !== null;
  }

  // lib/sheet/narrow.ts
  var NARROW = 480;
  function roomAt(width) {
    return Math.max(1.1, 1.15 + 24e-4 * (432 - width));
  }
  function plainAxis({ title, ...rest }) {
    const small = {
      ...rest,
      nticks: 5,
      tickfont: {
        size: 10
      }
    };
    return title ? {
      ...small,
      title: {
        text: title.text.replace(/ \(.*\)$/, "")
      }
    } : small;
  }

  // lib/explorer/page/sheet_layout.ts
  var HEIGHT = 384;
  function fitted({ data, layout, config }, width) {
    const narrow = width < NARROW;
    const { updatemenus: _, legend: __, ...rest } = layout;
    const { camera, xaxis, yaxis, zaxis } = layout.scene;
    const margin = {
      l: 0,
      r: 0,
      t: 0,
      b: narrow ? 64 : 0
    };
    const picture = {
      width: width - (narrow ? 0 : 90),
      height: HEIGHT - margin.b
    };
    const room = roomAt(width);
    const { x, y, z } = steppedBack(camera.eye, picture);
    const [surface, ...others] = data;
    const scale = narrow ? {
      orientation: "h",
      thickness: 10,
      len: 0.9,
      x: 0.5,
      y: 0,
      yanchor: "top",
      ypad: 4
    } : {
      orientation: "v"
    };
    const title = {
      ...surface.colorbar?.title,
      side: narrow ? "bottom" : "right"
    };
    return {
      data: [
        {
          ...surface,
          colorbar: {
            ...surface.colorbar,
            ...scale,
            title
          }
        },
        ...others
      ],
      layout: {
        ...rest,
        margin,
        showlegend: false,
        // A person's view is kept when the colours change.
        uirevision: "kept",
        scene: {
          ...layout.scene,
          xaxis: plainAxis(xaxis),
          yaxis: plainAxis(yaxis),
          zaxis: plainAxis(zaxis),
          camera: {
            ...camera,
            eye: {
              x: room * x,
              y: room * y,
              z: room * z
            }
          }
        }
      },
      config: {
        ...config,
        scrollZoom: true
      }
    };
  }

  // lib/explorer/page/sheet_mark.ts
  var AFTERWARDS = 1500;
  function createSheetMark(plot, element) {
    let code;
    let until = 0;
    let running = false;
    const place = () => {
      const at = code && sceneProjection(plot)?.(code);
      element.hidden = !at;
      if (!at) return;
      const box = element.parentElement.getBoundingClientRect();
      const [x, y] = [
        at.x - box.left,
        at.y - box.top
      ];
      element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    };
    const run = () => {
      place();
      running = performance.now() < until;
      if (running) requestAnimationFrame(run);
    };
    const follow = () => {
      until = performance.now() + AFTERWARDS;
      if (running) return;
      running = true;
      requestAnimationFrame(run);
    };
    for (const name of [
      "pointerdown",
      "pointermove",
      "pointerup",
      "wheel",
      "keydown"
    ]) {
      plot.addEventListener(name, follow, {
        passive: true
      });
    }
    addEventListener("resize", follow);
    return {
      follow,
      set(other) {
        code = other;
        place();
      }
    };
  }

  // lib/words/counted.ts
  function counted(count, noun) {
    return `${count || "no"} ${noun}${count === 1 ? "" : "s"}`;
  }

  // lib/explorer/page/sheet_words.ts
  var HANDLING = {
    waits: "The sheet: where the encoder puts the plane. Click it, or press Enter on it, to turn it and to choose shapes.",
    active: "The sheet is active: drag it or use the arrow keys to turn it, wheel or + and \u2212 to zoom; a click, or Shift with arrow keys, chooses a shape. Escape, or a click elsewhere, lets the page scroll."
  };
  function undrawable(latents) {
    return `A code of ${counted(latents, "dimension")} cannot be drawn as a sheet.`;
  }
  function noSheet(why) {
    return `No sheet is drawn: ${why}.`;
  }

  // lib/explorer/page/sheet.ts
  var POINTS = lattice(LATTICE.rows, LATTICE.columns);
  var BATCH = 8;
  var REACH = 40;
  var ZOOM = 1.15;
  var RESIZE_PAUSE = 100;
  function createSheet(element, { frame, mark, note, colours }, pick) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let turn = 0;
    const sheetMark = createSheetMark(element, mark);
    let marker = [];
    let shape = POINTS[0];
    let colour = "b";
    let periodic;
    let codes = [];
    let figure;
    let plotly;
    let drawnWidth = 0;
    let plottedWidth = 0;
    const draw = async () => {
      if (!figure || !plotly) return;
      const width = drawnWidth = element.clientWidth;
      if (width === 0) return;
      const { data, layout, config } = fitted(figure(), width);
      const isResized = plottedWidth !== 0 && width !== plottedWidth;
      plottedWidth = width;
      const mine = turn;
      await plotly.react(element, data, layout, config);
      if (isResized && mine === turn) await plotly.relayout(element, {
        autosize: true
      });
      sheetMark.set(marker);
      sheetMark.follow();
    };
    dark.addEventListener("change", draw);
    let resting;
    new ResizeObserver(() => {
      clearTimeout(resting);
      resting = setTimeout(() => {
        const { clientWidth } = element;
        if (clientWidth !== 0 && clientWidth !== drawnWidth) draw();
      }, RESIZE_PAUSE);
    }).observe(element);
    const buttons = [
      ...colours.querySelectorAll("button[data-colour]")
    ];
    const press = () => {
      for (const button of buttons) button.ariaPressed = String(button.dataset.colour === colour);
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        colour = button.dataset.colour;
        press();
        draw();
      });
    }
    press();
    element.tabIndex = 0;
    element.role = "application";
    element.ariaLabel = "The latent sheet in 3-D: Enter to turn it and to choose shapes";
    const move = (eye) => plotly?.relayout(element, {
      "scene.camera.eye": eye
    });
    bindGestures({
      frame,
      element
    }, {
      changed: (active) => {
        if (figure) note.textContent = active ? HANDLING.active : HANDLING.waits;
      },
      pick(at, since) {
        const place = figure && sceneProjection(element);
        if (!place) return;
        const chosen = nearestPlace(codes.map(place), at, {
          reach: REACH
        });
        if (chosen !== void 0) pick(POINTS[chosen], since);
      },
      key({ key, shiftKey, timeStamp }) {
        if (!figure || !plotly) return false;
        const beside = shiftKey ? neighbour(shape, key, {
          ...LATTICE,
          periodic
        }) : void 0;
        if (beside) {
          shape = beside;
          pick(beside, timeStamp);
          return true;
        }
        const eye = eyeOf(element);
        if (!eye) return false;
        const factor = key === "+" ? 1 / ZOOM : key === "-" ? ZOOM : void 0;
        const next = factor ? scaled(eye, factor) : turned(eye, key);
        if (next) move(next);
        return next !== void 0;
      }
    });
    const clear = (why = "Loading the network\u2026") => {
      turn++;
      figure = void 0;
      codes = [];
      sheetMark.set(void 0);
      plotly?.purge(element);
      plottedWidth = 0;
      colours.hidden = true;
      note.textContent = why;
    };
    return {
      clear,
      async show(network, idle) {
        clear();
        const mine = turn;
        const { latents, family } = network.model;
        const hole = datasetHole(network.model);
        periodic = hole.periodic;
        for (const button of buttons) {
          const name = button.dataset.colour;
          button.textContent = `colour by ${parameterSymbol(name, family)}`;
        }
        const drawable = latents === 2 || latents === 3;
        frame.hidden = !drawable || !hasWebGl();
        if (frame.hidden) {
          note.textContent = drawable ? noSheet("this browser has no WebGL") : undrawable(latents);
          return;
        }
        await idle();
        if (mine !== turn) return;
        const library = loadPlotly();
        library.catch(() => {
        });
        const walks2 = PUBLISHED_TRANSECTS.map((transect) => ({
          name: transect.name,
          points: transectPoints(transect)
        }));
        const points = [
          ...POINTS,
          ...walks2.flatMap(({ points: points2 }) => points2)
        ];
        const encoded = [];
        while (encoded.length < points.length) {
          await idle();
          if (mine !== turn) return;
          encoded.push(...await network.encode(points.slice(encoded.length, encoded.length + BATCH)));
          note.textContent = `Encoding the sheet: ${encoded.length} of ${points.length} shapes`;
        }
        try {
          plotly = await library;
        } catch (error) {
          if (mine === turn) note.textContent = noSheet(error.message);
          return;
        }
        if (mine !== turn) return;
        const coded = points.map((point, n) => ({
          ...point,
          mu: encoded[n]
        }));
        let from = POINTS.length;
        const transects = walks2.map(({ name, points: points2 }) => {
          from += points2.length;
          return {
            name,
            points: coded.slice(from - points2.length, from)
          };
        });
        codes = encoded.slice(0, POINTS.length);
        figure = () => latentSheet({
          lattice: coded.slice(0, POINTS.length),
          columns: LATTICE.columns,
          transects,
          hole,
          family,
          theme: dark.matches ? "dark" : "light",
          colour
        });
        await draw();
        if (mine !== turn) return;
        colours.hidden = false;
        note.textContent = frame.hasAttribute("data-active") ? HANDLING.active : HANDLING.waits;
      },
      mark(code, point) {
        marker = code;
        shape = point;
        if (figure) sheetMark.set(marker);
      }
    };
  }
  function scaled({ x, y, z }, factor) {
    return {
      x: factor * x,
      y: factor * y,
      z: factor * z
    };
  }

  // lib/explorer/page/sliders.ts
  function createSliders(element, onInput) {
    let inputs = [];
    const show = () => {
      for (const { input, output } of inputs) {
        const value = fixed(Number(input.value), 2);
        output.textContent = value;
        input.setAttribute("aria-valuetext", value);
      }
    };
    const set = (code) => {
      code.forEach((value, k) => {
        const input = inputs[k]?.input;
        if (!input) return;
        if (value < Number(input.min)) input.min = String(value);
        if (value > Number(input.max)) input.max = String(value);
        input.value = String(value);
      });
      show();
    };
    return {
      set,
      reset(ranges, code) {
        inputs = ranges.map(({ min, max }, k) => {
          const input = document.createElement("input");
          Object.assign(input, {
            type: "range",
            id: `z-${k + 1}`,
            step: "any"
          });
          Object.assign(input, {
            min: String(min),
            max: String(max)
          });
          const output = document.createElement("span");
          output.ariaHidden = "true";
          input.addEventListener("input", () => {
            show();
            onInput(inputs.map(({ input: input2 }) => Number(input2.value)));
          });
          return {
            input,
            output
          };
        });
        element.replaceChildren(...inputs.map(({ input, output }, k) => {
          const row = document.createElement("div");
          row.className = "slider";
          const label2 = document.createElement("label");
          label2.htmlFor = input.id;
          label2.textContent = `z${"\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"[k] ?? k + 1}`;
          row.append(label2, input, output);
          return row;
        }));
        set(code);
      }
    };
  }

  // lib/explorer/page/spoken_words.ts
  function spokenWords({ place, isCode, isAnswered, dices }) {
    if (!isAnswered) return `${isCode ? "A code off the sheet" : place}: loading the network`;
    if (isCode) return "A code off the sheet, decoded";
    return `${place}: Dice ${dices.map((dice2) => dice2.toFixed(3)).join(" and ")}`;
  }

  // lib/explorer/page/trouble.ts
  var troubles = /* @__PURE__ */ new Map();
  function complain(about, words) {
    if (words === void 0) troubles.delete(about);
    else troubles.set(about, words);
    const box = document.getElementById("trouble");
    const text = [
      ...troubles.values()
    ].join(" ");
    if (box.textContent !== text) box.textContent = text;
    box.hidden = troubles.size === 0;
  }
  function reasonOf(error) {
    return error instanceof Error ? error.message : String(error);
  }

  // lib/explorer/page/explore.ts
  var REST = 700;
  var find2 = (id) => document.getElementById(id);
  var now = () => performance.now();
  function paintedFrame() {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
  function explore({ models, ...site }, backend) {
    const byId = new Map(models.map((model) => [
      model.id,
      model
    ]));
    let first = site.first;
    let second = site.second;
    let wanted = {
      point: middleOf(datasetHole(byId.get(first))),
      since: now()
    };
    const latency = createLatency();
    const { loaded, load } = createLoader(byId);
    const showTruth = createTruth();
    const pictures = [
      createPictures(0),
      createPictures(1)
    ];
    let busy = Promise.resolve(void 0);
    let rest;
    let spoken = "";
    const speakAtRest = () => {
      clearTimeout(rest);
      if (player.playing) return;
      rest = setTimeout(() => find2("spoken").textContent = spoken, REST);
    };
    const work = latestOnly(async (request) => {
      const { point, code, since, byPage = false } = request;
      const model = byId.get(first);
      const { subset, family } = model;
      const spared = subset !== "punctured";
      const place = describePoint(point, datasetHole(model), {
        spared,
        family
      });
      find2("place").textContent = place;
      const warm = loaded.has(first) && (second === null || loaded.has(second));
      const [own, beside] = [
        await show(0, request),
        await show(1, {
          point,
          since,
          byPage
        })
      ];
      await paintedFrame();
      if (warm) latency.add(now() - since);
      if (own) document.documentElement.dataset.ready = "true";
      find2("status").textContent = `Runs on ${backend.name} (${backend.why})` + (latency.count === 0 ? "" : `; answers in ${latency.median().toFixed(0)} ms (median of the last ${Math.min(50, latency.count)})`);
      const dices = [
        own,
        beside
      ].flatMap((shown) => shown?.dice ?? []);
      spoken = spokenWords({
        place,
        isCode: code !== void 0,
        isAnswered: own !== void 0,
        dices
      });
      speakAtRest();
      if (!own) return;
      const marked = code ?? own.mu;
      sheet.mark(marked, point);
      if (!code) sliders.set(own.mu);
      const off = Math.hypot(...marked.map((value, k) => value - own.mu[k]));
      back.disabled = !code;
      find2("distance").textContent = code ? `${off.toFixed(2)} away from the code \u03BC that the network gives this shape` : "This is the code \u03BC that the network gives this shape.";
      keepAddress();
    });
    const answer = (request) => {
      wanted = request;
      const done = work(request).then(() => complain("answer", void 0), (error) => {
        player.stop();
        for (const shown of pictures) shown.clear("no answer");
        showTruth(void 0);
        find2("distance").textContent = "";
        const again2 = "Loading the page again may help.";
        complain("answer", `The network gave no answer: ${reasonOf(error)}. ${again2}`);
      });
      busy = done;
      return done;
    };
    const again = () => answer({
      ...wanted,
      since: now(),
      byPage: true
    });
    const idOf = (row) => row === 0 ? first : second;
    async function show(row, { point, code, byPage }) {
      const id = idOf(row);
      if (id === null) {
        pictures[row].title();
        pictures[row].clear("No second network is chosen.");
        return void 0;
      }
      const model = byId.get(id);
      pictures[row].title(row === 0 ? FIRST_WORDS : secondWords(byId.get(first), model), model.name);
      const network = loaded.get(id);
      if (!network) {
        if (row === 0) showTruth(void 0);
        pictures[row].clear("loading\u2026");
        load(id).then(() => {
          complain(`row ${row}`, void 0);
          if (id !== idOf(row)) return;
          if (row === 0 && id === bare) choose(model);
          else again();
        }, (error) => {
          if (id !== idOf(row)) return;
          complain(`row ${row}`, `${model.name}: ${reasonOf(error)}.`);
          player.stop();
          if (row === 0) clearTimeout(rest);
          pictures[row].clear("this network could not be loaded.");
        });
        return void 0;
      }
      if (row === 0 && id === bare && !byPage) choose(model);
      const { truth, mu, image } = await network.reconstruct(point);
      const decoded = code && await network.decode(code);
      if (id !== idOf(row)) return void 0;
      const { size } = model;
      if (row === 0) showTruth({
        size,
        values: truth
      });
      if (decoded) {
        pictures[row].decoded({
          size,
          values: decoded
        }, code);
        return {
          mu
        };
      }
      const remark = sharesDrawing(byId.get(first), model) ? "" : `; compared with its own drawing of the shape, ${size}\xD7${size}`;
      return {
        mu,
        dice: pictures[row].reconstruction({
          size,
          truth,
          image,
          mu,
          remark
        })
      };
    }
    const plane = createPlane(find2("plane"), {
      // From the event on: what kept the page from hearing of it is part of the wait.
      move: (point, since) => {
        answer({
          point,
          since
        });
        player.stop();
      },
      play: () => player.toggle()
    });
    const player = createPlayer({
      move(point) {
        plane.place(point, {
          moving: player.playing
        });
        return answer({
          point,
          since: now()
        });
      },
      stopped() {
        plane.place(wanted.point);
        speakAtRest();
      }
    });
    const sheet = createSheet(find2("sheet"), {
      frame: find2("sheet-frame"),
      mark: find2("sheet-mark"),
      note: find2("sheet-note"),
      colours: find2("sheet-colours")
    }, (point, since) => {
      answer({
        point,
        since
      });
      player.stop();
      plane.place(point);
    });
    const sliders = createSliders(find2("sliders"), (code) => {
      answer({
        point: wanted.point,
        code,
        since: now()
      });
      player.stop();
    });
    const back = find2("return");
    back.addEventListener("click", ({ detail }) => {
      answer({
        point: wanted.point,
        since: now()
      });
      find2("handle").focus({
        preventScroll: detail > 0
      });
    });
    let choices = 0;
    let bare;
    async function choose({ id, hole, family, petals, subset, codes, latents, name }) {
      const mine = ++choices;
      showShapes({
        family,
        ...petals === void 0 ? {} : {
          petals
        }
      });
      find2("intro").textContent = introWords({
        subset,
        hole
      });
      const spared = subset !== "punctured";
      plane.show({
        hole,
        family,
        spared,
        training: []
      });
      plane.place(wanted.point);
      sliders.reset([], []);
      sheet.clear();
      bare = void 0;
      again();
      let failure = "The codes could not be loaded.";
      try {
        const table = await fetch(codes);
        if (!table.ok) throw new Error(`its codes cannot be read (${table.status})`);
        const rows = readCsv(await table.text());
        failure = "The sheet could not be drawn.";
        const network = await load(id).catch(() => void 0);
        if (mine !== choices) return;
        complain("codes", void 0);
        if (!network) {
          bare = id;
          return sheet.clear("The network could not be loaded.");
        }
        const training = rows.map(({ a, b }) => ({
          a: Number(a),
          b: Number(b)
        }));
        plane.show({
          hole,
          family,
          spared,
          training
        });
        plane.place(wanted.point);
        const columns = Array.from({
          length: latents
        }, (_, k) => `mu_${k + 1}`);
        const ranges = sliderRanges(rows.map((row) => columns.map((column) => Number(row[column]))));
        const { mu } = await network.reconstruct(wanted.point);
        if (mine !== choices) return;
        sliders.reset(ranges, wanted.code ?? mu);
        await sheet.show(network, async () => {
          await paintedFrame();
          await busy;
        });
      } catch (error) {
        if (mine !== choices) return;
        bare = id;
        sheet.clear(failure);
        complain("codes", `${name}: ${reasonOf(error)}.`);
      }
    }
    const menus = [
      "first",
      "second"
    ].map((id) => find2(id));
    fillMenu(menus[0], models);
    fillMenu(menus[1], models, {
      none: "none"
    });
    const showChoice = () => {
      menus[0].value = first;
      menus[1].value = second ?? "";
    };
    menus[0].addEventListener("change", () => {
      const before = byId.get(first);
      first = menus[0].value;
      second = secondAfter(second, {
        before,
        after: byId.get(first)
      });
      showChoice();
      complain("row 0", void 0);
      complain("row 1", void 0);
      wanted = {
        point: wanted.point,
        since: now()
      };
      choose(byId.get(first));
    });
    menus[1].addEventListener("change", () => {
      second = menus[1].value || null;
      complain("row 1", void 0);
      again();
    });
    document.addEventListener("keydown", ({ key }) => {
      const help = find2("help");
      if (key === "?") help.open = !help.open;
    });
    const take = (fragment) => {
      const { asked: asked2, wrong } = parseAddress(fragment, {
        models: byId,
        first
      });
      const words = wrong.length > 0 ? `The address is wrong: ${wrong.join("; ")}.` : void 0;
      complain("address", words);
      const { a = wanted.point.a, b = wanted.point.b } = asked2;
      const before = {
        first,
        second
      };
      const code = Object.keys(asked2).length > 0 ? asked2.code ?? void 0 : wanted.code;
      first = asked2.first ?? first;
      if (asked2.second !== void 0) second = asked2.second;
      if (first !== before.first) complain("row 0", void 0);
      if (second !== before.second) complain("row 1", void 0);
      wanted = {
        point: {
          a,
          b
        },
        ...code ? {
          code
        } : {},
        since: now()
      };
      showChoice();
      return first !== before.first;
    };
    const keepAddress = bindAddress({
      current: () => formatAddress({
        ...wanted.point,
        first,
        second,
        code: wanted.code ?? null
      }),
      obey(fragment) {
        player.stop();
        if (take(fragment)) return void choose(byId.get(first));
        plane.place(wanted.point);
        if (wanted.code) sliders.set(wanted.code);
        answer(wanted);
      },
      leave: () => player.stop()
    });
    const offered = {
      state: () => ({
        ...wanted.point,
        first,
        second,
        backend: backend.name,
        medianMs: latency.median(),
        answers: latency.count,
        mode: wanted.code ? "code" : "point"
      }),
      async reconstruct(point, id = first) {
        const network = await load(id);
        const { mu, image } = await network.reconstruct(point);
        return {
          mu: [
            ...mu
          ],
          image: [
            ...image
          ],
          truth: [
            ...network.draw(point)
          ]
        };
      },
      async moveTo(point) {
        plane.place(point);
        await answer({
          point,
          since: now()
        });
      },
      memory: () => tf.memory().numTensors
    };
    Object.assign(globalThis, {
      explorer: offered
    });
    const { asked } = parseAddress(location.hash, {
      models: byId,
      first
    });
    wanted = {
      point: middleOf(datasetHole(byId.get(asked.first ?? first))),
      since: now()
    };
    take(location.hash);
    choose(byId.get(first));
  }

  // lib/explorer/page/guide.ts
  var KEY = "punctured-vae:guide";
  function wasRead() {
    try {
      return localStorage.getItem(KEY) === "read";
    } catch {
      return false;
    }
  }
  function remember() {
    try {
      localStorage.setItem(KEY, "read");
    } catch {
    }
  }
  function bindGuide() {
    const find3 = (id) => document.getElementById(id);
    const show = (shown) => {
      find3("guide").hidden = !shown;
      find3("intro").hidden = shown;
    };
    show(!wasRead());
    find3("guide-done").addEventListener("click", () => {
      remember();
      show(false);
      find3("handle").focus();
    });
    find3("guide-again").addEventListener("click", () => {
      show(true);
      find3("guide-done").focus();
    });
  }

  // lib/explorer/page/site.ts
  async function readSite() {
    const answer = await fetch("site.json");
    if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
    const site = await answer.json();
    if (!Array.isArray(site.models)) throw new Error("site.json lists no networks");
    return site;
  }

  // lib/explorer/page/main.ts
  async function startAskedBackend() {
    const { asked, wrong } = askedBackend(location.search);
    const backend = await startBackend(asked);
    if (wrong) complain("backend", `The address is wrong: ${wrong}.`);
    else if (asked && backend.name !== asked) {
      complain("backend", `The address asks for ${asked}, and ${backend.name} runs: ${backend.why}.`);
    }
    return backend;
  }
  async function start() {
    showLoading("the backend", 0);
    try {
      explore(await readSite(), await startAskedBackend());
    } finally {
      showLoading("the backend", void 0);
    }
    bindGuide();
  }
  start().catch((error) => {
    complain("start", `The explorer cannot start: ${reasonOf(error)}.`);
    document.getElementById("status").textContent = "Not running.";
  });
})();
