/**
 * What Deno must allow: only what each script says, whichever way it is started. That the flags
 * suffice is seen by every other test here, which run with exactly these.
 */

import config from "../../deno.json" with { type: "json" };
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ScriptName, SCRIPTS, shownPermissions } from "./helpers.ts";

const tasks: Record<string, { command: string }> = config.tasks;
const sets: Record<string, Record<string, unknown>> = config.permissions;

/** A flag's kind and values: `--allow-env=A,B` is `["env", "A,B"]`, `--allow-run` `["run", ""]`. */
function parts(flag: string): [string, string] {
  const [, kind, values = ""] = flag.match(/^--allow-([a-z]+)(?:=(.+))?$/)!;
  return [kind, values];
}

/** Ends a task's command, which runs in the configuration's folder: where its user stands. */
const FROM_USER = '"--cwd=$INIT_CWD"';

/** Begins a task's command. */
const CHECK_VERSION = "deno run --no-config --no-lock lib/cli/oldest_deno.ts && ";

/** The tasks that try the suite from outside: they drive a browser and look at processes. */
const TRUSTED = ["test", "test:more", "test:browser", "torture"];

Deno.test("no task but those that try the suite from outside runs with all permissions", () => {
  assertMatch(
    tasks.test.command,
    /^(\w+=\S+ )*deno test -P [^&]*&& (\w+=\S+ )*deno test -A [^&]*$/,
  );
  assert(!tasks.test.command.split(" && ")[0].split(" ").includes("-A"));
  for (const [name, { command }] of Object.entries(tasks)) {
    if (TRUSTED.includes(name)) continue;
    assert(!/(^|\s)(-A|--allow-all)(\s|$)/.test(command), `${name}: ${command}`);
    assert(!/--allow-net/.test(command), `${name}: ${command}`);
  }
  for (const [name, set] of Object.entries({ ...sets, test: config.test.permissions })) {
    assert(!("all" in set), name);
    const { net = [] } = set as { net?: string[] };
    const own = net.every((host) => ["127.0.0.1", "localhost"].includes(host));
    assert(own && (net.length === 0 || ["explore", "test"].includes(name)), `${name}: ${net}`);
  }
});

/** Lets a task run the very Deno that runs it, and no other program. */
const RUN_DENO = "\"--allow-run=$(deno eval --no-config -p 'Deno.execPath()')\" ";

/** The scripts that start others. */
const PARENTS: readonly ScriptName[] = ["reproduce", "sweep"];

Deno.test("each script has a task with a permission set of its own", () => {
  for (const script of SCRIPTS) {
    const run = PARENTS.includes(script) ? RUN_DENO : "";
    assertEquals(
      tasks[script]?.command,
      `${CHECK_VERSION}deno run -P=${script} ${run}scripts/${script}.ts ${FROM_USER}`,
    );
    assert(script in sets, script);
  }
});

Deno.test("no set but bench's, which runs the peer it is given, lets programs be run", () => {
  for (const [script, set] of Object.entries(sets)) {
    assertEquals("run" in set, script === "bench", script);
  }
});

Deno.test("no script lies outside these tests", async () => {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(new URL("../../scripts/", import.meta.url))) {
    if (isFile) names.push(name.replace(/\.ts$/, ""));
  }
  assertEquals(names.sort(), [...SCRIPTS]);
});

Deno.test("a script's help names no more than its permission set grants", async () => {
  const shown = async (script: ScriptName) => [script, await shownPermissions(script)] as const;
  for (const [script, flags] of await Promise.all(SCRIPTS.map(shown))) {
    assert(flags.length > 0, script);
    for (const flag of flags) {
      const [kind, values] = parts(flag);
      assertMatch(kind, /^(read|write|env|sys|ffi|run|net)$/, script);
      if (kind === "run" && PARENTS.includes(script)) {
        assertEquals(values, "deno");
        continue;
      }
      const granted = sets[script][kind];
      const text = Array.isArray(granted) ? granted.join(",") : granted === true ? "all" : "none";
      // A set that grants a folder or variable more than the flag asks would be a surprise too.
      assert(text === values || (text === "all" && /^(read|write|ffi|run)$/.test(kind)), flag);
    }
    const unused = Object.keys(sets[script]).filter((kind) =>
      !flags.some((flag) => parts(flag)[0] === kind)
    );
    assertEquals(unused, [], `${script}: granted, and not in its help`);
  }
});
