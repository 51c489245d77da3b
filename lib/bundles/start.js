// Made by deno task build:pages from lib/explorer/page/start.ts: edit that.
(() => {
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

  // lib/explorer/page/site.ts
  async function readSite() {
    const answer = await fetch("site.json");
    if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
    const site = await answer.json();
    if (!Array.isArray(site.models)) throw new Error("site.json lists no networks");
    return site;
  }

  // lib/explorer/page/trouble.ts
  function reasonOf(error) {
    return error instanceof Error ? error.message : String(error);
  }

  // lib/explorer/page/view.ts
  function viewOf(fragment) {
    return /^#lab\b/.test(fragment) ? "lab" : "explore";
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
  var find = (id) => document.getElementById(id);
  async function show(view) {
    for (const each of [
      "explore",
      "lab"
    ]) {
      find(each).hidden = each !== view;
      const link = find(`to-${each}`);
      if (each === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.documentElement.dataset.view = view;
    const scripts = SCRIPTS[view];
    for (const [k, script] of scripts.entries()) {
      showLoading("the page's scripts", k / scripts.length);
      await loadScript(script);
    }
    complain("");
  }
  function bindSkipLink() {
    find("skip").addEventListener("click", (event) => {
      event.preventDefault();
      find("main").focus();
    });
  }
  async function start() {
    if (location.protocol === "file:") {
      throw new Error("a page opened as a file may not load its parts. Serve its folder instead: put it on any web server, or run deno task explore");
    }
    bindSkipLink();
    const { models, report } = await readSite();
    const networks = models.length > 0;
    find("to-explore").hidden = !networks;
    find("to-report").hidden = report === null;
    const go = () => show(networks ? viewOf(location.hash) : "lab").catch(refuse).finally(() => showLoading("the page's scripts", void 0));
    addEventListener("hashchange", go);
    await go();
  }
  function complain(words) {
    const box = find("page-trouble");
    box.textContent = words;
    box.hidden = words === "";
  }
  function refuse(error) {
    complain(`The page cannot start: ${reasonOf(error)}.`);
    find("status").textContent = "Not running.";
  }
  start().catch(refuse);
})();
