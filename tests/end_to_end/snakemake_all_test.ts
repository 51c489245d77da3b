/**
 * A study exported for Snakemake and run by it: the results are those of `deno task sweep`, byte
 * for byte, also after a kill, and only what is missing is computed.
 */

import { listResults } from "../../lib/results/mod.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { contents, filesOf, inWorkspace, resultOf, runScript, snapshot } from "./helpers.ts";
import { answers, engineEnv, hasSnakemake } from "./snakemake.ts";

/** A network and its control. */
const ONE = "--vary hole.radius=0.3 --profile smoke --seeds 1 --no-intervals --backend wasm".split(
  " ",
);

/** The report that a workflow of {@linkcode ONE} ends with. */
const REPORT = "--profile smoke --seeds 1 --backend wasm --quiet".split(" ");

const ignore = !await hasSnakemake();
const why = ignore ? " (ignored: snakemake is not on PATH)" : "";

/** Writes a workflow into `<cwd>/workflow`, with results in `<cwd>/results`. */
async function exported(cwd: string, study: readonly string[]): Promise<string> {
  const args = [...study, "--export", "snakemake", "workflow", "--quiet"];
  // The flags of --help, and leave to write the workflow.
  const { code, stderr, last } = await runScript("sweep", args, {
    cwd,
    flags: ["--allow-write=workflow"],
  });
  assertEquals([code, last], [0, "workflow"], stderr);
  return `${cwd}/workflow`;
}

const LOCAL = ["--profile", "profiles/local", "--cores", "2"];
const ONE_BY_ONE = ["--profile", "profiles/local", "--cores", "1"];

async function start(
  workflow: string,
  args: readonly string[] = LOCAL,
): Promise<Deno.ChildProcess> {
  return new Deno.Command("setsid", {
    args: ["snakemake", ...args],
    cwd: workflow,
    env: await engineEnv(workflow),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function run(
  workflow: string,
  args: readonly string[] = LOCAL,
): Promise<{ code: number; told: string }> {
  const { code, stdout, stderr } = await (await start(workflow, args)).output();
  return { code, told: [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("") };
}

/** Lines of all jobs' logs that say what was computed. */
async function epochs(workflow: string): Promise<number> {
  let count = 0;
  for (const file of await filesOf(`${workflow}/logs`)) {
    const text = await Deno.readTextFile(`${workflow}/logs/${file}`);
    count += text.match(/: epoch \d+ of/g)?.length ?? 0;
  }
  return count;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test({
  name: `a study run by Snakemake${why}`,
  ignore,
  async fn(t) {
    await inWorkspace(async (root) => {
      const [local, cluster, merged] = ["local", "cluster", "merged"].map((name) =>
        `${root}/${name}`
      );
      for (const cwd of [local, cluster, merged]) await Deno.mkdir(cwd);
      await resultOf("sweep", [...ONE, "--jobs", "2", "--quiet"], { cwd: local });
      await resultOf("report", REPORT, { cwd: local });
      const expected = await contents(`${local}/results`);
      assertEquals((await listResults(`${local}/results`, "train")).length, 2);

      await t.step(
        "killed in the middle and started again, has the bytes of a local one",
        async () => {
          const workflow = await exported(cluster, ONE);
          // Before the first job there would be no folder to count in.
          await Deno.mkdir(`${workflow}/logs`);
          const child = await start(workflow, ONE_BY_ONE);
          let ended = "";
          const output = child.output().then(({ stderr }) => {
            ended = `the engine ended: ${new TextDecoder().decode(stderr)}`;
          });
          // One network has its two epochs, the other its first.
          while (await epochs(workflow) < 3) {
            assertEquals(ended, "");
            await pause(20);
          }
          Deno.kill(-child.pid, "SIGKILL");
          await output;
          const before = await epochs(workflow);
          const finished = await listResults(`${cluster}/results`, "train");
          assertEquals(finished.length, 1, "it was to be killed in the second training");
          const written = await snapshot(finished[0]);
          const { code, told } = await run(workflow);
          assertEquals(code, 0, told);
          assertEquals(await contents(`${cluster}/results`), expected);
          assertEquals(await snapshot(finished[0]), written, "a finished job was run again");
          // The job that was killed begins a new log, and goes on from its last epoch. The other's lines
          // stand in both counts.
          const trained = before + await epochs(workflow) - 2;
          assert(trained <= 4, `of four epochs ${trained} were trained`);
        },
      );

      await t.step("has nothing to do when all is there", async () => {
        const { code, told } = await run(`${cluster}/workflow`);
        assertEquals(code, 0, told);
        assertStringIncludes(told, "Nothing to be done");
      });

      await t.step("computes what is missing of two results folders put together", async () => {
        const workflow = await exported(merged, ONE);
        // A dataset, two networks and their evaluations.
        const results = `${local}/results`;
        const [dataset] = await listResults(results, "dataset");
        const [control, punctured] = await listResults(results, "train");
        const [missing, evaluation] = await listResults(results, "evaluate");
        const halves = { a: [dataset, control], b: [dataset, punctured, evaluation] };
        for (const [half, folders] of Object.entries(halves)) {
          for (const folder of folders) {
            const target = `${merged}/${half}${folder.slice(local.length)}`;
            await Deno.mkdir(target, { recursive: true });
            await new Deno.Command("cp", { args: ["-r", `${folder}/.`, target] }).output();
          }
          await new Deno.Command("cp", { args: ["-r", `${merged}/${half}/results`, merged] })
            .output();
        }
        const { code, told } = await run(workflow);
        assertEquals(code, 0, told);
        assertEquals(await epochs(workflow), 0);
        const found = await listResults(`${merged}/results`);
        for (const folder of [dataset, control, punctured, evaluation, missing]) {
          const copy = `${merged}${folder.slice(local.length)}`;
          assertEquals(await contents(copy), await contents(folder));
        }
        const stages = found.map((path) => path.split("/").at(-2));
        assertEquals(stages, [
          "dataset",
          "evaluate",
          "evaluate",
          "report",
          "sweep",
          "train",
          "train",
        ]);
      });
    });
  },
});

Deno.test({
  name: `a job that fails is tried again and then named${why}`,
  ignore,
  async fn() {
    await inWorkspace(async (cwd) => {
      const workflow = await exported(cwd, ONE);
      const deno = `${cwd}/deno.sh`;
      await Deno.writeTextFile(
        deno,
        `#!/bin/sh\ncase "$*" in *"--subset control"*) echo try >>${cwd}/tries; exit 1;; esac\n` +
          `exec ${Deno.execPath()} "$@"\n`,
      );
      await Deno.chmod(deno, 0o755);
      const config = await Deno.readTextFile(`${workflow}/config.yaml`);
      await Deno.writeTextFile(
        `${workflow}/config.yaml`,
        config.replace(/^deno: .*$/m, `deno: ${deno}`),
      );
      const { code, told } = await run(workflow);
      assertEquals(code, 1, told);
      assertEquals(await Deno.readTextFile(`${cwd}/tries`), "try\n".repeat(3));
      assertMatch(
        told,
        /Error in rule train:[^]*?done\/train\/train-hole\.radius=0\.3-control-seed-0\.txt/,
      );
      // The others were not held up by it.
      assertEquals((await listResults(`${cwd}/results`, "evaluate")).length, 1);
    });
  },
});

const noSlurm = ignore || !await answers("sinfo", "--noheader", "--states=idle,mixed");

Deno.test({
  name: `a study run by Slurm, of which one job is cancelled${
    noSlurm ? " (ignored: no Slurm with Snakemake here)" : ""
  }`,
  ignore: noSlurm,
  async fn() {
    await inWorkspace(async (root) => {
      const [local, cluster] = [`${root}/local`, `${root}/cluster`];
      for (const cwd of [local, cluster]) await Deno.mkdir(cwd);
      await resultOf("sweep", [...ONE, "--jobs", "2", "--quiet"], { cwd: local });
      await resultOf("report", REPORT, { cwd: local });
      const workflow = await exported(cluster, ONE);
      const output = (await start(workflow, ["--profile", "profiles/slurm"])).output();
      const squeue = ["--noheader", "--states=running", "--name=pvae-train", "--format=%i"];
      let job = "";
      while (job === "") {
        const { stdout } = await new Deno.Command("squeue", { args: squeue }).output();
        job = new TextDecoder().decode(stdout).split("\n")[0];
        await pause(50);
      }
      await new Deno.Command("scancel", { args: [job] }).output();
      const { code, stderr } = await output;
      const told = new TextDecoder().decode(stderr);
      assertEquals(code, 0, told);
      assertMatch(told, /Trying to restart job/);
      assertEquals(await contents(`${cluster}/results`), await contents(`${local}/results`));
    });
  },
});

/** Slurm's commands as far as the profile uses them: a batch job is a process of this machine. */
const BATCH = {
  sbatch: `for script; do :; done
echo "$*" >>"$BATCH/asked"
( "$script" >"$BATCH/said" 2>&1 && state=COMPLETED || state=FAILED
  echo "JobState=$state" >"$BATCH/$$" ) </dev/null >/dev/null 2>&1 &
echo $$`,
  scontrol: `[ "$1" = ping ] || cat "$BATCH/$4" 2>/dev/null | sed 's/^/JobId=1 /' | grep . ||
  echo "JobId=1 JobState=RUNNING"`,
  scancel: "exit 0",
  sacct: "exit 0",
};

Deno.test({
  name: `a batch job finds a workflow whose name holds braces, patterns and letters${why}`,
  ignore,
  async fn() {
    await inWorkspace(async (root) => {
      const cwd = `${root}/größe {x} %j %s #&=1; a,b`;
      await Deno.mkdir(cwd);
      const bin = `${root}/bin`;
      await Deno.mkdir(bin);
      for (const [name, text] of Object.entries(BATCH)) {
        await Deno.writeTextFile(`${bin}/${name}`, `#!/bin/sh\n${text}\n`);
        await Deno.chmod(`${bin}/${name}`, 0o755);
      }
      const workflow = await exported(cwd, ONE);
      const job = "done/dataset/dataset-hole.radius=0.3-seed-0.txt";
      const { code, stderr } = await new Deno.Command("snakemake", {
        args: ["--profile", "profiles/slurm", "--latency-wait", "5", job],
        cwd: workflow,
        env: {
          ...await engineEnv(workflow),
          PATH: `${bin}:${Deno.env.get("PATH")}`,
          BATCH: bin,
        },
        stdin: "null",
      }).output();
      assertEquals(code, 0, new TextDecoder().decode(stderr));
      assertEquals((await listResults(`${cwd}/results`, "dataset")).length, 1);
      // Slurm expands patterns in what it is asked for, and not in the folder that this is in.
      assertMatch(
        await Deno.readTextFile(`${bin}/asked`),
        /^--parsable --job-name=pvae-dataset --output=logs\/slurm\/%j\.log --cpus-per-task=1 /,
      );
    });
  },
});

Deno.test({
  name: `a plan of a thousand training runs is accepted by the engine's dry run${why}`,
  ignore,
  async fn() {
    await inWorkspace(async (cwd) => {
      const radii = Array.from({ length: 50 }, (_, k) => ((k + 1) / 100).toFixed(2)).join(",");
      const many = `--vary hole.radius=${radii} --seeds 10 --profile paper --backend wasm`;
      const workflow = await exported(cwd, many.split(" "));
      const { code, told } = await run(workflow, [...LOCAL, "--dry-run", "--quiet"]);
      assertEquals(code, 0, told);
      assertMatch(told, /^train +1000/m);
      // The shell commands of batch jobs need no Slurm to be read.
      const slurm = await run(workflow, ["--profile", "profiles/slurm", "--dry-run", "--quiet"]);
      assertEquals(slurm.code, 0, slurm.told);
    });
  },
});

Deno.test({
  name: `a workflow that is read while its jobs run takes nothing from them${why}`,
  ignore,
  async fn() {
    await inWorkspace(async (cwd) => {
      const workflow = await exported(cwd, ONE);
      const result = `${cwd}/result`;
      await Deno.mkdir(result);
      await Deno.writeTextFile(`${result}/manifest.json`, "{}");
      // Jobs that compute nothing: one line each, and no end before they are let go.
      const deno = `${cwd}/deno`;
      const waits = `echo started >>'${cwd}/started'; until [ -e '${cwd}/go' ]; do sleep 0.1; done`;
      await Deno.writeTextFile(deno, `#!/bin/sh\n${waits}\necho '${result}'\n`, { mode: 0o755 });
      const config = await Deno.readTextFile(`${workflow}/config.yaml`);
      await Deno.writeTextFile(
        `${workflow}/config.yaml`,
        config.replace(/^deno: .*$/m, `deno: ${JSON.stringify(deno)}`),
      );
      const child = await start(workflow);
      const output = child.output();
      while (!await Deno.stat(`${cwd}/started`).catch(() => null)) await pause(50);
      const read = await run(workflow, ["--dry-run", ...LOCAL]);
      assertEquals(read.code, 0, read.told);
      await Deno.writeTextFile(`${cwd}/go`, "");
      const { code, stderr } = await output;
      const told = new TextDecoder().decode(stderr);
      assertEquals(code, 0, told);
      assertEquals(/MissingOutput|restart/i.exec(told), null);
      // A dataset, two networks, their evaluations, the comparison and the report, each once.
      const started = await Deno.readTextFile(`${cwd}/started`);
      assertEquals(started.split("\n").length - 1, 7);
      assertEquals(await filesOf(`${workflow}/done`).then((files) => files.length), 7);
    });
  },
});
