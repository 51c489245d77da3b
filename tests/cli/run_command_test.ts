import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

const SCRIPT = new URL("../cli_script.ts", import.meta.url).pathname;

/** A child that runs cli_script.ts. */
function start(args: readonly string[], options: Deno.CommandOptions = {}): Deno.ChildProcess {
  const all = ["run", "--quiet", "--no-prompt", SCRIPT, ...args];
  const piped = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  return new Deno.Command(Deno.execPath(), { args: all, ...piped, ...options }).spawn();
}

/** Exit code, standard output, and standard error without what the library said. */
async function run(args: readonly string[]): Promise<[number, string, string]> {
  const { code, stdout, stderr } = await start(args).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return [code, out, err.replace("a library chats\n", "")];
}

Deno.test("runCommand() prints the text, then the folder, and exits with 0", async () => {
  assertEquals(await run([]), [0, "a table\nresults/fake/x\n", ""]);
  assertEquals(await run(["--do", "nothing"]), [0, "", ""]);
});

Deno.test("runCommand() prints one JSON object and nothing else with --json", async () => {
  const [code, out, err] = await run(["--json"]);
  assertEquals([code, JSON.parse(out), err], [0, { directory: "results/fake/x", n: 1 }, ""]);
  const [failed, json] = await run(["--json", "--do", "failed"]);
  assertEquals([failed, JSON.parse(json)], [1, { directory: "results", n: 1 }]);
});

Deno.test("runCommand() gives each error one line and its exit code, never a stack", async () => {
  const cases: [string, number, RegExp][] = [
    ["usage", 2, /^cli-script: the file x\.csv is missing\n$/],
    // What a terminal would obey, and what would fill it.
    ["hostile", 2, /^cli-script: received \\u001b\]0;title\\u0007\\u202e\\u000d\\u2028\\u0000\n$/],
    ["endless", 2, /^cli-script: x{2000}…\n$/],
    ["run", 1, /^cli-script: the loss is NaN\n$/],
    ["bug", 1, /^cli-script: TypeError: x is not a function\n$/],
    ["text", 1, /^cli-script: a string\n$/],
    ["read", 2, /^cli-script: permission missing: .*--allow-read.*\n$/],
    ["late", 1, /^cli-script: Error: in a callback\n$/],
    ["rejection", 1, /^cli-script: Error: in a promise\n$/],
    ["failed", 1, /^cli-script: 2 problems found\n$/],
  ];
  for (const [how, expected, line] of cases) {
    const [code, out, err] = await run(["--do", how]);
    assertEquals([how, code], [how, expected]);
    assertMatch(err, line);
    assertEquals(out, how === "failed" ? "a table\nresults\n" : "");
  }
  const [code, , err] = await run(["--doo", "x"]);
  assertEquals([code, err], [2, "cli-script: unknown flag --doo: did you mean --do?\n"]);
});

Deno.test("runCommand() prints no control character of a name, and lines where it prints a table", async () => {
  const [code, out, err] = await run(["--do", "names"]);
  assertEquals(code, 0);
  assertEquals(out, "a\\u001b[2J\\u009bb: changed\nno\\u0009problems\nresults\n");
  assertStringIncludes(err, "left out: a\\u001b[2J\\u202eb\n");
  const [, json] = await run(["--do", "names", "--json"]);
  assertEquals(json.includes("\x9b"), false);
  assertEquals(JSON.parse(json), { directory: "results", name: "a\x1b[2J\x9bb" });
});

Deno.test("a path that is printed as a line must be one", async () => {
  for (const name of ["a\nb", "a\x1b[2J", "\x85", "a\u2028b", "a\u202eb"]) {
    const [code, out, err] = await run([`--results=${name}`]);
    assertEquals([code, out], [2, ""]);
    assertMatch(
      err,
      /^cli-script: --results must be a text without line ends or control characters, received .*\n$/,
    );
  }
  const [code] = await run(["--results=größe {x} %j $y 'q' \\n =1 試験💥"]);
  assertEquals(code, 0);
});

Deno.test("runCommand() shows the stack where PUNCTURED_VAE_DEBUG is set and may be read", async () => {
  const env = { PUNCTURED_VAE_DEBUG: "1" };
  const args = ["run", "--quiet", "--no-prompt", "--allow-env", SCRIPT, "--do", "bug"];
  const command = new Deno.Command(Deno.execPath(), { args, env, stdin: "null" });
  assertMatch(new TextDecoder().decode((await command.output()).stderr), /\n\s+at /);
  const refused = await start(["--do", "bug"], { env }).output();
  assertEquals(/\n\s+at /.test(new TextDecoder().decode(refused.stderr)), false);
});

Deno.test("runCommand() ends in one line on SIGINT and SIGTERM", async () => {
  const cases = [
    ["SIGINT", "wait", "what was finished is kept: run the same command again to resume"],
    ["SIGTERM", "wait", "what was finished is kept: run the same command again to resume"],
    ["SIGINT", "lose", "nothing was written"],
  ] as const;
  for (const [signal, waits, left] of cases) {
    const child = start(["--do", waits]);
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let read; !(read = await reader.read()).done;) {
      text += read.value;
      if (text.endsWith("waiting\n")) child.kill(signal);
    }
    await child.stdout.cancel();
    assertEquals((await child.status).code, 1);
    assert(text.endsWith(`waiting\ncli-script: interrupted; ${left}\n`), text);
  }
});

Deno.test("a second Ctrl-C ends what does not heed the first, and one that is told twice is one", async () => {
  const child = start(["--do", "hang"]);
  let ended = false;
  const status = child.status.finally(() => ended = true);
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let read; !(read = await reader.read()).done;) {
    text += read.value;
    if (text.endsWith("waiting\n")) child.kill("SIGINT");
    if (!text.endsWith("still at work\n")) continue;
    // As \`deno task\` does where a terminal has sent it.
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assertEquals(ended, false);
    child.kill("SIGINT");
  }
  await child.stdout.cancel();
  assertEquals([(await status).code, text], [1, "a library chats\nwaiting\nstill at work\n"]);
});

Deno.test({
  name: "runCommand() ends well where standard error takes nothing, as on a full disk",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    // The words are arguments: a path may hold a blank.
    const words = ["-c", 'exec "$@" 2>/dev/full', "sh", Deno.execPath(), "run", "--quiet"];
    for (const [ending, code, text] of [["done", 0, "a table\nresults/fake/x\n"], ["run", 1, ""]]) {
      const args = [...words, "--no-prompt", SCRIPT, "--do", `${ending}`];
      const output = await new Deno.Command("sh", { args, stdin: "null" }).output();
      assertEquals([output.code, new TextDecoder().decode(output.stdout)], [code, text]);
    }
  },
});

Deno.test("runCommand() ends quietly when the reader of its output goes away", async () => {
  const child = start(["--do", "long"]);
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const stderr = await new Response(child.stderr).text();
  assertEquals(stderr.replace("a library chats\n", ""), "");
  assertEquals((await child.status).code, 0);
});
