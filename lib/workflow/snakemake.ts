/**
 * A study's jobs as a Snakemake workflow (7.21 and later): the Snakefile, its plan and
 * configuration, and profiles for one machine, Slurm and, from 8 on, Kubernetes. Another engine is another file
 * like this one, made from the same `Workflow`.
 *
 * Where a result will lie is not known before its inputs are there, since its name is made from
 * their bytes. So each job leaves a small file that names its result folder, and Snakemake sees
 * those files only. A file whose result is gone is removed when the workflow is read, which every
 * batch job does while others run: so the file of a running job has another name until it is whole.
 * A result whose file is gone is found by the script itself. So the results folder alone decides what is
 * computed: it can be merged with another, moved, or filled by a laptop and finished by a cluster.
 *
 * @module
 */

import type { Workflow } from "./jobs.ts";

/** Where the workflow finds things. */
export interface SnakemakeOptions {
  /** The suite's folder, as the jobs will see it. */
  readonly suite: string;
  /** Deno's command. */
  readonly deno: string;
}

const SNAKEFILE = String
  .raw`# A study of punctured-vae, written by deno task sweep --export snakemake.
# Each job leaves done/<stage>/<job>.txt, which names its result folder. The suite's docs/clusters.md
# says more.
import json
import os
import shlex
from pathlib import Path

configfile: str(Path(workflow.basedir) / "config.yaml")

PLAN = json.loads((Path(workflow.basedir) / "plan.json").read_text(encoding="utf-8"))
JOBS = {job["name"]: job for job in PLAN["jobs"]}


def done(name):
    return f"done/{JOBS[name]['stage']}/{name}.txt"


# A file that names a result which is gone would keep its job from being run again. Paths are read
# as the system's own bytes, which need not be text in the locale's encoding.
for named in Path("done").glob("**/*.txt"):
    try:
        folder = os.fsdecode(named.read_bytes()).strip()
    except FileNotFoundError:
        # Another job, which reads the workflow at the same time, has removed it.
        continue
    if not (Path(folder or "-") / "manifest.json").exists():
        named.unlink(missing_ok=True)


def script(job, inputs=""):
    """The command line of a script; inputs are read by the shell, when they are there."""
    suite = Path(config["suite"])
    words = [
        config["deno"], "run", "--quiet", "--no-prompt", f"--config={suite / 'deno.json'}",
        *job["permissions"], str(suite / "scripts" / f"{job['script']}.ts"), *job["args"],
        "--results", PLAN["results"], "--backend", PLAN["backend"],
    ]
    # The scripts expect UTF-8, whatever the locale's encoding.
    return shlex.join(os.fsdecode(word.encode("utf-8")) for word in words) + inputs


def command(name, paths):
    """A job's command line; paths are those of its input files, which storage may have moved."""
    job = JOBS[name]
    inputs = [f' --{role} "$(cat {shlex.quote(str(path))})"' for role, path in zip(job["needs"], paths)]
    return script(job, "".join(inputs))


def minutes(name, attempt):
    """Three times what the arithmetic takes at the rate that config.yaml gives, from bench."""
    cost = JOBS[name]["cost"]
    # An earlier export's config.yaml has one number for either backend.
    gflops = config.get(f"gflops_{PLAN['backend']}", config.get("gflops"))
    seconds = cost["operations"] / (1e9 * gflops) + 0.002 * cost["steps"]
    return attempt * (5 + int(3 * seconds / 60))


wildcard_constraints:
    job="[A-Za-z0-9.=_-]+",


localrules:
    all,


rule all:
    default_target: True
    input:
        "done/report.txt",


# The comparison of all arms: everything else is there by now, and only this is computed.
rule compare:
    input:
        [done(name) for name in JOBS],
    output:
        "done/sweep.txt",
    params:
        # A function, because Snakemake reads braces in a plain text as wildcards.
        command=lambda wildcards: script(PLAN["last"]),
    resources:
        mem_mb=2000,
        runtime=60,
        gpus=int(PLAN["backend"] == "webgpu"),
    log:
        "logs/sweep.log",
    shell:
        # The path is the last line; the table before it is for people.
        "{params.command} 2>{log} | tail -n 1 >{output}.partial && mv {output}.partial {output}"


# The page with the comparison, and with whatever else of this profile lies in the results.
rule report:
    input:
        "done/sweep.txt",
    output:
        "done/report.txt",
    params:
        command=lambda wildcards: script(PLAN["report"]),
    resources:
        mem_mb=2000,
        runtime=60,
        gpus=int(PLAN["backend"] == "webgpu"),
    log:
        "logs/report.log",
    shell:
        # The page's folder is the result.
        "{params.command} 2>{log} | sed 's|/index.html$||' >{output}.partial"
        " && mv {output}.partial {output}"

`;

/** The rule of one stage. */
function rule(stage: string): string {
  return String.raw`
rule ${stage}:
    input:
        lambda wildcards: [done(need) for need in JOBS[wildcards.job]["needs"].values()],
    output:
        "done/${stage}/{job}.txt",
    params:
        command=lambda wildcards, input: command(wildcards.job, input),
    threads: 1
    resources:
        mem_mb=lambda wildcards: JOBS[wildcards.job]["cost"]["memory"],
        runtime=lambda wildcards, attempt: minutes(wildcards.job, attempt),
        gpus=lambda wildcards: int(JOBS[wildcards.job]["cost"]["gpu"]),
    # A job that was stopped goes on from its checkpoint, which lies in the results folder.
    retries: 2
    log:
        "logs/${stage}/{job}.log",
    shell:
        "{params.command} >{output}.partial 2>{log} && mv {output}.partial {output}"
`;
}

/**
 * What every profile says. Snakemake's own lock would keep a killed workflow from being started
 * again, and the scripts lock what they compute.
 */
const COMMON = `keep-going: true
nolock: true
rerun-incomplete: true
rerun-triggers: mtime
`;

const LOCAL = `# One machine: as many jobs at once as there are cores.
cores: all
${COMMON}`;

/**
 * What the name of a workflow's folder may not hold where Snakemake 7 submits batch jobs: it writes
 * the name into their commands between double quotes, or as Python would. Later versions quote it.
 */
export const BATCH_UNSAFE = /["$'\\`]/;

const SLURM = `# Snakemake 7: one batch job each. Partition and account are yours to add.
jobs: 100
${COMMON}latency-wait: 60
cluster: >-
  mkdir -p logs/slurm &&
  sbatch --parsable --job-name=pvae-{rule} --output=logs/slurm/%j.log
  --cpus-per-task={threads} --mem={resources.mem_mb} --time={resources.runtime}
  --gpus={resources.gpus}
cluster-status: sh profiles/slurm/status.sh
cluster-cancel: scancel
`;

const SLURM_STATUS =
  `# What Snakemake asks of a batch job: running, success or failed. A job that was cancelled or ran
# out of time cannot say so itself.
state=$(scontrol -o show job "$1" 2>/dev/null | sed -n 's/.* JobState=\\([A-Z_]*\\).*/\\1/p')
if [ -z "$state" ]; then
  state=$(sacct -X -n -o State -j "$1" 2>/dev/null | awk 'NR == 1 { print $1 }')
fi
case "$state" in
  COMPLETED) echo success ;;
  PENDING | RUNNING | CONFIGURING | COMPLETING | SUSPENDED | REQUEUED | STAGE_OUT) echo running ;;
  # Slurm answers and no longer knows it: tried again, the script finds what was finished.
  "") if scontrol ping >/dev/null 2>&1; then echo failed; else echo running; fi ;;
  *) echo failed ;;
esac
`;

const SLURM_8 = `# Snakemake 8 and later, with the plugin snakemake-executor-plugin-slurm.
executor: slurm
jobs: 100
${COMMON}latency-wait: 60
default-resources:
  - tasks=1
`;

const KUBERNETES_8 =
  `# Snakemake 8 and later, with the plugin snakemake-executor-plugin-kubernetes. The image must hold
# Deno and Snakemake; suite, results and this folder lie on a volume that all pods mount.
executor: kubernetes
jobs: 100
${COMMON}latency-wait: 60
container-image: your-registry/deno-snakemake
kubernetes-persistent-volumes:
  - your-claim:/shared
# Snakemake takes pods to share nothing; with this it keeps what jobs leave on the volume. Install
# snakemake-storage-plugin-fs.
default-storage-provider: fs
default-storage-prefix: /shared/storage
`;

/**
 * A YAML scalar in double quotes: JSON's, with what YAML does not print or takes for a line's end
 * escaped too.
 */
function yamlText(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The workflow's files, by path. */
export function snakemakeFiles(
  workflow: Workflow,
  { suite, deno }: SnakemakeOptions,
): Readonly<Record<string, string>> {
  const stages = [...new Set(workflow.jobs.map(({ stage }) => stage))];
  const config = [
    "# Where the jobs find the suite and Deno.",
    `suite: ${yamlText(suite)}`,
    `deno: ${yamlText(deno)}`,
    "# What one process trains at, in GFLOP/s: deno task bench says. It decides the time that is",
    "# asked for, of which a third should be enough; a job that runs out goes on in the next try.",
    // For each backend, since this file stays where a later plan is for the other one.
    "gflops_wasm: 20",
    "gflops_webgpu: 500",
    "",
  ];
  return {
    "Snakefile": SNAKEFILE.trimEnd() + "\n" +
      stages.map(rule).join("\n"),
    "plan.json": `${JSON.stringify(workflow, null, 1)}\n`,
    "config.yaml": config.join("\n"),
    "profiles/local/config.yaml": LOCAL,
    "profiles/slurm/config.yaml": SLURM,
    "profiles/slurm/config.v8+.yaml": SLURM_8,
    "profiles/slurm/status.sh": SLURM_STATUS,
    "profiles/kubernetes/config.v8+.yaml": KUBERNETES_8,
  };
}
