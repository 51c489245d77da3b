import { parseCommand } from "../../lib/cli/mod.ts";
import { someShow } from "../../lib/comparison/arm_shapes.ts";
import { shapesFromFlags } from "../../lib/dataset/shapes.ts";
import { RunError, UsageError } from "../../lib/errors.ts";
import { batchWarning, exportSweep, exportWorkflow } from "../../lib/workflow/export.ts";
import { planOf } from "../../lib/study/plan.ts";
import { snakemakeFiles } from "../../lib/workflow/snakemake.ts";
import { STUDIES } from "../../lib/study/studies.ts";
import { parseVary, variedStudy } from "../../lib/study/vary.ts";
import { workflowOf } from "../../lib/workflow/jobs.ts";
import type { TrainParameters } from "../../lib/training/mod.ts";
import { spec as reportSpec } from "../../scripts/report.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { NAMES } from "../torture/names.ts";

function workflow(
  study: keyof typeof STUDIES,
  seeds: number,
  backend: "wasm" | "webgpu" = "wasm",
) {
  const nodes = planOf(STUDIES[study], {
    profile: "paper",
    seeds: Array.from({ length: seeds }, (_, k) => k),
    intervals: true,
  });
  const options = {
    results: "/r",
    backend,
    sweepArguments: [],
    reportArguments: [],
  } as const;
  return { nodes, ...workflowOf(nodes, options) };
}

Deno.test("a workflow has a job for each node of the plan but the comparison, in its order", () => {
  for (const study of Object.keys(STUDIES) as (keyof typeof STUDIES)[]) {
    const { nodes, jobs } = workflow(study, 2);
    assertEquals(jobs.length, nodes.length - 1);
    const seen = new Map<string, string>();
    jobs.forEach(({ name, stage, needs, permissions, cost }, k) => {
      assert(/^[A-Za-z0-9.=_-]+$/.test(name) && !seen.has(name), name);
      assertEquals(stage, nodes[k].stage.name);
      const inputs = Object.entries(needs).map(([role, need]) => [role, seen.get(need)]);
      assertEquals(Object.fromEntries(inputs), nodes[k].stage.inputs(nodes[k].parameters));
      assert(permissions.includes("--allow-write=/r"));
      // Batches of 256 published images take a large GPU; whatever is evaluated does not.
      const { batch = 8 } = stage === "train" ? nodes[k].parameters as TrainParameters : {};
      const most = batch === 8 ? 20_000 : 80_000;
      assert(cost.memory >= 600 && cost.memory < most, `${name}: ${cost.memory} MB`);
      assertEquals(cost.operations > 0, stage !== "dataset");
      seen.set(name, stage);
    });
  }
});

Deno.test("a published network is thought to take what bench measures of it", () => {
  const { jobs } = workflow("dose-response", 1);
  const train = jobs.find(({ stage }) => stage === "train")!;
  // 33.6 GFLOP an image (docs/speed.md), 30 epochs of 5000 images; 2.4 GB of wasm memory.
  assert(Math.abs(train.cost.operations / (33.6e9 * 30 * 5000) - 1) < 0.01);
  assert(train.cost.memory > 2400);
});

Deno.test("a job asks for a GPU where it runs a network on one, and no dataset does", () => {
  const asking = (backend: "wasm" | "webgpu") =>
    new Set(
      workflow("holes", 1, backend).jobs.filter(({ cost }) => cost.gpu).map(({ stage }) => stage),
    );
  assertEquals(asking("wasm"), new Set());
  assertEquals(asking("webgpu"), new Set(["train", "evaluate"]));
});

Deno.test("exportSweep() passes on that no intervals were asked for", async () => {
  await inWorkspace(async (folder) => {
    for (const intervals of [true, false]) {
      const target = `${folder}/${intervals}`;
      await exportSweep(STUDIES.holes, target, {
        profile: "smoke",
        seeds: [4, 5],
        intervals,
        results: `${folder}/results`,
        backend: "wasm",
        study: "holes",
        vary: [],
      });
      const { last, report } = JSON.parse(await Deno.readTextFile(`${target}/plan.json`));
      const study = ["--profile", "smoke", "--seed", "4", "--seeds", "2"];
      const asked = intervals ? [] : ["--no-intervals"];
      assertEquals(last.args, ["--study", "holes", ...study, ...asked, "--jobs", "1"]);
      assertEquals(report.args, study);
    }
  });
});

Deno.test("exportSweep() reports on shapes that an arm of the study shows", async () => {
  await inWorkspace(async (folder) => {
    const reported = async (...vary: string[]) => {
      const study = variedStudy(undefined, vary.map((text) => parseVary(text)));
      const target = `${folder}/${vary.join("-").replaceAll(/[^a-z0-9]/g, "-")}`;
      await exportSweep(study, target, {
        ...{ profile: "smoke", seeds: [0], intervals: true, results: `${folder}/results` },
        ...{ backend: "wasm", vary },
      });
      const { report } = JSON.parse(await Deno.readTextFile(`${target}/plan.json`));
      const options = parseCommand(reportSpec, report.args);
      assert(options !== "help");
      const shapes = shapesFromFlags(options);
      assert(someShow(study.arms, shapes), `${vary}: ${report.args}`);
      return report.args.slice(["--profile", "smoke", "--seed", "0", "--seeds", "1"].length);
    };
    assertEquals(await reported("family=rose,ellipse"), []);
    assertEquals(await reported("family=ellipse,bump"), ["--family", "ellipse"]);
    assertEquals(await reported("petals=3,5"), []);
    assertEquals(await reported("petals=3,7"), ["--family", "rose", "--petals", "3"]);
  });
});

Deno.test("the Snakefile gives Snakemake no user's text to read as a pattern", () => {
  const files = snakemakeFiles(workflow("flaws", 1), { suite: "/{x}", deno: "/$y" });
  // The text of the file is the same whatever the paths; they come in as data.
  const plain = snakemakeFiles(workflow("flaws", 1), { suite: "/suite", deno: "deno" });
  for (const path of Object.keys(files).filter((path) => path !== "config.yaml")) {
    assertEquals(files[path], plain[path]);
  }
  const params = files.Snakefile.match(/^ +command=.*/gm)!;
  assertEquals(
    params.length,
    new Set(workflow("flaws", 1).jobs.map(({ stage }) => stage)).size + 2,
  );
  for (const line of params) assert(/command=lambda wildcards/.test(line), line);
  assertEquals(/read_text\(\)|open\(/.test(files.Snakefile), false);
});

const python3 = await new Deno.Command("python3", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: "the Snakefile passes over a file of a finished job that another reader removes meanwhile" +
    (python3 ? "" : " (ignored: no python3)"),
  ignore: !python3,
  async fn() {
    await inWorkspace(async (folder) => {
      const { Snakefile } = snakemakeFiles(workflow("flaws", 1), { suite: "/suite", deno: "deno" });
      const [loop] = /^for named in [^]*?\n\n\n/m.exec(Snakefile)!;
      const program = `import os
from pathlib import Path

os.chdir(${JSON.stringify(folder)})
Path("done/train").mkdir(parents=True)
Path("kept").mkdir()
Path("kept/manifest.json").touch()
for name, result in {"a": "gone", "b": "gone", "c": "kept"}.items():
    Path(f"done/train/{name}.txt").write_text(result + "\\n")
read = Path.read_bytes


def racing(path):
    if path.name == "a.txt":
        path.unlink()
    return read(path)


Path.read_bytes = racing
${loop}
print(*sorted(path.name for path in Path("done").glob("**/*.txt")))
`;
      const { stdout, stderr } = await new Deno.Command("python3", { args: ["-c", program] })
        .output();
      assertEquals(
        new TextDecoder().decode(stdout).trim(),
        "c.txt",
        new TextDecoder().decode(stderr),
      );
    });
  },
});

const python = await new Deno.Command("python3", { args: ["-c", "import yaml"] }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: `config.yaml gives back any path${python ? "" : " (ignored: no python3 with PyYAML)"}`,
  ignore: !python,
  async fn() {
    const paths = [
      ...Object.values(NAMES),
      ...[
        "a: b #c",
        "- x",
        "*x",
        "!y",
        "%TAG",
        "null",
        "0x10",
        "a\u2028b",
        "\x7f\x85\x9f",
        "\ufeffx",
      ],
      ...["tab\tand\nline", "\u{1F4A5}", " x ", "'", '"', ""],
    ];
    const read = "import json, sys, yaml\n" +
      "print(json.dumps([yaml.safe_load(text) for text in json.load(sys.stdin)]))";
    const configs = paths.map((path) =>
      snakemakeFiles(workflow("holes", 1), { suite: path, deno: `${path}/deno` })["config.yaml"]
    );
    const child = new Deno.Command("python3", {
      args: ["-c", read],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const output = child.output();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(configs)));
    await writer.close();
    const found = JSON.parse(new TextDecoder().decode((await output).stdout));
    for (const [i, path] of paths.entries()) {
      assertEquals([found[i].suite, found[i].deno], [path, `${path}/deno`]);
    }
  },
});

Deno.test({
  name: `a job's time is asked for in minutes${python ? "" : " (ignored: no python3 with PyYAML)"}`,
  ignore: !python,
  async fn() {
    const { Snakefile } = snakemakeFiles(workflow("holes", 1), { suite: "/s", deno: "deno" });
    const [minutes] = /^def minutes[^]*?\n\n\n/m.exec(Snakefile)!;
    // 1200 seconds of arithmetic and 60 of steps: three times 21 minutes, and 5 to begin with.
    const given = `config = {"gflops_wasm": 100}
PLAN = {"backend": "wasm"}
JOBS = {"job": {"cost": {"operations": 1.2e14, "steps": 30000}}}
`;
    const { stdout } = await new Deno.Command("python3", {
      args: ["-c", `${given}\n${minutes}\nprint(minutes("job", 1), minutes("job", 2))`],
    }).output();
    assertEquals(new TextDecoder().decode(stdout).trim(), "68 136");
  },
});

Deno.test("an export says where batch jobs cannot be submitted from its folder", () => {
  for (const name of ["a$b", "it's", '"', "a\\b", "`id`"]) {
    assertMatch(batchWarning(`/x/${name}/y`)!, /^Snakemake 7 cannot submit batch jobs/);
  }
  for (const name of ["größe 試験", "{x}", "%j", "=1", "#?&", "a b"]) {
    assertEquals(batchWarning(`/x/${name}`), null);
  }
});

Deno.test("exportWorkflow() takes no plan.json of others for its own", async () => {
  await inWorkspace(async (folder) => {
    const files = snakemakeFiles(workflow("flaws", 1), { suite: "/suite", deno: "deno" });
    const contents = ["", "{}", "[]", "null", "1", '{"jobs": 3, "results": "r"}', '{"jobs": []}'];
    await Deno.writeTextFile(`${folder}/Snakefile`, "mine");
    for (const plan of contents) {
      await Deno.writeTextFile(`${folder}/plan.json`, plan);
      const message = "holds a plan.json that no export wrote";
      await assertRejects(() => exportWorkflow(files, folder), UsageError, message);
      assertEquals(await Deno.readTextFile(`${folder}/plan.json`), plan);
    }
    assertEquals(await Deno.readTextFile(`${folder}/Snakefile`), "mine");
    await Deno.remove(`${folder}/plan.json`);
    await Deno.mkdir(`${folder}/plan.json`);
    await assertRejects(() => exportWorkflow(files, folder), UsageError, "holds a plan.json that");
  });
});

Deno.test("config.yaml is the same for either backend, since a second export keeps it", () => {
  const plan = workflow("flaws", 1);
  const [wasm, webgpu] = (["wasm", "webgpu"] as const).map((backend) =>
    snakemakeFiles({ ...plan, backend }, { suite: "/suite", deno: "deno" })["config.yaml"]
  );
  assertEquals(wasm, webgpu);
  assertMatch(wasm, /^gflops_wasm: \d+\ngflops_webgpu: \d+\n/m);
});

Deno.test("exportWorkflow() renews its own folder, keeps what was edited, and refuses others", async () => {
  await inWorkspace(async (folder) => {
    const files = snakemakeFiles(workflow("flaws", 1), { suite: "/suite", deno: "deno" });
    const target = `${folder}/a/workflow`;
    await exportWorkflow(files, target);
    await Deno.writeTextFile(`${target}/config.yaml`, "suite: mine\n");
    const done = `${target}/done/dataset/a.txt`;
    await Deno.mkdir(`${target}/done/dataset`, { recursive: true });
    await Deno.writeTextFile(done, "/r/dataset/a\n");
    await exportWorkflow(files, target);
    assertEquals(await Deno.readTextFile(done), "/r/dataset/a\n");
    // A job of the same name may have another result in another plan.
    const other = snakemakeFiles(workflow("flaws", 2), { suite: "/suite", deno: "deno" });
    await exportWorkflow(other, target);
    await assertRejects(() => Deno.lstat(`${target}/done`), Deno.errors.NotFound);
    assertEquals(await Deno.readTextFile(`${target}/config.yaml`), "suite: mine\n");
    assertEquals(await Deno.readTextFile(`${target}/plan.json`), other["plan.json"]);
    await assertRejects(() => exportWorkflow(files, folder), UsageError, "holds a");
    await assertRejects(() => exportWorkflow(files, `${target}/Snakefile`), UsageError, "is none");
  });
});

Deno.test("exportWorkflow() can be run again where a full disk has stopped it at any file", async () => {
  await inWorkspace(async (folder) => {
    const [files, others] = [1, 2].map((seeds) =>
      snakemakeFiles(workflow("flaws", seeds), { suite: "/suite", deno: "deno" })
    );
    for (const earlier of [undefined, others]) {
      for (const stop of Object.keys(files).keys()) {
        const target = `${folder}/${earlier ? "renewed" : "new"}-${stop}`;
        if (earlier) await exportWorkflow(earlier, target);
        // A renewed folder keeps its configuration and profiles, which are then not written.
        const stopped = await onFullDisk(stop, () => exportWorkflow(files, target));
        assert(stopped || earlier !== undefined, `${stop}`);
        if (earlier && stopped) {
          assertEquals(await Deno.readTextFile(`${target}/plan.json`), others["plan.json"]);
        }
        await exportWorkflow(files, target);
        const found = await Promise.all(
          Object.keys(files).map((path) => Deno.readTextFile(`${target}/${path}`)),
        );
        assertEquals(found, Object.values(files));
      }
    }
  });
});

/** Whether an export failed at the file of this number, of which half was written. */
async function onFullDisk(file: number, action: () => Promise<void>): Promise<boolean> {
  const { writeTextFile } = Deno;
  let written = 0;
  Deno.writeTextFile = async (path, text) => {
    if (written++ !== file) return await writeTextFile(path, text);
    await writeTextFile(path, String(text).slice(0, String(text).length / 2));
    throw new Error("No space left on device (os error 28)");
  };
  try {
    await action();
    return false;
  } catch (error) {
    assert(error instanceof RunError, String(error));
    assertMatch(error.message, /^Cannot export to .*No space left/);
    return true;
  } finally {
    Deno.writeTextFile = writeTextFile;
  }
}
