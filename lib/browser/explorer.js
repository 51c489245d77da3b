// Made by deno task build:pages from lib/browser/explorer/main.ts: edit that.
(() => {
  // lib/browser/explorer/main.ts
  async function start() {
    const answer = await fetch("site.json");
    console.log((await answer.json()).first);
  }
  start();
})();
