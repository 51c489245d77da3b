/** Every command line that the documentation shows is one that the scripts take. */

import { describedCommands } from "../../scripts/dev/docs_commands.ts";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { blockLines, complaintsAbout, shellWords } from "./command_lines.ts";
import { documentationPages } from "./markdown.ts";

const specs = new Map((await describedCommands()).map(({ name, spec }) => [name, spec]));
const pages = await documentationPages();

/** Lines as a shell block of a page. */
function block(...lines: readonly string[]): string {
  return ["```sh", ...lines, "```"].join("\n");
}

for (const { path, text } of pages) {
  Deno.test(`the command lines and flags in ${path} are read by the scripts they name`, () => {
    assertEquals(complaintsAbout(text, specs), []);
  });
}

Deno.test("the documentation shows every command in a block", () => {
  const shown = pages.flatMap(({ text }) => blockLines(text));
  assert(shown.length > 40, `${shown.length}`);
  for (const name of specs.keys()) {
    assert(shown.some((line) => line.includes(`deno task ${name}`)), name);
  }
});

Deno.test("a line with an unknown task, flag, value, file or permission set is found", () => {
  const wrong = {
    "deno task reprodce": "no task reprodce",
    "npx --yes deno@2.9.6 task": "no task undefined",
    "deno task reproduce --profiles smoke": "did you mean --profile?",
    "deno task reproduce --profile tiny": "one of smoke, small",
    "deno task train --epochs 3": "--dataset is missing",
    "deno task train --dataset d --loss dip-iii": "received dip-iii",
    "deno task train --dataset d \\\n  --epochs 0": "received 0",
    "deno task dataset --hole disc:1,1": "received disc:1,1",
    "deno task sweep --vary hole.radius=0.3,x": "hole.radius",
    "deno task sweep --vary width=3": "received width",
    "deno task transects --model m --transect P4": "P4",
    "deno task check lib": "takes no arguments",
    "deno task torture --kill 3": "--kill",
    "deno run -P=trains scripts/train.ts …": "no permission set trains",
    "deno run --allow-read scripts/trains.ts": "no scripts/trains.ts",
    "deno run --allow-all-of-it=1 --with-care lib/errors.ts": "no flag",
    "deno run -A scripts/render.ts --out x.png --a 9": "received 9",
    "deno test -P tests/curve tests/none_test.ts": "no tests/none_test.ts",
    "true && deno task verify --tolerance 1": "--tolerance",
  };
  for (const [line, complaint] of Object.entries(wrong)) {
    assertStringIncludes(complaintsAbout(block(line), specs).join("\n"), complaint, line);
  }
});

Deno.test("a span with a wrong task, flag or value is found; one that only names them is not", () => {
  const good =
    "`deno task train`, `deno task train --posterior\nlearned`, `--weights per-image`, " +
    "`--backend auto\\|webgpu\\|wasm`, `--seeds N`, `--allow-net`, `--port 0`, `--model DIR`";
  assertEquals(complaintsAbout(good, specs), []);
  const bad = ["deno task trian", "deno task train --epoch 1", "--weigths", "--weights some"];
  for (const span of bad) {
    assertEquals(complaintsAbout(`see \`${span}\` there`, specs).length, 1, span);
  }
});

Deno.test("lines that the scripts take pass, with comments, quotes and what is left open", () => {
  const right = block(
    "deno task reproduce --profile smoke   # under a minute",
    "npx --yes deno@2.9.6 task verify --against results/reference",
    "deno task train --dataset results/dataset/disc-1.25-1-0.3-… --decay constant",
    'deno task sweep --vary "hole=disc:1.25,1,0.3;none" --seeds 3',
    "deno run --allow-read --allow-write=results scripts/train.ts …",
    "deno task torture --kills 1000 --seed 5 load",
    "snakemake --profile profiles/local",
  );
  assertEquals(complaintsAbout(right, specs), []);
  assertEquals(shellWords("a 'b c'd \"e\" '' f#g # h"), ["a", "b cd", "e", "", "f#g"]);
});
