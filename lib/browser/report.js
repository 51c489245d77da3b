// Made by deno task build:pages from lib/browser/report/main.ts: edit that.
(() => {
  // lib/browser/report/sprites.ts
  function spriteAt({ size, columns }, index) {
    return {
      x: index % columns * size,
      y: Math.floor(index / columns) * size
    };
  }

  // lib/browser/report/main.ts
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function figureOf(data) {
    const { data: traces, layout, config } = dark.matches ? data.dark : data.light;
    return [
      traces,
      layout,
      config
    ];
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
      text: "Point at the sheet to see its shapes. Drag to turn it."
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
  async function draw(sheet, data, plotly) {
    const plot = element("div", {
      className: "plot"
    });
    const still = [
      ...sheet.children
    ];
    sheet.append(plot);
    const { box, show } = createPreview(data);
    const drawn = await plotly.newPlot(plot, ...figureOf(data));
    for (const child of still) child.classList.add("still");
    sheet.append(box);
    drawn.on("plotly_hover", ({ points: [point] }) => {
      if (typeof point?.customdata === "number") show(point.customdata, point.text ?? "");
    });
    dark.addEventListener("change", () => plotly.react(plot, ...figureOf(data)));
  }
  function prepare(sheet) {
    const holder = document.querySelector(sheet.dataset.figure ?? "");
    const plotly = globalThis.Plotly;
    const why = !plotly ? "plotly.js is not beside this page" : "this browser has no WebGL";
    if (!holder || !plotly || !hasWebGl()) {
      sheet.append(element("p", {
        className: "missing",
        text: `Not drawn in 3-D: ${why}.`
      }));
      return;
    }
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
