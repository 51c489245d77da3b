/**
 * `deno task explore`: a page that runs the trained networks in the browser, served on this machine
 * or written as files.
 *
 * @module
 */

import { counted } from "../lib/words/counted.ts";
import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { refuseIdle } from "../lib/cli/idle.ts";
import { createProgress } from "../lib/cli/progress.ts";

export const spec = command({
  name: "explore",
  summary:
    "Serves a page that trains networks in the browser, and shows those of --results, until it " +
    "is interrupted.",
  permissions: ["--allow-read", "--allow-write", "--allow-net=127.0.0.1,localhost"],
  flags: {
    port: flag.integer({
      min: 0,
      max: 65535,
      default: 8642,
      help: "where to serve; 0 for any port that is free",
    }),
    host: flag.text({
      default: "127.0.0.1",
      help: "address to serve on; an address that other machines can reach needs --allow-net",
    }),
    model: flag.paths({
      value: "DIR",
      help: "a result folder of train to offer, instead of all in --results",
    }),
    export: flag.path({
      value: "DIR",
      optional: true,
      printed: true,
      help: "write the page as files into a new or empty folder, and serve nothing",
    }),
  },
  interrupted: "nothing was written",
  examples: [
    "explore",
    "explore --port 0 --model results/train/disc-1.25-1-0.6-punctured-…",
    "explore --export public",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async (given) => {
    const { results, model, host, port, quiet, json, ...options } = given;
    if (options.export !== undefined) {
      refuseIdle(spec, given, {
        idle: ["host", "port"],
        where: "beside --export, which serves nothing",
      });
    }
    const { readCatalogue } = await import("../lib/explorer/server/catalogue.ts");
    const { buildSite } = await import("../lib/explorer/server/site.ts");
    const signal = interruptSignal();
    const progress = createProgress({ label: spec.name, quiet });
    const catalogue = await readCatalogue({ results, models: model, progress });
    for (const line of catalogue.damaged) console.error(`left out: ${line}`);
    for (const line of catalogue.notes) progress.line(line);
    signal.throwIfAborted();
    const { models, first, second } = catalogue.data;
    const shown = { models: models.map(({ id }) => id), first, second };
    const site = buildSite(catalogue);

    if (options.export !== undefined) {
      const { exportSite } = await import("../lib/explorer/server/export.ts");
      const apartFrom = [results, ...model];
      await exportSite(site, options.export, { apartFrom, progress, signal });
      return { directory: options.export, json: { ...shown, files: site.size } };
    }

    const { serveSite } = await import("../lib/explorer/server/server.ts");
    const { url, loopback } = serveSite(site, {
      host: host.replace(/^\[(.*)\]$/, "$1"),
      port,
      words: Deno.args,
      report: (line) => console.error(`${spec.name}: ${line}`),
    });
    if (!loopback) {
      console.error(`${spec.name}: serving on ${host}: anyone on the network can open it`);
    }
    progress.line(`${counted(models.length, "network")}; interrupt to end`);
    // Told before serving, which ends with the process: so not as the command's outcome.
    const line = json ? JSON.stringify({ url, ...shown }) : url;
    await tell(`${line}\n`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    Deno.exit(0);
  });
}

async function tell(text: string): Promise<void> {
  const writer = Deno.stdout.writable.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
  } catch (error) {
    // Whoever closed the pipe may still know the address.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
