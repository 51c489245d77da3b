// Made by deno task build:pages from lib/report/sheet/main.ts: edit that.
(() => {
  // lib/sheet/camera.ts
  function steppedBack({ x, y, z }, { width, height }) {
    const factor = Math.max(1, height / width);
    return {
      x: factor * x,
      y: factor * y,
      z: factor * z
    };
  }
  var STEP = Math.PI / 18;
  var STEEPEST = Math.PI / 2 - Math.PI / 36;
  var STEPS = {
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
    const step = Object.hasOwn(STEPS, key) ? STEPS[key] : void 0;
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

  // lib/sheet/gestures.ts
  var TAKEN = [
    "wheel",
    "touchstart",
    "touchmove",
    "touchend",
    "touchcancel"
  ];
  var STILL = 5;
  function bindGestures({ frame, element: element2 }, { changed, pick, key }) {
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
      if (active) element2.focus({
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
      element2.focus({
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
    element2.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const wakes = !active && (event.key === "Enter" || event.key === " ");
      const releases = active && event.key === "Escape";
      if (wakes || releases) set(wakes);
      else if (!active || !key(event)) return;
      event.preventDefault();
    });
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

  // lib/sheet/lattice_step.ts
  var STEPS2 = {
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
    if (!Object.hasOwn(STEPS2, key)) return void 0;
    const along = (axis, count) => {
      const [low, high] = SPACE[axis];
      const step = (high - low) / (count - 1);
      const place = Math.round((point[axis] - low) / step) + STEPS2[key][axis];
      const last = count - 1;
      const beyond = place < 0 ? last : place > last ? -last : 0;
      if (axis === periodic) return low + step * (place + beyond);
      return low + step * Math.min(last, Math.max(0, place));
    };
    return {
      a: along("a", columns),
      b: along("b", rows)
    };
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

  // lib/report/sheet/shown_figure.ts
  var surfaceOf = ({ data: [surface] }) => surface;
  var sizeOf = ({ x }) => ({
    rows: x.length,
    columns: x[0].length
  });
  function pointText(figure, point) {
    const surface = surfaceOf(figure);
    const { columns } = sizeOf(surface);
    return surface.text[point % columns][Math.floor(point / columns)];
  }
  function pointBeside(figure, from, key) {
    const { rows, columns } = sizeOf(surfaceOf(figure));
    const start = from !== void 0 && from < rows * columns ? from : columns * Math.floor(rows / 2) + Math.floor(columns / 2);
    const place = (value, axis, count) => SPACE[axis][0] + value * (SPACE[axis][1] - SPACE[axis][0]) / (count - 1);
    const number = (value, axis, count) => Math.round((value - SPACE[axis][0]) / (SPACE[axis][1] - SPACE[axis][0]) * (count - 1));
    const next = neighbour({
      a: place(start % columns, "a", columns),
      b: place(Math.floor(start / columns), "b", rows)
    }, key, {
      rows,
      columns
    });
    return next && number(next.a, "a", columns) + columns * number(next.b, "b", rows);
  }
  function markOf(surface, point) {
    const { columns } = sizeOf(surface);
    const at = (values) => [
      values[Math.floor(point / columns)][point % columns]
    ];
    return {
      type: "scatter3d",
      mode: "markers",
      name: "the chosen shape",
      x: at(surface.x),
      y: at(surface.y),
      z: at(surface.z),
      marker: {
        size: 9,
        color: "#56b4e9",
        line: {
          color: "#000000",
          width: 3
        }
      },
      hoverinfo: "skip",
      showlegend: false
    };
  }
  function shownFigure(figure, { colour, point, size }) {
    const { updatemenus: [menu], ...layout } = figure.layout;
    const [style] = menu.buttons[colour].args;
    const coloured = {
      ...surfaceOf(figure),
      ...Object.fromEntries(Object.entries(style).map(([name, [value]]) => [
        name,
        value
      ]))
    };
    const narrow = size.width < NARROW;
    const { scene } = layout;
    const { camera: { eye }, xaxis, yaxis, zaxis } = scene;
    const { colorbar } = coloured;
    const scale = {
      orientation: "h",
      thickness: 10,
      len: 0.9,
      x: 0.5,
      y: 1,
      yanchor: "bottom",
      title: {
        ...colorbar.title,
        side: "top"
      }
    };
    const margin = {
      l: 0,
      r: 0,
      t: narrow ? 64 : 0,
      b: narrow ? 110 : 40
    };
    const picture = {
      width: size.width,
      height: size.height - (narrow ? margin.t + margin.b : 0)
    };
    const { x, y, z } = steppedBack(eye, picture);
    const room = roomAt(size.width);
    return {
      ...figure,
      data: [
        {
          ...coloured,
          colorbar: narrow ? {
            ...colorbar,
            ...scale
          } : colorbar
        },
        ...figure.data.slice(1),
        ...point === void 0 ? [] : [
          markOf(coloured, point)
        ]
      ],
      layout: {
        ...layout,
        margin,
        scene: {
          ...scene,
          ...narrow ? {
            xaxis: plainAxis(xaxis),
            yaxis: plainAxis(yaxis),
            zaxis: plainAxis(zaxis)
          } : {},
          camera: {
            ...scene.camera,
            eye: {
              x: room * x,
              y: room * y,
              z: room * z
            }
          }
        }
      }
    };
  }

  // lib/report/sheet/sprites.ts
  function spriteAt({ size, columns }, index) {
    return {
      x: index % columns * size,
      y: Math.floor(index / columns) * size
    };
  }

  // lib/sheet/webgl.ts
  var found;
  function hasWebGl() {
    return found ??= document.createElement("canvas").getContext("webgl") !== null;
  }

  // lib/report/sheet/main.ts
  var HINT = "Point at the sheet to see its shapes. Drag it to turn it; on a phone tap it first. With the keyboard, Enter lets the arrow keys turn it, and with Shift choose a shape.";
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function figureOf(data) {
    return dark.matches ? data.dark : data.light;
  }
  function element(name, { className = "", text = "" } = {}) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }
  function createPreview({ sprites }) {
    const box = element("div", {
      className: "preview"
    });
    const words = element("p", {
      text: HINT
    });
    box.append(words);
    const shown = [
      "truth",
      "reconstruction"
    ].map((name) => {
      const part = element("figure");
      const picture = element("div", {
        className: "sprite"
      });
      picture.style.width = picture.style.height = `${sprites.size}px`;
      picture.style.backgroundImage = `url("${sprites[name]}")`;
      part.append(picture, element("figcaption", {
        text: name
      }));
      part.hidden = true;
      box.append(part);
      return {
        part,
        picture
      };
    });
    const show = (index, text, { isSpoken }) => {
      words.ariaLive = isSpoken ? "polite" : "off";
      const { x, y } = spriteAt(sprites, index);
      words.textContent = text.replaceAll("<br>", ", ");
      for (const { part, picture } of shown) {
        part.hidden = false;
        picture.style.backgroundPosition = `${-x}px ${-y}px`;
      }
    };
    return {
      box,
      show
    };
  }
  function bindHands(plot, plotly, { choose }) {
    plot.tabIndex = 0;
    plot.role = "application";
    plot.ariaLabel = "The latent sheet in 3-D: Enter to turn it by the arrow keys and to choose shapes by Shift with them, Escape to leave it";
    bindGestures({
      frame: plot,
      element: plot
    }, {
      changed() {
      },
      pick() {
      },
      key({ key, shiftKey }) {
        if (shiftKey && choose(key)) return true;
        const eye = turned(plot.layout.scene.camera.eye, key);
        if (eye) plotly.relayout(plot, {
          "scene.camera.eye": eye
        });
        return eye !== void 0;
      }
    });
  }
  function createColours(data, { chosen, choose }) {
    const row = element("div", {
      className: "colours"
    });
    row.role = "group";
    row.ariaLabel = "Colour of the sheet";
    const buttons = data.light.layout.updatemenus[0].buttons.map(({ label }, number) => {
      const button = element("button", {
        text: label
      });
      button.type = "button";
      button.addEventListener("click", () => {
        press(number);
        choose(number);
      });
      return button;
    });
    const press = (number) => {
      for (const [k, button] of buttons.entries()) button.ariaPressed = String(k === number);
    };
    press(chosen);
    row.append(...buttons);
    return row;
  }
  async function draw(sheet, data, plotly) {
    const still = [
      ...sheet.children
    ];
    const plot = element("div", {
      className: "plot"
    });
    let colour = data.light.layout.updatemenus[0].active;
    let point;
    const colours = createColours(data, {
      chosen: colour,
      choose(number) {
        colour = number;
        repaint();
      }
    });
    sheet.append(colours, plot);
    const { box, show } = createPreview(data);
    const shown = () => {
      const size = {
        width: plot.clientWidth,
        height: plot.clientHeight
      };
      return shownFigure(figureOf(data), {
        colour,
        point,
        size
      });
    };
    let drawn;
    try {
      const { data: traces, layout, config } = shown();
      drawn = await plotly.newPlot(plot, traces, layout, config);
    } catch (error) {
      plotly.purge(plot);
      plot.remove();
      colours.remove();
      return explain(sheet, error instanceof Error ? error.message : String(error));
    }
    const repaint = ({ asAtFirst = false } = {}) => {
      const { data: traces, layout, config } = shown();
      const camera = asAtFirst ? {} : {
        camera: drawn.layout.scene.camera
      };
      const scene = {
        ...layout.scene,
        ...camera
      };
      return plotly.react(plot, traces, {
        ...layout,
        scene
      }, config);
    };
    let narrow = plot.clientWidth < NARROW;
    new ResizeObserver(() => {
      const now = plot.clientWidth < NARROW;
      if (plot.clientWidth === 0 || now === narrow) return;
      narrow = now;
      repaint({
        asAtFirst: true
      });
    }).observe(plot);
    for (const child of still) child.classList.add("still");
    sheet.append(box);
    bindHands(drawn, plotly, {
      choose(key) {
        const next = pointBeside(figureOf(data), point, key);
        if (next === void 0) return false;
        point = next;
        repaint();
        show(next, pointText(figureOf(data), next), {
          isSpoken: true
        });
        return true;
      }
    });
    drawn.on("plotly_hover", ({ points: [hovered] }) => {
      if (typeof hovered?.customdata !== "number") return;
      show(hovered.customdata, hovered.text ?? "", {
        isSpoken: false
      });
    });
    dark.addEventListener("change", () => repaint());
  }
  function explain(sheet, why) {
    sheet.append(element("p", {
      className: "missing",
      text: `Not drawn in 3-D: ${why}.`
    }));
  }
  function prepare(sheet) {
    const holder = document.querySelector(sheet.dataset.figure || "none");
    const plotly = globalThis.Plotly;
    if (!holder) return explain(sheet, "its data is not in this page");
    if (!plotly) return explain(sheet, "plotly.js is not beside this page");
    if (!hasWebGl()) return explain(sheet, "this browser has no WebGL");
    const near = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      draw(sheet, JSON.parse(holder.textContent), plotly);
    }, {
      rootMargin: "600px"
    });
    near.observe(sheet);
  }
  for (const sheet of document.querySelectorAll(".sheet")) prepare(sheet);
})();
