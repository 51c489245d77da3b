/** A script for run_command_test.ts to run as a child process; `--do` says how it ends. */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { RunError, UsageError } from "../lib/errors.ts";

const spec = command({
  name: "cli-script",
  summary: "Ends as it is told.",
  permissions: [],
  flags: { do: flag.text({ default: "done", help: "how to end" }) },
  // An option, since a command says this once for all.
  ...(Deno.args.includes("lose") ? { interrupted: "nothing was written" } : {}),
});

await runCommand(spec, async (options) => {
  console.log("a library chats");
  switch (options.do) {
    case "usage":
      throw new UsageError("the file x.csv is\nmissing");
    case "hostile":
      throw new UsageError("received \x1b]0;title\x07\u202e\r\u2028\0");
    case "endless":
      throw new UsageError("x".repeat(1e6));
    case "run":
      throw new RunError("the loss is NaN");
    case "bug":
      throw new TypeError("x is not a function");
    case "text":
      throw "a string";
    case "read":
      throw new Error("native binding", { cause: await Deno.readFile("/").catch((e) => e) });
    case "late":
      setTimeout(() => {
        throw new Error("in a callback");
      });
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      break;
    case "rejection":
      Promise.reject(new Error("in a promise"));
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      break;
    case "wait":
    case "lose": {
      const signal = interruptSignal();
      const timer = setTimeout(() => {}, 60_000);
      console.error("waiting");
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject("stop")));
      clearTimeout(timer);
      break;
    }
    case "hang":
      interruptSignal().addEventListener("abort", () => console.error("still at work"));
      console.error("waiting");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      break;
    case "failed":
      return { directory: "results", text: "a table", json: { n: 1 }, failed: "2 problems found" };
    case "names": {
      console.error("left out: a\x1b[2J\u202eb");
      const name = "a\x1b[2J\x9bb";
      return { directory: "results", text: `${name}: changed\nno\tproblems`, json: { name } };
    }
    case "long":
      return { directory: "results", text: "line\n".repeat(200_000) };
    case "nothing":
      return;
  }
  return { directory: "results/fake/x", text: "a table", json: { n: 1 } };
});
