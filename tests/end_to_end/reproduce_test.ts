/**
 * The study from nothing to its page, as a newcomer runs it.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { listResults, writeReference } from "../../lib/results/mod.ts";
import { copyOf, sharedStudy } from "../shared_study.ts";
import {
  assertRefused,
  contents,
  filesOf,
  flipByte,
  inWorkspace,
  type Ran,
  runScript,
  snapshot,
  spawnScript,
} from "./helpers.ts";

const SMOKE = ["--profile", "smoke", "--backend", "wasm"];
const ONE_SEED = [...SMOKE, "--seeds", "1"];
/** What the first page is made from. */
const FIRST = [
  "dataset r=0.3",
  "train r=0.3",
  "train r=0.3 control",
  "evaluate r=0.3",
  "evaluate r=0.3 control",
  "traversals r=0.3",
  "transects r=0.3",
];
/** What each seed has of its own. */
const SEEDED = [...FIRST, "train none", "train published", "ablation"];
/** All of one seed but the reports, in the order in which it is computed. */
const NODES = [
  ...FIRST.map((id) => `${id} seed 0`),
  ...["sweep holes", "first page"],
  ...["train none", "train published", "ablation"].map((id) => `${id} seed 0`),
];

/** State and reason of each node of a dry run, by id. */
function planOf({ code, stdout, stderr }: Ran): Map<string, { state: string; why: string }> {
  assertEquals([code, stderr], [0, ""]);
  return new Map(
    stdout.trimEnd().split("\n").map((line) => {
      const [, state, id, why] = line.match(/^(cached|to run|damaged) +(.+?): (.+)$/)!;
      return [id, { state, why }];
    }),
  );
}

/** Starts the study of a seed, interrupts it once three stages are done, and waits. */
async function interrupted(cwd: string, seed: string) {
  const args = [...ONE_SEED, "--jobs", "2", "--seed", seed];
  const child = await spawnScript("reproduce", args, { cwd });
  let told = "", sent = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    told += text;
    if (sent || !/reproduce: 3 of 13/.test(told)) continue;
    child.kill("SIGTERM");
    sent = true;
  }
  const stdout = await new Response(child.stdout).text();
  return { ...await child.status, stdout, lines: told.trimEnd().split("\n") };
}

Deno.test("the smoke study", async (t) => {
  await inWorkspace(async (root) => {
    const [first, second] = ["first", "second"].map((name) => `${root}/${name}`);
    await Deno.mkdir(first);
    await Deno.mkdir(second);
    const reproduce = (cwd: string, ...args: string[]) =>
      runScript("reproduce", [...ONE_SEED, ...args], { cwd });
    const plan = async (cwd: string, ...args: string[]) =>
      planOf(await reproduce(cwd, "--quiet", "--dry-run", ...args));
    let page = "";

    await t.step("is planned without a byte written", async () => {
      const planned = await plan(first);
      assertEquals([...planned.keys()], [...NODES, "report"]);
      assertEquals(new Set([...planned.values()].map(({ state }) => state)), new Set(["to run"]));
      assertEquals(planned.get("dataset r=0.3 seed 0")!.why, "no result of this stage yet");
      assertMatch(planned.get("transects r=0.3 seed 0")!.why, /its model and control must be run/);
      assertMatch(planned.get("first page")!.why, /^after about \d+ % of the time; its dataset/);
      assertEquals([...Deno.readDirSync(first)], []);
    });

    await t.step("ends with the path of its page", async () => {
      const study = await sharedStudy();
      await copyOf(study, first);
      const { code, stderr, last } = study.ran;
      assertEquals(code, 0, stderr);
      assertMatch(stderr, /^backend wasm \(as asked\)/);
      assertMatch(stderr, /reproduce: 13 of 13: report → /);
      assertMatch(last, /^results\/report\/smoke-s0-[0-9a-f]{12}\/index\.html$/);
      const html = await Deno.readTextFile(`${first}/${last}`);
      assertMatch(html, /^<!doctype html>/i);
      const links = [...html.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, link]) => link)
        .filter((link) => !/^(https?|data):/.test(link));
      const report = `${first}/${last.replace("/index.html", "")}`;
      for (const link of links) await Deno.stat(`${report}/${link}`);
      assertEquals((await listResults(`${first}/results`)).length, NODES.length + 1);
      assertEquals(await filesOf(`${first}/results/.partial`), []);
      page = last;
    });

    await t.step("gives a first page of one seed, at once, which says what it lacks", async () => {
      const { ran: { stderr } } = await sharedStudy();
      const [, shown] = /^reproduce: a first page, one seed: (\S+)$/m.exec(stderr)!;
      assertMatch(shown, /^results\/report\/smoke-s0-part-[0-9a-f]{12}\/index\.html$/);
      const at = (text: string) => stderr.indexOf(text);
      assert(at("a first page, one seed") < at(": ablation seed 0 → "));
      const text = async (path: string) =>
        (await Deno.readTextFile(`${first}/${path}`)).replaceAll(/\s+/g, " ");
      const [head] = (await text(shown)).split("<nav");
      assertStringIncludes(
        head,
        "It lacks the ablation: <code>deno task reproduce --profile smoke</code> makes what is",
      );
      assert(!(await text(page)).includes("It lacks"));
      // deno-lint-ignore no-control-regex -- without a terminal there is none of them
      assert(!/[\x00-\x09\x0b-\x1f\x7f]/.test(stderr), JSON.stringify(stderr));
    });

    await t.step("is all cached the second time", async () => {
      const before = await snapshot(first);
      const { code, stderr, last } = await reproduce(first);
      assertEquals([code, last], [0, page]);
      assert(!/epoch|a first page, one seed/.test(stderr));
      const states = [...(await plan(first)).values()];
      assertEquals(new Set(states.map(({ state }) => state)), new Set(["cached"]));
      assertEquals(await snapshot(first), before);
    });

    await t.step("offers to make a changed result again, and does with --repair", async () => {
      const folders = [`${first}/${page.replace("/index.html", "")}`];
      for (const stage of ["train", "sweep"]) {
        folders.push(...(await listResults(`${first}/results`, stage)).slice(0, 1));
      }
      const before = await contents(`${first}/results`);
      for (const folder of folders) await flipByte(`${folder}/metrics.json`);
      const refused = await reproduce(first, "--quiet");
      const message =
        /metrics\.json does not match its manifest .*--repair, which sets the result aside/;
      assertRefused(refused, { script: "reproduce", message });
      const { code, stderr, last } = await reproduce(first, "--repair");
      assertEquals([code, last], [0, page], stderr);
      assertEquals(stderr.match(/was changed: set aside as/g)?.length, 3, stderr);
      const damaged = `${first}/results/.damaged`;
      for (const folder of folders) {
        const [stage, name] = folder.split("/").slice(-2);
        await Deno.stat(`${damaged}/${stage}/${name}/manifest.json`);
      }
      await Deno.remove(damaged, { recursive: true });
      assertEquals(await contents(`${first}/results`), before);
    });

    await t.step("gives JSON with every result folder", async () => {
      const { code, stdout } = await reproduce(first, "--json", "--quiet");
      const { directory, results } = JSON.parse(stdout);
      assertEquals([code, directory], [0, page]);
      assertEquals(Object.keys(results).length, NODES.length + 1);
      for (const folder of Object.values(results)) {
        await Deno.stat(`${first}/${folder}/manifest.json`);
      }
    });

    await t.step("verifies, and agrees with a reference made of it", async () => {
      const reference = `${root}/reference`;
      await writeReference(reference, await listResults(`${first}/results`));
      const against = ["--quiet", "--against", reference, "--tolerance", "0,0"];
      const sound = await runScript("verify", against, { cwd: first });
      assertEquals([sound.code, sound.stderr], [0, ""]);
      assertMatch(sound.stdout, /^13 results checked, no problems\n/);

      const folder = (await listResults(reference, "train"))[0];
      const metrics = JSON.parse(await Deno.readTextFile(`${folder}/metrics.json`));
      metrics.validation.dice += 0.1;
      await Deno.writeTextFile(`${folder}/metrics.json`, JSON.stringify(metrics));
      const edited = await runScript("verify", against, { cwd: first });
      assertEquals([edited.code, edited.stderr], [1, "verify: 1 problem found\n"]);
      assertStringIncludes(edited.stdout, `${folder}: metrics.json does not match its manifest`);
    });

    await t.step("can be interrupted, in one line", async () => {
      const { code, stdout, lines } = await interrupted(second, "0");
      assertEquals([code, stdout], [1, ""]);
      assertEquals(lines.filter((line) => line.startsWith("reproduce: interrupted")), [
        "reproduce: interrupted; what was finished is kept: run the same command again to resume",
      ]);
      const done = await listResults(`${second}/results`);
      assert(done.length >= 3 && done.length < NODES.length);
    });

    await t.step("goes on, and gives the same bytes one job at a time as two", async () => {
      const { code, stderr, last } = await reproduce(second, "--jobs", "1");
      assertEquals([code, last], [0, page], stderr);
      assertEquals(await contents(`${second}/results`), await contents(`${first}/results`));
    });

    await t.step("plans only what another seed changes", async () => {
      const args = [...SMOKE, "--seeds", "2", "--quiet", "--dry-run"];
      const planned = planOf(await runScript("reproduce", args, { cwd: second }));
      // Traversals are of the first seed alone.
      const both = SEEDED.filter((id) => !id.startsWith("traversals"));
      for (const id of SEEDED) assertEquals(planned.get(`${id} seed 0`)!.state, "cached");
      for (const id of both) assertEquals(planned.get(`${id} seed 1`)!.state, "to run");
      // Two reports, and the comparison.
      assertEquals(planned.size, SEEDED.length + both.length + 3);
      assertMatch(
        planned.get("dataset r=0.3 seed 1")!.why,
        /the nearest \(disc-1\.25-1-0\.3-32px-n600-s0-\w+\) differs in parameters\.seed: 0 → 1$/,
      );
      assertEquals(planned.get("report")!.state, "to run");
    });

    await t.step("keeps the first seed's results where another is run", async () => {
      const before = await snapshot(`${second}/results`);
      assertEquals((await interrupted(second, "1")).code, 1);
      const after = await snapshot(`${second}/results`);
      for (const [path, entry] of Object.entries(before)) assertEquals(after[path], entry, path);
      const states = [...(await plan(second, "--seed", "1")).values()].map(({ state }) => state);
      const cached = states.filter((state) => state === "cached").length;
      assert(cached >= 3 && cached < NODES.length);
      const folders = await listResults(`${second}/results`);
      assertEquals(folders.length, NODES.length + 1 + cached);
    });

    await t.step("is refused at once where one of its results was changed", async () => {
      const [folder] = await listResults(`${first}/results`, "transects");
      await flipByte(`${folder}/truth.npy`);
      const before = await snapshot(first);
      const damaged = [...(await plan(first)).entries()].filter(([, { state }]) =>
        state === "damaged"
      );
      assertEquals(damaged.map(([id]) => id), ["transects r=0.3 seed 0"]);
      const refusal = await reproduce(first, "--quiet");
      assertRefused(refusal, { script: "reproduce", message: /truth\.npy does not match/ });
      const report = await runScript("report", [...ONE_SEED, "--quiet"], { cwd: first });
      assertRefused(report, { script: "report", message: /truth\.npy does not match/ });
      assertEquals(await snapshot(first), before);
    });
  });
});
