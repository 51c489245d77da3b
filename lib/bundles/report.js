// Made by deno task build:pages from lib/report/sheet/main.ts: edit that.
(() => {
  // lib/report/sheet/camera.ts
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

  // lib/report/sheet/gestures.ts
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

  // lib/report/sheet/sprites.ts
  function spriteAt({ size, columns }, index) {
    return {
      x: index % columns * size,
      y: Math.floor(index / columns) * size
    };
  }

  // lib/report/sheet/main.ts
  var HINT = "Point at the sheet to see its shapes. Drag it to turn it; on a phone tap it first. With the keyboard, Enter lets the arrow keys turn it.";
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function figureOf(data) {
    return dark.matches ? data.dark : data.light;
  }
  function hasWebGl() {
    return document.createElement("canvas").getContext("webgl") !== null;
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
    const show = (index, text) => {
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
  function bindHands(plot, plotly) {
    plot.tabIndex = 0;
    plot.role = "application";
    plot.ariaLabel = "The latent sheet in 3-D: Enter to turn it by the arrow keys, Escape to leave it";
    bindGestures({
      frame: plot,
      element: plot
    }, {
      changed() {
      },
      pick() {
      },
      key({ key }) {
        const eye = turned(plot.layout.scene.camera.eye, key);
        if (eye) plotly.relayout(plot, {
          "scene.camera.eye": eye
        });
        return eye !== void 0;
      }
    });
  }
  async function repaint(plot, data, plotly) {
    const { scene: { camera }, updatemenus: [{ active }] } = plot.layout;
    const { data: traces, layout, config } = figureOf(data);
    const [menu] = layout.updatemenus;
    await plotly.react(plot, traces, {
      ...layout,
      scene: {
        ...layout.scene,
        camera
      },
      updatemenus: [
        {
          ...menu,
          active
        }
      ]
    }, config);
    await plotly.restyle(plot, ...menu.buttons[active].args);
  }
  async function draw(sheet, data, plotly) {
    const still = [
      ...sheet.children
    ];
    const plot = element("div", {
      className: "plot"
    });
    sheet.append(plot);
    const { box, show } = createPreview(data);
    let drawn;
    try {
      const { data: traces, layout, config } = figureOf(data);
      const { camera } = layout.scene;
      const size = {
        width: plot.clientWidth,
        height: plot.clientHeight
      };
      const scene = {
        ...layout.scene,
        camera: {
          ...camera,
          eye: steppedBack(camera.eye, size)
        }
      };
      drawn = await plotly.newPlot(plot, traces, {
        ...layout,
        scene
      }, config);
    } catch (error) {
      plotly.purge(plot);
      plot.remove();
      return explain(sheet, error instanceof Error ? error.message : String(error));
    }
    for (const child of still) child.classList.add("still");
    sheet.append(box);
    bindHands(drawn, plotly);
    drawn.on("plotly_hover", ({ points: [point] }) => {
      if (typeof point?.customdata === "number") show(point.customdata, point.text ?? "");
    });
    dark.addEventListener("change", () => repaint(drawn, data, plotly));
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
