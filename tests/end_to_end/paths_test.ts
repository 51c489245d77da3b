/** Tasks run in the suite's folder; the paths that their user gives lead from where the user stands. */

import { resolve } from "node:path";
import { parseManifest } from "../../lib/results/manifest.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { filesOf, inWorkspace, type ScriptName, SCRIPTS } from "./helpers.ts";

const CONFIG = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);

/** Runs a task from a folder that is not the suite's, as `cd cwd; deno task …` does. */
async function runTask(task: ScriptName, args: string, cwd: string) {
  // These tests may themselves run in a task, which hands its own folder down.
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "--config", CONFIG, task, ...args.split(" ")],
    cwd,
    clearEnv: true,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(code, 0, `${task} ${args}: ${err}`);
  return { last: out.trimEnd().split("\n").at(-1)!, stderr: err };
}

Deno.test("every flag and argument that takes a path is read as one", async () => {
  for (const script of SCRIPTS) {
    const { spec } = await import(`../../scripts/${script}.ts`);
    const flags: Record<string, { placeholder?: string; path?: boolean }> = spec.flags;
    const wrong = Object.entries(flags).filter(([, { placeholder = "", path = false }]) =>
      /^(DIR|FILE)$/.test(placeholder) !== path
    );
    assertEquals(wrong.map(([name]) => `${script} --${name}`), []);
    // The words of another command are its own to read; it runs where its user stands.
    if (spec.positionals && !spec.positionals.afterDashes) {
      assertEquals(spec.positionals.paths, true, script);
    }
  }
});

Deno.test("tasks read and write paths from where their user stands", async () => {
  await inWorkspace(async (workspace) => {
    const here = `${workspace}/else where $x, ü`;
    const beside = `${workspace}/beside`;
    await Deno.mkdir(here);
    await Deno.mkdir(beside);
    const leads = async (last: string, file: string) =>
      assert((await Deno.stat(resolve(here, last, file))).isFile, `${last} ${file}`);

    await leads((await runTask("render", "--out shape.png --size 32", here)).last, "");
    await runTask("render", "--out ../beside/shape.png --size 32", here);
    assertEquals(await filesOf(beside), ["shape.png"]);

    const points = Array.from({ length: 40 }, (_, i) => `${0.5 + i / 40};${i / 20}\r`);
    await Deno.writeTextFile(`${here}/mine.csv`, `a;b\r${points.join("").replaceAll(".", ",")}`);
    const own = "--points-file mine.csv --size 32 --hole-points 4 --results mine";
    const dataset = (await runTask("dataset", own, here)).last;
    await leads(dataset, "manifest.json");
    assertEquals((await filesOf(here)).every((file) => /^(mine|shape)/.test(file)), true);

    const relative = `mine/dataset/${dataset.split("/").at(-1)}`;
    const tiny = `--dataset ${relative} --divide 64 --epochs 1 --backend wasm --results mine`;
    const train = (await runTask("train", tiny, here)).last;
    await leads(train, "manifest.json");
    const model = `mine/train/${train.split("/").at(-1)}`;
    const other = (await runTask("train", `${tiny} --subset control`, here)).last;
    const control = `mine/train/${other.split("/").at(-1)}`;
    const walks = `--model ${model} --control ${control} --count 2 --backend wasm --results mine`;
    await leads((await runTask("transects", walks, here)).last, "manifest.json");
    const page = `--model ${model} --export site --results mine`;
    await leads((await runTask("explore", page, here)).last, "index.html");
    const crate = `${relative} --crate ../beside/crate --results mine`;
    await leads((await runTask("verify", crate, here)).last, "ro-crate-metadata.json");

    const study = "--vary hole.radius=0.3 --seeds 1 --no-intervals --profile smoke --backend wasm";
    const exported = `${study} --results mine --export snakemake flow`;
    await leads((await runTask("sweep", exported, here)).last, "plan.json");
    const plan = JSON.parse(await Deno.readTextFile(`${here}/flow/plan.json`));
    assertEquals(plan.results, `${here}/mine`);
    assert(!JSON.stringify(plan).includes("--cwd"));
  });
});

Deno.test("a study's child scripts write where their parent was told to", async () => {
  await inWorkspace(async (workspace) => {
    const here = `${workspace}/here`;
    await Deno.mkdir(here);
    const study = "--vary divide=64 --vary points=80 --seeds 1 --no-intervals --profile smoke";
    const { last } = await runTask("sweep", `${study} --backend wasm --results mine`, here);
    assert((await Deno.stat(resolve(here, last, "manifest.json"))).isFile);
    const stages = new Set((await filesOf(here)).map((file) => file.split("/")[1]));
    assertEquals([...stages].filter((name) => !name.startsWith(".")).sort(), [
      "dataset",
      "evaluate",
      "sweep",
      "train",
    ]);
    assertEquals([...Deno.readDirSync(here)].map(({ name }) => name), ["mine"]);
  });
});

Deno.test("repeated points: dataset says how many and splits them as one, evaluate counts each once", async () => {
  await inWorkspace(async (cwd) => {
    const rows = Array.from({ length: 120 }, (_, i) => `${0.5 + (i % 30) / 20},${(i % 30) / 15}\n`);
    await Deno.writeTextFile(`${cwd}/mine.csv`, `a,b\n${rows.join("")}`);
    const args = "--points-file mine.csv --size 32 --hole-points 4 --results mine";
    const { last, stderr } = await runTask("dataset", args, cwd);
    assertMatch(stderr, /\ndataset: 90 of 120 rows of \S*mine.csv repeat an earlier point; /);
    const folder = resolve(cwd, last);
    const manifest = parseManifest(await Deno.readTextFile(`${folder}/manifest.json`));
    const { userPoints } = manifest.parameters as { userPoints: Record<string, unknown> };
    assertEquals([userPoints.count, userPoints.repeated], [120, 90]);
    const metrics = JSON.parse(await Deno.readTextFile(`${folder}/metrics.json`));
    assertEquals([metrics.repeated, metrics.full], [90, 108]);
    const sides = Map.groupBy(
      (await Deno.readTextFile(`${folder}/points.csv`)).trim().split("\n").slice(1)
        .map((line) => line.split(",")),
      ([, a, b]) => `${a},${b}`,
    );
    for (const copies of sides.values()) {
      assertEquals(new Set(copies.map((cells) => cells.slice(3).join())).size, 1);
    }
    const common = `--dataset ${last} --backend wasm --results mine`;
    const model = (await runTask("train", `${common} --divide 64 --epochs 1`, cwd)).last;
    const measured = resolve(
      cwd,
      (await runTask("evaluate", `${common} --model ${model}`, cwd)).last,
    );
    const { codes } = JSON.parse(await Deno.readTextFile(`${measured}/metrics.json`));
    assertEquals(codes.count, 30);
    const table = (await Deno.readTextFile(`${measured}/tables/points.csv`)).split("\n");
    assertEquals(table.filter((row) => row.startsWith("validation,")).length, 3);
  });
});
