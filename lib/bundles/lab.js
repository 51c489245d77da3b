// Made by deno task build:pages from lib/explorer/lab/main.ts: edit that.
(() => {
})();
