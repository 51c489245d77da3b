// Made by deno task build:pages from lib/explorer/page/main.ts: edit that.
(() => {
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
  function readCsv(text, { maxRows = Infinity, separator = "," } = {}) {
    const lines2 = records(text.replace(/^\uFEFF/, ""), separator);
    const { value: header, done } = lines2.next();
    if (done) throw new SyntaxError("Cannot read the table: it has no header line");
    const columns = header.cells;
    if (new Set(columns).size < columns.length) {
      throw new SyntaxError(`Cannot read the table: a column is named twice in "${columns}"`);
    }
    const rows = [];
    for (const { cells, line } of lines2) {
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
    }
    return rows;
  }
  var CELLS = {
    ",": /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^",\r\n]*))(,|\r\n?|\n|$)/y,
    ";": /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^";\r\n]*))(;|\r\n?|\n|$)/y,
    // A tab beside a quoted cell separates; only spaces are blanks here.
    "	": /(?: *"((?:[^"]|"")*)" *|([^"\t\r\n]*))(\t|\r\n?|\n|$)/y
  };
  function* records(text, separator) {
    const cell = CELLS[separator];
    let position = 0;
    let line = 1;
    let start2 = 1;
    let cells = [];
    while (position < text.length || cells.length > 0) {
      cell.lastIndex = position;
      const match = cell.exec(text);
      if (match === null) {
        throw new SyntaxError(`Cannot read the table: a quote or line end is out of place on line ${line}`);
      }
      const [whole, quoted, bare, end] = match;
      position += whole.length;
      line += whole.split(LINE_END).length - 1;
      const blank = cells.length === 0 && quoted === void 0 && bare === "" && end !== separator;
      if (!blank) cells.push(unguardFormula(quoted?.replaceAll('""', '"') ?? bare));
      if (end === separator) continue;
      if (cells.length > 0) yield {
        cells,
        line: start2
      };
      cells = [];
      start2 = line;
    }
  }

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
  function inSpace({ a, b }) {
    return a >= SPACE.a[0] && a <= SPACE.a[1] && b >= SPACE.b[0] && b <= SPACE.b[1];
  }

  // lib/space/hole.ts
  var HOLE_GRAMMAR = "none, disc:a,b,r, strip:a,lo,hi, strip:b,lo,hi or box:a0,a1,b0,b1";
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
  function clip([low, high], axis) {
    return [
      Math.max(low, SPACE[axis][0]),
      Math.min(high, SPACE[axis][1])
    ];
  }
  function beyond(axis, value) {
    return Math.max(SPACE[axis][0] - value, 0, value - SPACE[axis][1]);
  }
  function distanceToSpace({ a, b }) {
    return Math.hypot(beyond("a", a), beyond("b", b));
  }
  function bounds(hole) {
    if (hole.kind !== "disc") {
      const { a, b } = sides(hole);
      return {
        a: clip(a, "a"),
        b: clip(b, "b")
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
      ], "a"),
      b: clip([
        hole.b - alongB,
        hole.b + alongB
      ], "b")
    };
  }
  function parseHole(text) {
    const refuse = (what) => {
      throw new UsageError(`hole must be ${HOLE_GRAMMAR}, received ${JSON.stringify(text)}: ${what}`);
    };
    const match = /^(none$|disc:|strip:[ab],|box:)(.*)$/s.exec(text);
    if (!match) return refuse("no such hole");
    const [, word, list] = match;
    const numbers2 = (count) => {
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
        kind: "none"
      };
    } else if (word === "disc:") {
      const [a2, b2, radius2] = numbers2(3);
      if (!(radius2 > 0)) refuse(`the radius must be > 0, received ${radius2}`);
      hole = {
        kind: "disc",
        a: a2,
        b: b2,
        radius: radius2
      };
    } else if (word === "box:") {
      const [a0, a1, b0, b1] = numbers2(4);
      hole = {
        kind: "box",
        a: range(a0, a1),
        b: range(b0, b1)
      };
    } else {
      const [low, high] = range(...numbers2(2));
      hole = {
        kind: "strip",
        axis: word === "strip:a," ? "a" : "b",
        low,
        high
      };
    }
    const { a, b } = bounds(hole);
    const apart = hole.kind === "disc" ? distanceToSpace(hole) >= hole.radius : a[0] >= a[1] || b[0] >= b[1];
    if (apart) {
      refuse(`it lies outside the space, which is a from ${SPACE.a.join(" to ")}, b from ${SPACE.b.join(" to ")}`);
    }
    return hole;
  }
  function insideHole(hole, { a, b }) {
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

  // lib/explorer/page/address.ts
  function formatAddress({ a, b, first, second }) {
    const parts = new URLSearchParams({
      a: a.toFixed(3),
      b: b.toFixed(3),
      first
    });
    if (second !== null) parts.set("second", second);
    return `#${parts}`;
  }
  function parseAddress(fragment, ids) {
    const parts = new URLSearchParams(fragment.replace(/^#/, ""));
    const [a, b] = [
      "a",
      "b"
    ].map((name) => Number(parts.get(name) || NaN));
    const [first, second] = [
      parts.get("first"),
      parts.get("second")
    ];
    return {
      ...inSpace({
        a,
        b
      }) ? {
        a,
        b
      } : {},
      ...first !== null && ids.has(first) ? {
        first
      } : {},
      ...second !== null && ids.has(second) ? {
        second
      } : {},
      ...first !== null && second === null ? {
        second: null
      } : {}
    };
  }

  // lib/explorer/page/adapter.ts
  var SOFTWARE = /llvmpipe|swiftshader|basic render/i;
  function isSoftware(info) {
    const words = [
      info.vendor,
      info.architecture,
      info.description
    ].join(" ");
    return info.isFallbackAdapter === true || SOFTWARE.test(words);
  }

  // lib/explorer/page/scripts.ts
  var loading = /* @__PURE__ */ new Map();
  function loadScript(path2) {
    const started = loading.get(path2) ?? new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = path2;
      script.addEventListener("load", () => resolve());
      script.addEventListener("error", () => {
        loading.delete(path2);
        script.remove();
        reject(new Error(`${path2} could not be loaded`));
      });
      document.head.append(script);
    });
    loading.set(path2, started);
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
  async function webGpuMissing() {
    const { gpu } = navigator;
    if (!gpu) return "no WebGPU in this browser";
    const adapter = await gpu.requestAdapter().catch(() => null);
    if (!adapter) return "no WebGPU adapter";
    if (isSoftware(adapter.info ?? {})) return "the WebGPU adapter is software";
    return void 0;
  }
  async function startBackend() {
    tf.wasm.setWasmPaths("vendor/");
    const missing = await webGpuMissing();
    const candidates = [
      ...missing === void 0 ? [
        {
          name: "webgpu",
          why: "a WebGPU adapter is there"
        }
      ] : [],
      {
        name: "wasm",
        why: missing ?? "WebGPU could not be started"
      },
      {
        name: "webgl",
        why: "wasm could not be started"
      }
    ];
    for (const candidate of candidates) {
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

  // lib/space/outline.ts
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
  function fromView({ x, y }) {
    return withinSpace({
      a: SPACE.a[0] + (x - FRAME.left) / FRAME.width * (SPACE.a[1] - SPACE.a[0]),
      b: SPACE.b[0] + (1 - (y - FRAME.top) / FRAME.height) * (SPACE.b[1] - SPACE.b[0])
    });
  }
  function withinSpace({ a, b }) {
    const clamp = (value, [low, high]) => Math.min(high, Math.max(low, value));
    return {
      a: clamp(a, SPACE.a),
      b: clamp(b, SPACE.b)
    };
  }
  function middleOf(hole) {
    if (hole.kind === "disc") return {
      a: hole.a,
      b: hole.b
    };
    const corners = hole.kind === "none" ? [
      {
        a: SPACE.a[0],
        b: SPACE.b[0]
      },
      {
        a: SPACE.a[1],
        b: SPACE.b[1]
      }
    ] : holeOutline(hole);
    const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    return {
      a: middle(corners.map(({ a }) => a)),
      b: middle(corners.map(({ b }) => b))
    };
  }
  function describePoint({ a, b }, hole, { spared = false } = {}) {
    const where = hole.kind === "none" ? "" : !insideHole(hole, {
      a,
      b
    }) ? ", outside the hole" : spared ? ", inside the hole, which this network has seen" : ", inside the hole";
    return `a = ${a.toFixed(2)}, b = ${b.toFixed(2)}${where}`;
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

  // lib/curve/family.ts
  var FAMILIES = {
    rose: {
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
          unit: "axis units"
        },
        b: {
          symbol: "b",
          words: "petal amplitude",
          unit: "axis units"
        }
      },
      radius: (theta, { a, b }, petals) => b * Math.cos(petals * theta) + a
    },
    superellipse: {
      formula: () => "|x/a|\u207F + |y/a|\u207F = 1, n = 2^b",
      draws: "a Lam\xE9 curve: a diamond for b = 0, a circle for b = 1, almost a square for b = 2",
      parameters: {
        a: {
          symbol: "a",
          words: "semi-diameter",
          unit: "axis units"
        },
        b: {
          symbol: "b",
          words: "log\u2082 of the exponent",
          unit: "octaves"
        }
      },
      radius: (theta, { a, b }) => {
        const n = 2 ** b;
        return a * (Math.abs(Math.cos(theta)) ** n + Math.abs(Math.sin(theta)) ** n) ** (-1 / n);
      }
    }
  };
  var FAMILY_NAMES = Object.keys(FAMILIES);
  var DEFAULT_SHAPES = usualShapes(FAMILY_NAMES[0]);
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
  function parameterTitle(name, { unit: withUnit = true, family = DEFAULT_SHAPES.family } = {}) {
    const { symbol, words, unit } = familyOf(family).parameters[name];
    return `${symbol}: ${words}` + (withUnit ? ` (${unit})` : "");
  }

  // lib/curve/curve.ts
  var CURVE_SAMPLES = 500;
  function radius(theta, point, { family, petals = 0 } = DEFAULT_SHAPES) {
    return familyOf(family).radius(theta, point, petals);
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
  function makeFrame(options) {
    const { size, geometry = "square", stroke = defaultStroke(geometry, size) } = options;
    checkOptions({
      size,
      geometry,
      stroke
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
  function checkOptions({ size, stroke, geometry }) {
    const [least, most] = SIZE_RANGE;
    const refuse = (what, given) => {
      throw new RangeError(`Cannot render the curve: ${what}, received ${given}`);
    };
    if (!Number.isInteger(size) || size < least || size > most) {
      refuse(`size must be a whole number from ${least} to ${most}`, size);
    }
    if (!(stroke > 0 && stroke <= MAX_STROKE)) {
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
    const { context, pixels } = createSurface(frame.width, frame.height);
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
      strokeCurve(context, frame, curvePoints(point, {
        shapes
      }));
      const rgba = pixels();
      const target = resample ? drawn : image;
      for (let i = 0; i < target.length; i++) target[i] = rgba[4 * i];
      resample?.(drawn, image);
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
  async function loadNetwork(model) {
    const [encoder, decoder] = await Promise.all([
      model.encoder,
      model.decoder
    ].map((path2) => tf.loadLayersModel(path2)));
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

  // lib/explorer/page/pictures.ts
  function painter(id) {
    const canvas = document.getElementById(id);
    const context = canvas.getContext("2d");
    return (size, paint) => {
      if (canvas.width !== size) canvas.width = canvas.height = size;
      const pixels = context.createImageData(size, size);
      paint(pixels.data);
      context.putImageData(pixels, 0, 0);
    };
  }
  function createPictures(index) {
    const [truth, reconstruction, difference] = [
      "truth",
      "reconstruction",
      "difference"
    ].map((name) => painter(`${name}-${index}`));
    const numbers2 = document.getElementById(`numbers-${index}`);
    return {
      show({ size, truth: target, image, code, name }) {
        truth(size, (rgba) => greyPixels(target, rgba));
        reconstruction(size, (rgba) => greyPixels(image, rgba));
        difference(size, (rgba) => differencePixels(image, target, rgba));
        const score = dice(target, image);
        const bold = document.createElement("strong");
        bold.textContent = `Dice ${score.toFixed(3)}`;
        const excess = binaryCrossEntropy(target, image) - entropy(target);
        const values = code.map((value) => value.toFixed(2).replace("-", "\u2212")).join(", ");
        numbers2.replaceChildren(bold, `, excess cross-entropy ${excess.toFixed(4)} nats a pixel, MSE ${meanSquaredError(target, image).toFixed(4)}; ${name} = (${values})`);
        return score;
      },
      clear(words) {
        for (const paint of [
          truth,
          reconstruction,
          difference
        ]) paint(1, () => {
        });
        numbers2.textContent = words;
      }
    };
  }

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
  function transectPoints({ from, to }, count = 15) {
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

  // lib/explorer/page/plane.ts
  var NAMESPACE = "http://www.w3.org/2000/svg";
  function svg(name, attributes) {
    const made = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  }
  function path(points) {
    return points.map(toView).map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  }
  var KEYS = {
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
  function createPlane(element, events) {
    let hole = parseHole("none"), spared = false;
    let shown = middleOf(hole);
    const { left, top, width, height } = FRAME;
    const titles = {
      a: svg("text", TITLE_PLACES.a),
      b: svg("text", TITLE_PLACES.b)
    };
    const training = svg("path", {
      class: "training",
      fill: "none"
    });
    const outline = svg("path", {
      class: "hole"
    });
    const handle = svg("g", {
      id: "handle",
      tabindex: 0,
      role: "slider",
      "aria-label": "Shape parameters a and b",
      "aria-valuemin": SPACE.a[0],
      "aria-valuemax": SPACE.a[1]
    });
    handle.append(svg("circle", {
      r: 10
    }), svg("circle", {
      r: 5,
      class: "core"
    }));
    element.append(svg("rect", {
      class: "frame",
      x: left,
      y: top,
      width,
      height
    }), ...numbers(), titles.a, titles.b, training, outline, ...PUBLISHED_TRANSECTS.map(({ from, to }) => svg("path", {
      class: "transect",
      d: path([
        from,
        to
      ]),
      fill: "none"
    })), handle);
    const place = (point) => {
      shown = withinSpace(point);
      const { x, y } = toView(shown);
      handle.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
      handle.setAttribute("aria-valuenow", shown.a.toFixed(2));
      handle.setAttribute("aria-valuetext", describePoint(shown, hole, {
        spared
      }));
    };
    const move = (point, { timeStamp }) => {
      place(point);
      events.move(shown, timeStamp);
    };
    const at = ({ clientX, clientY }) => {
      const box = element.getBoundingClientRect();
      const scale = element.viewBox.baseVal.width / box.width;
      return fromView({
        x: (clientX - box.left) * scale,
        y: (clientY - box.top) * scale
      });
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
      const direction = KEYS[event.key];
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
    place(shown);
    return {
      place,
      show(network) {
        hole = parseHole(network.hole);
        spared = network.spared;
        for (const name of [
          "a",
          "b"
        ]) {
          titles[name].textContent = parameterTitle(name, {
            unit: false,
            family: network.family
          });
        }
        outline.setAttribute("d", hole.kind === "none" ? "" : `${path(holeOutline(hole))}Z`);
        const dots = network.training.map(toView).map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
        training.setAttribute("d", dots.join(""));
        place(shown);
      }
    };
  }
  var TITLE_PLACES = {
    a: {
      x: FRAME.left + FRAME.width / 2,
      y: FRAME.top + FRAME.height + 27,
      "text-anchor": "middle"
    },
    b: {
      x: 10,
      y: FRAME.top + FRAME.height / 2,
      "text-anchor": "middle",
      transform: `rotate(-90 10 ${FRAME.top + FRAME.height / 2})`
    }
  };
  function numbers() {
    const { left, top, height } = FRAME;
    const words = (text, attributes) => {
      const made = svg("text", attributes);
      made.textContent = text;
      return made;
    };
    return [
      ...[
        0.5,
        1,
        1.5,
        2
      ].map((a) => {
        const { x } = toView({
          a,
          b: 0
        });
        return words(a.toFixed(1), {
          x,
          y: top + height + 14,
          "text-anchor": "middle"
        });
      }),
      ...[
        0,
        0.5,
        1,
        1.5,
        2
      ].map((b) => {
        const { y } = toView({
          a: 0.5,
          b
        });
        return words(b.toFixed(1), {
          x: left - 6,
          y: y + 4,
          "text-anchor": "end"
        });
      })
    ];
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
  var STEPS = 15;
  var SMOOTH_PAUSE = 50;
  var STEP_PAUSE = 600;
  function createPlayer(move) {
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
        if (mine === run) phase = (phase + (calm.matches ? 1 / (STEPS - 1) : SMOOTH)) % 2;
      }
    };
    let playing = false;
    const set = (on) => {
      if (playing === on) return;
      playing = on;
      button.textContent = on ? "Pause" : "Play";
      run++;
      if (on) play(run);
    };
    const step = (direction) => {
      set(false);
      phase = nextStep(shareAt(phase), {
        direction,
        steps: STEPS
      });
      show();
    };
    button.addEventListener("click", () => set(!playing));
    document.getElementById("back").addEventListener("click", () => step(-1));
    document.getElementById("forth").addEventListener("click", () => step(1));
    select.addEventListener("change", () => {
      phase = 0;
      if (!playing) show();
    });
    return {
      toggle: () => set(!playing),
      stop: () => set(false)
    };
  }

  // lib/explorer/page/ranges.ts
  function sliderRanges(codes) {
    const latents = codes[0]?.length ?? 0;
    return Array.from({
      length: latents
    }, (_, k) => {
      const values = codes.map((code) => code[k]);
      const [low, high] = [
        Math.min(...values),
        Math.max(...values)
      ];
      const room = 0.2 * (high - low) || 1;
      return {
        min: low - room,
        max: high + room
      };
    });
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
    const { lattice: lattice2, columns, transects = [], hole, theme = "light" } = data;
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
      text: transpose(grid(lattice2.map(label))),
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
    const outline = alongOutline(hole, {
      lattice: lattice2,
      columns
    }).map((point) => interpolate(lattice2, {
      point,
      columns
    }));
    const within = codes.filter((_, n) => insideHole(hole, lattice2[n]));
    const traces = [
      surface,
      lines(meshes, {
        name: "lines of constant a or b",
        line: {
          color: "rgba(0,0,0,0.28)",
          width: 1
        }
      }),
      ...outline.length > 0 ? [
        lines([
          outline
        ], {
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
        colour: walked
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
  function label({ a, b, dice: dice2 }) {
    return `a = ${a.toFixed(2)}, b = ${b.toFixed(2)}` + (dice2 === void 0 ? "" : `<br>Dice ${dice2.toFixed(3)}`);
  }
  function colourings({ lattice: lattice2, family }, grid) {
    const entry = (id, name, title, values) => ({
      id,
      name,
      style: {
        surfacecolor: grid(values),
        colorscale: "Viridis",
        cmin: Math.min(...values),
        cmax: Math.max(...values),
        colorbar: {
          title: {
            text: title,
            side: "right"
          },
          thickness: 12,
          len: 0.7,
          x: 1
        }
      }
    });
    const dice2 = lattice2.flatMap(({ dice: dice3 }) => dice3 === void 0 ? [] : [
      dice3
    ]);
    return [
      entry("a", "a", parameterTitle("a", {
        unit: false,
        family
      }), lattice2.map(({ a }) => a)),
      entry("b", "b", parameterTitle("b", {
        unit: false,
        family
      }), lattice2.map(({ b }) => b)),
      ...dice2.length === lattice2.length ? [
        entry("error", "error", "error: 1 \u2212 Dice", dice2.map((value) => 1 - value))
      ] : []
    ];
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
    ].map((k) => paths.flatMap((path2) => [
      ...path2.map((point) => point[k]),
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
  function walks(transects, { first, colour }) {
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
        text: points.map(label),
        hoverinfo: "text",
        hovertemplate: `${name}: %{text}<extra></extra>`
      });
    });
  }
  function transpose(rows) {
    return rows[0].map((_, column) => rows.map((row) => row[column]));
  }
  function alongOutline(hole, { lattice: lattice2, columns }) {
    const [a, b] = [
      lattice2[1].a - lattice2[0].a,
      lattice2[columns].b - lattice2[0].b
    ];
    return holeOutline(hole).flatMap((to, n, corners) => {
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
  function lattice(rows = 10, columns = 10) {
    checkCount(rows, "rows");
    checkCount(columns, "columns");
    const across = ticks(SPACE.a, columns);
    return ticks(SPACE.b, rows).flatMap((b) => across.map((a) => ({
      a,
      b
    })));
  }

  // lib/report/sheet/camera.ts
  var STEP = Math.PI / 18;
  var STEEPEST = Math.PI / 2 - Math.PI / 36;
  var STEPS2 = {
    ArrowLeft: [
      -STEP,
      0
    ],
    ArrowRight: [
      STEP,
      0
    ],
    ArrowUp: [
      0,
      STEP
    ],
    ArrowDown: [
      0,
      -STEP
    ]
  };
  function turned({ x, y, z }, key) {
    const step = Object.hasOwn(STEPS2, key) ? STEPS2[key] : void 0;
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
    const scaled = [
      x * dataScale[0],
      y * dataScale[1],
      z * dataScale[2],
      1
    ];
    const [right, up, , w] = times(projection, times(view, times(model, scaled)));
    return w > 0 ? {
      x: (1 + right / w) / 2,
      y: (1 - up / w) / 2
    } : void 0;
  }

  // lib/explorer/page/sheet_mark.ts
  function sceneOf(plot) {
    const { _fullLayout: layout } = plot;
    return layout?.scene?._scene;
  }
  var AFTERWARDS = 1500;
  function createSheetMark(plot, element) {
    let code;
    let until = 0;
    let running = false;
    const place = () => {
      const scene = code && sceneOf(plot);
      const camera = scene?.glplot?.cameraParams;
      const at = camera && project(code, {
        ...camera,
        dataScale: scene.dataScale
      });
      element.hidden = !at || Math.min(at.x, at.y) < 0 || Math.max(at.x, at.y) > 1;
      if (element.hidden || !at) return;
      const box = element.parentElement.getBoundingClientRect();
      const picture = scene.container.getBoundingClientRect();
      const x = picture.left - box.left + at.x * picture.width;
      const y = picture.top - box.top + at.y * picture.height;
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

  // lib/explorer/page/sheet.ts
  var ROWS = 21;
  var COLUMNS = 16;
  var BATCH = 8;
  function createSheet(element, { mark, note }) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let turn = 0;
    const sheetMark = createSheetMark(element, mark);
    let marker = [];
    let figure;
    let plotly;
    const draw = async () => {
      if (!figure || !plotly) return;
      const { data, layout, config } = figure();
      const shown = {
        ...layout,
        showlegend: false,
        uirevision: "kept"
      };
      await plotly.react(element, data, shown, config);
      sheetMark.set(marker);
      sheetMark.follow();
    };
    dark.addEventListener("change", draw);
    element.tabIndex = 0;
    element.role = "application";
    element.ariaLabel = "The latent sheet in 3-D: arrow keys turn it";
    element.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !figure || !plotly) return;
      const { layout } = element;
      const eye = turned(layout.scene.camera.eye, event.key);
      if (!eye) return;
      event.preventDefault();
      plotly.relayout(element, {
        "scene.camera.eye": eye
      });
    });
    const clear = () => {
      turn++;
      figure = void 0;
      sheetMark.set(void 0);
      plotly?.purge(element);
      note.textContent = "Loading the network\u2026";
    };
    return {
      clear,
      async show(network, idle) {
        clear();
        const mine = turn;
        const { latents, hole, family } = network.model;
        if (latents !== 2 && latents !== 3) {
          note.textContent = `A code of ${latents} dimensions cannot be drawn as a sheet.`;
          element.hidden = true;
          return;
        }
        element.hidden = false;
        await idle();
        const library = loadPlotly();
        library.catch(() => {
        });
        const walks2 = PUBLISHED_TRANSECTS.map((transect) => ({
          name: transect.name,
          points: transectPoints(transect)
        }));
        const points = [
          ...lattice(ROWS, COLUMNS),
          ...walks2.flatMap(({ points: points2 }) => points2)
        ];
        const codes = [];
        while (codes.length < points.length) {
          await idle();
          if (mine !== turn) return;
          codes.push(...await network.encode(points.slice(codes.length, codes.length + BATCH)));
          note.textContent = `Encoding the sheet: ${codes.length} of ${points.length} shapes`;
        }
        try {
          plotly = await library;
        } catch (error) {
          if (mine === turn) note.textContent = `No sheet is drawn: ${error.message}.`;
          return;
        }
        if (mine !== turn) return;
        const coded = points.map((point, n) => ({
          ...point,
          mu: codes[n]
        }));
        let from = ROWS * COLUMNS;
        const transects = walks2.map(({ name, points: points2 }) => {
          from += points2.length;
          return {
            name,
            points: coded.slice(from - points2.length, from)
          };
        });
        figure = () => latentSheet({
          lattice: coded.slice(0, ROWS * COLUMNS),
          columns: COLUMNS,
          transects,
          hole: parseHole(hole),
          family,
          theme: dark.matches ? "dark" : "light"
        });
        await draw();
        note.textContent = "The sheet: where the encoder puts the plane. Drag, or use the arrow keys, to turn it.";
      },
      mark(code) {
        marker = code;
        if (figure) sheetMark.set(marker);
      }
    };
  }

  // lib/explorer/page/sliders.ts
  function createSliders(element, onInput) {
    let inputs = [];
    const show = () => {
      for (const { input, output } of inputs) {
        output.value = Number(input.value).toFixed(2).replace("-", "\u2212");
      }
    };
    const set = (code) => {
      code.forEach((value, k) => {
        if (inputs[k]) inputs[k].input.value = String(value);
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
          const output = document.createElement("output");
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

  // lib/explorer/page/main.ts
  var find = (id) => document.getElementById(id);
  var troubles = /* @__PURE__ */ new Map();
  function complain(about, words) {
    if (words === void 0) troubles.delete(about);
    else troubles.set(about, words);
    const box = find("trouble");
    box.textContent = [
      ...troubles.values()
    ].join(" ");
    box.hidden = troubles.size === 0;
  }
  var reasonOf = (error) => error instanceof Error ? error.message : String(error);
  async function readSite() {
    const answer = await fetch("site.json");
    if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
    const site = await answer.json();
    if (!Array.isArray(site.models) || site.models.length === 0) {
      throw new Error("site.json lists no network");
    }
    return site;
  }
  function paintedFrame() {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }
  async function start() {
    const site = await readSite();
    const backend = await startBackend();
    explore(site, backend);
  }
  function createLoader(byId) {
    const loading2 = /* @__PURE__ */ new Map(), loaded = /* @__PURE__ */ new Map();
    return {
      loaded,
      load(id) {
        const started = loading2.get(id) ?? loadNetwork(byId.get(id));
        loading2.set(id, started);
        started.then((network) => loaded.set(id, network), () => loading2.delete(id));
        return started;
      }
    };
  }
  var ADDRESS_PAUSE = 320;
  var REST = 700;
  function explore({ models, ...site }, backend) {
    const byId = new Map(models.map((model) => [
      model.id,
      model
    ]));
    const linked = parseAddress(location.hash, new Set(byId.keys()));
    let first = linked.first ?? site.first;
    let second = linked.second === void 0 ? site.second : linked.second;
    const now = () => performance.now();
    let wanted = {
      point: linked.a === void 0 || linked.b === void 0 ? middleOf(parseHole(byId.get(first).hole)) : {
        a: linked.a,
        b: linked.b
      },
      since: now()
    };
    const latency = createLatency();
    const { loaded, load } = createLoader(byId);
    const pictures = [
      createPictures(0),
      createPictures(1)
    ];
    let busy = Promise.resolve(void 0);
    let rest;
    const work = latestOnly(async (request) => {
      const { point, code, since } = request;
      const { hole, subset } = byId.get(first);
      const place = describePoint(point, parseHole(hole), {
        spared: subset !== "punctured"
      });
      find("place").textContent = place;
      const warm = loaded.has(first) && (second === null || loaded.has(second));
      const [own, beside] = [
        await show(0, request),
        await show(1, {
          point,
          since
        })
      ];
      await paintedFrame();
      if (warm) latency.add(now() - since);
      if (own) document.documentElement.dataset.ready = "true";
      find("status").textContent = `Runs on ${backend.name} (${backend.why})` + (latency.count === 0 ? "" : `; answers in ${latency.median().toFixed(0)} ms (median of the last ${Math.min(50, latency.count)})`);
      clearTimeout(rest);
      rest = setTimeout(() => {
        const dices = [
          own,
          beside
        ].flatMap((shown) => shown ? [
          shown.dice.toFixed(3)
        ] : []);
        find("spoken").textContent = `${place}: Dice ${dices.join(" and ")}`;
      }, REST);
      if (!own) return;
      const marked = code ?? own.mu;
      sheet.mark(marked);
      if (!code) sliders.set(own.mu);
      const off = Math.hypot(...marked.map((value, k) => value - own.mu[k]));
      back.disabled = !code;
      find("distance").textContent = code ? `${off.toFixed(2)} from \u03BC of this shape` : "The code is \u03BC of this shape.";
      keepAddress();
    });
    let written = -Infinity;
    let writing;
    const keepAddress = () => {
      writing ??= setTimeout(() => {
        writing = void 0;
        written = now();
        history.replaceState(null, "", formatAddress({
          ...wanted.point,
          first,
          second
        }));
      }, Math.max(0, written + ADDRESS_PAUSE - now()));
    };
    const answer = (request) => {
      wanted = request;
      const done = work(request);
      busy = done.catch(() => {
      });
      return done;
    };
    async function show(row, { point, code }) {
      const id = row === 0 ? first : second;
      if (id === null) {
        pictures[row].clear("No second network is chosen.");
        return void 0;
      }
      const network = loaded.get(id);
      if (!network) {
        pictures[row].clear("Loading the network\u2026");
        load(id).then(() => {
          complain(`row ${row}`, void 0);
          if (id === (row === 0 ? first : second)) answer({
            ...wanted,
            since: now()
          });
        }, (error) => {
          if (id !== (row === 0 ? first : second)) return;
          complain(`row ${row}`, `${byId.get(id).name}: ${reasonOf(error)}.`);
          pictures[row].clear("This network could not be loaded.");
        });
        return void 0;
      }
      const made = await network.reconstruct(point);
      const image = code ? await network.decode(code) : made.image;
      if (id !== (row === 0 ? first : second)) return void 0;
      const { size } = network.model;
      const name = code ? "z" : "\u03BC";
      const dice2 = pictures[row].show({
        ...made,
        size,
        image,
        code: code ?? made.mu,
        name
      });
      return {
        mu: made.mu,
        dice: dice2
      };
    }
    const plane = createPlane(find("plane"), {
      // From the event on: what kept the page from hearing of it is part of the wait.
      move: (point, since) => {
        player.stop();
        answer({
          point,
          since
        });
      },
      play: () => player.toggle()
    });
    const player = createPlayer((point) => {
      plane.place(point);
      return answer({
        point,
        since: now()
      });
    });
    const sheet = createSheet(find("sheet"), {
      mark: find("sheet-mark"),
      note: find("sheet-note")
    });
    const sliders = createSliders(find("sliders"), (code) => {
      player.stop();
      answer({
        point: wanted.point,
        code,
        since: now()
      });
    });
    const back = find("return");
    back.addEventListener("click", () => answer({
      point: wanted.point,
      since: now()
    }));
    async function choose({ id, hole, family, subset, codes, latents, name }) {
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
      answer({
        point: wanted.point,
        since: now()
      });
      try {
        const table = await fetch(codes);
        if (!table.ok) throw new Error(`its codes cannot be read (${table.status})`);
        const rows = readCsv(await table.text());
        const network = await load(id);
        if (id !== first) return;
        complain("codes", void 0);
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
        const columns = Array.from({
          length: latents
        }, (_, k) => `mu_${k + 1}`);
        const ranges = sliderRanges(rows.map((row) => columns.map((column) => Number(row[column]))));
        const { mu } = await network.reconstruct(wanted.point);
        if (id !== first) return;
        sliders.reset(ranges, mu);
        await sheet.show(network, async () => {
          await paintedFrame();
          await busy;
        });
      } catch (error) {
        if (id === first) complain("codes", `${name}: ${reasonOf(error)}.`);
      }
    }
    const menus = [
      "first",
      "second"
    ].map((id) => find(id));
    fillMenu(menus[0], models);
    fillMenu(menus[1], models, {
      none: "none"
    });
    menus[0].value = first;
    menus[1].value = second ?? "";
    menus[0].addEventListener("change", () => {
      first = menus[0].value;
      complain("row 0", void 0);
      choose(byId.get(first));
    });
    menus[1].addEventListener("change", () => {
      second = menus[1].value || null;
      complain("row 1", void 0);
      answer({
        ...wanted,
        since: now()
      });
    });
    document.addEventListener("keydown", ({ key }) => {
      const help = find("help");
      if (key === "?") help.open = !help.open;
    });
    const published = {
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
          mu,
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
      explorer: published
    });
    choose(byId.get(first));
  }
  start().catch((error) => {
    complain("start", `The explorer cannot start: ${reasonOf(error)}.`);
    find("status").textContent = "Not running.";
  });
})();
