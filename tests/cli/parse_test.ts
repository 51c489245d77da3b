import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { resolve } from "node:path";
import { command, flag, helpText, type Options, parseCommand } from "../../lib/cli/mod.ts";
import { UsageError } from "../../lib/errors.ts";
import fc from "fast-check";

const spec = command({
  name: "demo",
  summary: "Shows the flags.",
  permissions: ["--allow-read", "--allow-write=results"],
  flags: {
    out: flag.text({ value: "FILE", help: "where to write" }),
    "points-file": flag.text({ value: "FILE", optional: true, help: "points of your own" }),
    rate: flag.number({ min: 0, exclusiveMin: true, max: 1, default: 1e-3, help: "step size" }),
    shift: flag.number({ min: -5, max: 5, default: 0, help: "offset" }),
    epochs: flag.integer({ min: 1, max: 1000, default: 8, help: "passes over the data" }),
    subset: flag.choice(["full", "punctured"], { default: "full", help: "what to train on" }),
    arm: flag.list({ value: "NAME", help: "arms to run" }),
    hole: flag.parsed((text) => {
      if (!text.startsWith("disc:")) throw new RangeError("no such shape");
      return { shape: text };
    }, { default: "disc:1", allowed: "disc:a,b,r", help: "the hole" }),
    png: flag.boolean({ help: "write PNG files too" }),
  },
  positionals: { name: "DIR", help: "folders", min: 0, max: 2 },
  examples: ["demo --out x"],
});

type Parsed = Options<typeof spec.flags>;

/** Parses arguments after a valid `--out x`. */
function parse(...args: string[]): Parsed {
  const options = parseCommand(spec, ["--out", "x", ...args]);
  assert(options !== "help");
  return options;
}

/** The line that a command line earns. */
function refusal(...args: string[]): string {
  const { message } = assertThrows(() => parseCommand(spec, args), UsageError);
  assert(!message.includes("\n"));
  return message;
}

Deno.test("parseCommand() gives defaults, camelCase names and the common flags", () => {
  assertEquals(parse(), {
    positionals: [],
    results: "results",
    backend: "auto",
    json: false,
    quiet: false,
    out: "x",
    pointsFile: undefined,
    rate: 0.001,
    shift: 0,
    epochs: 8,
    subset: "full",
    arm: [],
    hole: { shape: "disc:1" },
    png: false,
  });
});

Deno.test("parseCommand() types each option by its flag", () => {
  const options = parse();
  // These lines fail to compile where a type is lost.
  const out: string = options.out;
  const pointsFile: string | undefined = options.pointsFile;
  const subset: "full" | "punctured" = options.subset;
  const hole: { shape: string } = options.hole;
  // @ts-expect-error an optional flag may be undefined
  const wrong: string = options.pointsFile;
  assertEquals([out, pointsFile, subset, hole.shape, wrong].length, 5);
});

Deno.test("parseCommand() reads values in both forms, lists and positional arguments", () => {
  const args = ["a", "--rate=0.5", "--shift", "-2.5", "--arm", "x", "--arm=y", "--png", "--", "-b"];
  const options = parse(...args);
  assertEquals([options.rate, options.shift, options.png], [0.5, -2.5, true]);
  assertEquals([options.arm, options.positionals], [["x", "y"], ["a", "-b"]]);
});

Deno.test("parseCommand() turns -0 into 0, so that both give one key", () => {
  assert(Object.is(parse("--shift", "-0").shift, 0));
});

Deno.test("parseCommand() reads back any number in range as ECMAScript writes it", () => {
  fc.assert(fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (value) => {
    assertEquals(parse("--shift", String(value)).shift, value + 0);
  }));
});

Deno.test("parseCommand() refuses values that are no number in range, with the range", () => {
  const rate = "--rate must be a number > 0 and at most 1, received ";
  for (const text of ["-1", "0", "1.0001", "NaN", "Infinity", "-x", "0x1", "1e-3x", "1_0", " 1"]) {
    assertEquals(refusal("--out", "x", "--rate", text), rate + text);
  }
  assertEquals(refusal("--out", "x", "--rate="), `${rate}an empty value`);
  assertEquals(refusal("--out", "x", "--rate", ""), `${rate}an empty value`);
  assertEquals(refusal("--out", "x", "--rate", "1e-400"), `${rate}1e-400`);
  const epochs = "--epochs must be a whole number from 1 to 1000, received ";
  for (const text of ["1.5", "0", "-3", "1001", "1e99", "eight"]) {
    assertEquals(refusal("--out", "x", "--epochs", text), epochs + text);
  }
});

Deno.test("parseCommand() refuses a flag without value, also before another flag", () => {
  const line = "--rate must be a number > 0 and at most 1, received no value";
  assertEquals(refusal("--out", "x", "--rate"), line);
  assertEquals(refusal("--rate", "--out", "x"), line);
});

Deno.test("parseCommand() names the flag, what was given and what is allowed", () => {
  const cases: [string[], string][] = [
    [[], "--out is missing: it must be a text that is not empty"],
    [["--out", ""], "--out must be a text that is not empty, received an empty value"],
    [["--out", "x", "--subset", "half"], "--subset must be one of full, punctured, received half"],
    [["--out", "x", "--out", "y"], "--out must be given once, received x and y"],
    [["--png", "--png"], "--png must be given once, received twice"],
    [["--png=yes"], "--png must be given without a value, received yes"],
    [["--out", "x", "--hole", "ring:1"], "received ring:1: no such shape"],
    [
      ["--out", "x", "--backend", "cpu"],
      "--backend must be one of auto, webgpu, wasm, received cpu",
    ],
    [["--out", "x", "a", "b", "c"], "unexpected argument c: at most 2 DIR allowed"],
  ];
  for (const [args, line] of cases) assertStringIncludes(refusal(...args), line);
});

Deno.test("parseCommand() names the nearest flag for an unknown one", () => {
  const cases = [["--epoch", "epochs"], ["--rat=1", "rate"], ["--pointsfile", "points-file"]];
  for (const [given, nearest] of cases) {
    const name = given.replace(/=.*/, "");
    assertEquals(refusal("--out", "x", given), `unknown flag ${name}: did you mean --${nearest}?`);
  }
  for (const given of ["--zzzzzzz", "-x", "--__proto__", "--no-png"]) {
    assertStringIncludes(refusal("--out", "x", given), `unknown flag ${given}: `);
  }
});

Deno.test("parseCommand() lets --help win over everything, but not after --", () => {
  assertEquals(parseCommand(spec, ["--rate", "x", "--help", "--nonsense"]), "help");
  assertEquals(parseCommand(spec, ["-h"]), "help");
  assertEquals(parse("--", "--help").positionals, ["--help"]);
});

/** A command whose arguments are another command's words. */
const wrapper = command({
  name: "wrap",
  summary: "Runs another program.",
  permissions: ["--allow-run"],
  flags: { rounds: flag.integer({ min: 1, max: 9, default: 1, help: "how often" }) },
  positionals: { name: "WORD", help: "its words", min: 0, max: Infinity, afterDashes: true },
  retired: { peer: "write it after --" },
});

Deno.test("parseCommand() hands over what stands after -- word for word, where that is a command", () => {
  const given = [
    [],
    ["python3", "my peer.py", "--rounds", "2", "", "--help", "--", "--json"],
    ["./a b", "it's", '"', "$HOME", "-1", "--peer"],
  ];
  for (const words of given) {
    const options = parseCommand(wrapper, [
      "--rounds",
      "3",
      ...(words.length ? ["--"] : []),
      ...words,
    ]);
    assert(options !== "help");
    assertEquals([options.rounds, options.json, options.positionals], [3, false, words]);
  }
  const placed = parseCommand(wrapper, ["--cwd", "/far", "--", "here/peer.py"]);
  assert(placed !== "help");
  assertEquals(placed.positionals, ["here/peer.py"]);
  assertStringIncludes(helpText(wrapper), "deno task wrap [flags] [-- WORD…]\n");
});

Deno.test("parseCommand() refuses a command before --, none after it, and one without a program", () => {
  const refused = (...args: string[]) =>
    assertThrows(() => parseCommand(wrapper, args), UsageError).message;
  const before = "unexpected argument python3: a command is allowed after -- alone";
  assertEquals(refused("python3", "x.py"), before);
  assertEquals(refused("python3", "--", "x.py"), before);
  assertEquals(refused("--", ""), "-- must be followed by a command, received an empty word");
  assertEquals(
    refused("--rounds", "2", "--"),
    "-- must be followed by a command, received nothing",
  );
});

Deno.test("parseCommand() says what to write instead of a flag that is no more", () => {
  for (const given of [["--peer", "python3 x.py"], ["--peer=python3"], ["--peer"]]) {
    const { message } = assertThrows(() => parseCommand(wrapper, given), UsageError);
    assertEquals(message, "--peer must be left out: write it after --");
  }
  assertMatch(refusal("--out", "x", "--peer"), /^unknown flag --peer: /);
});

Deno.test("parseCommand() throws nothing but UsageError, whatever is typed", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("--out", "--rate", "--png", "--", "-", "--=", "--out=", "-1", "--arm", "x"),
  );
  fc.assert(fc.property(fc.array(word, { maxLength: 6 }), (args) => {
    try {
      parseCommand(spec, args);
    } catch (error) {
      assert(error instanceof UsageError, String(error));
    }
  }));
});

Deno.test("command() refuses names that are not in kebab-case", () => {
  const flags = { pointsFile: flag.text({ help: "x" }) };
  const make = () => command({ name: "demo", summary: "", permissions: [], flags });
  assertThrows(make, TypeError, "received pointsFile");
});

Deno.test("helpText() shows permissions, each flag, what it allows, and its default", () => {
  const text = helpText(spec);
  const lines = text.split("\n").map((line) => line.trim().replaceAll(/ +/g, " "));
  const expected = [
    "deno task demo [flags] [DIR…]",
    "deno run --allow-read --allow-write=results scripts/demo.ts [flags] [DIR…]",
    "--out FILE where to write (required)",
    "--points-file FILE points of your own (optional)",
    "--rate X step size; a number > 0 and at most 1 (default 0.001)",
    "--epochs N passes over the data; a whole number from 1 to 1000 (default 8)",
    "--subset full|punctured what to train on (default full)",
    "--arm NAME arms to run (may be repeated)",
    "--hole TEXT the hole; disc:a,b,r (default disc:1)",
    "--png write PNG files too",
    "--results DIR where result folders lie (default results)",
    "--help print this text",
    "deno task demo --out x",
  ];
  for (const line of expected) assert(lines.includes(line), `${line}\nis not in\n${text}`);
});

const pathSpec = command({
  name: "paths",
  summary: "Takes paths.",
  permissions: [],
  flags: {
    out: flag.path({ value: "FILE", help: "where to write" }),
    against: flag.path({ value: "DIR", optional: true, help: "what to compare with" }),
    model: flag.paths({ value: "DIR", help: "networks" }),
    name: flag.text({ default: "sub/name", help: "no path" }),
  },
  positionals: { name: "DIR", help: "folders", min: 0, max: 9, paths: true },
});

Deno.test("parseCommand() reads paths from --cwd, and defaults from the working directory", () => {
  const args = "one ../two /three --out x.png --model m --model ./n/ --name sub/x".split(" ");
  const at = parseCommand(pathSpec, ["--cwd=/far/away", ...args]);
  assert(at !== "help");
  assertEquals({ ...at }, {
    positionals: ["/far/away/one", "/far/two", "/three"],
    results: resolve(Deno.cwd(), "results"),
    backend: "auto",
    json: false,
    quiet: false,
    out: "/far/away/x.png",
    against: undefined,
    model: ["/far/away/m", "/far/away/n"],
    name: "sub/x",
    cwd: "/far/away",
  });
  const last = parseCommand(pathSpec, [...args, "--results", "mine", "--cwd", "/far/a b"]);
  assert(last !== "help");
  assertEquals([last.results, last.out], ["/far/a b/mine", "/far/a b/x.png"]);
});

Deno.test("parseCommand() leaves paths as they are where the user stands in the working directory", () => {
  for (const cwd of [[], ["--cwd", Deno.cwd()], ["--cwd", "."], ["--cwd", `${Deno.cwd()}/`]]) {
    const options = parseCommand(pathSpec, [...cwd, "one", "--out", "x.png"]);
    assert(options !== "help");
    const { positionals, out, results } = options;
    assertEquals([positionals, out, results], [["one"], "x.png", "results"]);
  }
});

Deno.test("parseCommand() refuses empty paths, and --cwd twice", () => {
  const refused = (...args: string[]) =>
    assertThrows(() => parseCommand(pathSpec, ["--cwd=/far", ...args]), UsageError).message;
  assertEquals(
    refused("--out="),
    "--out must be a path, received an empty value",
  );
  assertStringIncludes(refused("--out", "x", "--model="), "--model must be a path");
  assertStringIncludes(refused("--out", "x", "--cwd=/near"), "--cwd must be given once");
  assertStringIncludes(
    refused("--out", "x", ""),
    "an argument must be a path, received an empty one",
  );
  for (const name of ["a\nb", "a\x1b[2J", "a\u202eb"]) {
    assertStringIncludes(
      refused("--out", "x", name),
      "an argument must be a path without line ends or control characters, received /far/a",
    );
  }
  assertStringIncludes(helpText(pathSpec), "--cwd DIR");
});
