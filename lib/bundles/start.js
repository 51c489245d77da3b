// Made by deno task build:pages from lib/explorer/page/start.ts: edit that.
(() => {
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

  // lib/explorer/page/start.ts
  var SCRIPTS = {
    explore: [
      "vendor/tf.js",
      "vendor/tf-backend-wasm.js",
      "explorer.js"
    ],
    lab: [
      "lab/lab.js"
    ]
  };
  var element = (id) => document.getElementById(id);
  function complain(words) {
    const box = element("trouble");
    box.textContent = words;
    box.hidden = false;
    element("status").textContent = "Not running.";
  }
  async function hasNetworks() {
    const answer = await fetch("site.json");
    if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
    const { models } = await answer.json();
    if (!Array.isArray(models)) throw new Error("site.json lists no networks");
    return models.length > 0;
  }
  var asked = () => /^#lab\b/.test(location.hash) ? "lab" : "explore";
  async function show(view) {
    for (const each of [
      "explore",
      "lab"
    ]) {
      element(each).hidden = each !== view;
      const link = element(`to-${each}`);
      if (each === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.documentElement.dataset.view = view;
    for (const script of SCRIPTS[view]) await loadScript(script);
  }
  async function start() {
    if (location.protocol === "file:") {
      throw new Error("a page opened as a file may not load its parts. Serve its folder instead, for instance by deno run --allow-net --allow-read jsr:@std/http/file-server, or put it on any web server");
    }
    const networks = await hasNetworks();
    element("to-explore").hidden = !networks;
    const go = () => show(networks ? asked() : "lab").catch(refuse);
    addEventListener("hashchange", go);
    await go();
  }
  function refuse(error) {
    const reason = error instanceof Error ? error.message : String(error);
    complain(`The page cannot start: ${reason}.`);
  }
  start().catch(refuse);
})();
