/**
 * `evaluate` and `sweep` as a user runs them, on a study small enough for a test: every table can
 * be read without this code, nothing is computed twice, wrong words are refused.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { armRows, readEvaluation } from "../../lib/comparison/mod.ts";
import { dictionaryRows, evaluationDictionary } from "../../lib/evaluation/dictionary.ts";
import { comparisonDictionary } from "../../lib/comparison/dictionary.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { fieldDigests, resultKey } from "../../lib/results/key.ts";
import { formatManifest, keyFieldsOf, parseManifest } from "../../lib/results/manifest.ts";
import { openResult } from "../../lib/results/mod.ts";
import { dictionaryProblems, readTables, type Tables } from "../evaluation/dictionary.ts";
import {
  assertRefused,
  type Case,
  contents,
  filesOf,
  inWorkspace,
  refuseAll,
  resultOf,
  runScript,
} from "./helpers.ts";

const TINY = "--vary hole.radius=0.4,0.6 --vary epochs=1 --vary points=150 --profile smoke".split(
  " ",
);
const COMPARISON = [...TINY, "--seeds", "2", "--backend", "wasm"];

/** A table of a result, by columns. */
async function table(folder: string, name: string): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(`${folder}/tables/${name}.csv`));
}

/** The evaluations as a comparison in which the second arm is held against the first. */
async function heldAgainst(evaluations: readonly string[]): Promise<Tables> {
  const [model, control] = await Promise.all(
    evaluations.slice(0, 2).map(async (directory) =>
      await readEvaluation(await openResult(directory, { stage: "evaluate" }))
    ),
  );
  const replicates = [{ seed: 0, model, control }];
  const arms = [{ name: "one", against: null, replicates }, {
    name: "two",
    against: "one",
    replicates,
  }];
  const rows = armRows(arms, { intervals: false });
  return new Map([["arms", readCsv(writeCsv(Object.keys(rows[0]), rows))]]);
}

/** Members of a file of figures, at any depth, but for the names of arms. */
function memberNames(value: unknown, within = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, below]) => [
    ...(within === "arms" ? [] : [name]),
    ...memberNames(below, name),
  ]);
}

Deno.test("a sweep over two radii and two seeds", async (t) => {
  await inWorkspace(async (cwd) => {
    const ran = await runScript("sweep", COMPARISON, { cwd });
    assertEquals(ran.code, 0, ran.stderr);
    const folder = `${cwd}/${ran.last}`;
    const evaluations = (await Array.fromAsync(Deno.readDir(`${cwd}/results/evaluate`)))
      .map(({ name }) => `${cwd}/results/evaluate/${name}`);

    await t.step("trains, controls, evaluates and compares", async () => {
      assertMatch(ran.last, /^results\/sweep\/varied-smoke-a2-n2-[0-9a-f]{12}$/);
      assertEquals(evaluations.length, 8);
      assertMatch(ran.stdout, /2 seeds; \[95 % t interval over seeds\]/);
      assertMatch(ran.stdout, /hole\.radius=0\.6 epochs=1 points=150 +0\.\d{3} \[/);
      assertEquals(await filesOf(folder), [
        "figures/arms.svg",
        "figures/distance.svg",
        "figures/error_map.svg",
        "figures/methods.svg",
        "manifest.json",
        "metrics.json",
        ...["arms", "dictionary", "distance", "methods", "seeds"].map((name) =>
          `tables/${name}.csv`
        ),
      ]);
    });

    await t.step(
      "leaves tables whose every column is described and every number is one",
      async () => {
        for (const result of [folder, ...evaluations]) {
          for (const file of await filesOf(`${result}/tables`)) {
            const text = await Deno.readTextFile(`${result}/tables/${file}`);
            assert(!/undefined|null|\[object/.test(text), `${result}/tables/${file}`);
            // So small a network has no code above its noise; such rows count no seed and say why.
            const numbers = text.split("\n").filter((line) =>
              !/,0,NaN,NaN,NaN,NaN,NaN,2 of 2 seeds without a value: \S/.test(line)
            ).join("\n");
            assert(
              ["distance.csv", "dictionary.csv"].includes(file) || !/NaN|Infinity/.test(numbers),
              `${file}: ${numbers.match(/.*(NaN|Infinity).*/)}`,
            );
          }
        }
      },
    );

    await t.step("has dictionaries that say what each column holds", async () => {
      const evaluated = await readTables(evaluations);
      assertEquals(dictionaryProblems(evaluationDictionary(), evaluated), []);
      const compared = await readTables([folder]);
      const { arms: more } = Object.fromEntries(await heldAgainst(evaluations));
      compared.set("arms", [...compared.get("arms")!, ...more]);
      assertEquals(dictionaryProblems(comparisonDictionary(), compared), []);
      for (
        const [result, dictionary] of [
          [folder, comparisonDictionary()],
          [evaluations[0], evaluationDictionary()],
        ] as const
      ) {
        const written = (await table(result, "dictionary")).map((row) => ({ ...row }));
        assertEquals(written, dictionaryRows(dictionary));
      }
    });

    await t.step("names its measures by columns and figures that are there", async () => {
      const columns = Object.keys(evaluationDictionary().points);
      const scores = new Set<string>();
      for (const result of evaluations) {
        const { codes, code_distances: distances } = JSON.parse(
          await Deno.readTextFile(`${result}/metrics.json`),
        );
        for (const { measure } of await table(result, "scores")) {
          const [, method, set] = measure.match(/^code_distance_(.+)_(hole|validation|P\d)$/) ?? [];
          assert(method ? method in distances[set] : measure in codes, measure);
        }
        for (const name of Object.keys(codes)) scores.add(name);
        for (const { measure } of await table(result, "scores")) scores.add(measure);
      }
      for (const name of ["arms", "seeds"]) {
        for (const { set, measure } of await table(folder, name)) {
          assert(set === "codes" ? scores.has(measure) : columns.includes(measure), measure);
        }
      }
    });

    await t.step("spells its figures in snake_case", async () => {
      const wrong = new Set<string>();
      for (const stage of ["dataset", "train", "evaluate", "sweep"]) {
        for await (const { name } of Deno.readDir(`${cwd}/results/${stage}`)) {
          const text = await Deno.readTextFile(`${cwd}/results/${stage}/${name}/metrics.json`);
          memberNames(JSON.parse(text))
            .filter((member) => !/^(P\d|[a-z0-9]+(_[a-z0-9]+)*(_P\d)?)$/.test(member))
            .forEach((member) => wrong.add(`${stage} ${member}`));
        }
      }
      // What training writes decides the keys of all that is made from it.
      const old = ["train bceExcess", "train betaEffective", "train validationLoss"];
      assertEquals([...wrong].sort(), old);
    });

    await t.step("gives estimates that are the means of its own table of seeds", async () => {
      const seeds = await table(folder, "seeds");
      for (const row of await table(folder, "arms")) {
        if (row.quantity !== "model") continue;
        const own = seeds.filter(({ arm, set, measure }) =>
          arm === row.arm && set === row.set && measure === row.measure
        );
        assertEquals(own.length, 2);
        const values = own.flatMap(({ model }) => model === "" ? [] : [Number(model)]);
        assertEquals(Number(row.seeds), values.length);
        for (const { model, note } of own) assert(model !== "" || note !== "");
        if (values.length === 0) continue;
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        assert(Math.abs(mean - Number(row.estimate)) < 1e-9, JSON.stringify(row));
        if (values.length < 2) continue;
        assert(Number(row.low) <= mean + 1e-12 && mean <= Number(row.high) + 1e-12);
      }
    });

    await t.step("measures the same points of the hole with model and control", async () => {
      const points = await Promise.all(evaluations.map((path) => table(path, "points")));
      const holes = points.map((rows) =>
        rows.filter(({ set }) => set === "hole").map(({ a, b }) => `${a} ${b}`).join()
      );
      assertEquals(new Set(holes).size, 4);
      for (const rows of points) {
        for (const { set, hole_distance: distance } of rows) {
          if (set === "hole") assert(Number(distance) <= 0);
          if (set === "validation") assert(Number(distance) > 0);
        }
      }
    });

    await t.step("finds all of it again, and a dry run says so", async () => {
      const dry = await runScript("sweep", [...COMPARISON, "--dry-run"], { cwd });
      assertEquals(dry.code, 0, dry.stderr);
      assert(!dry.stdout.includes("to run"), dry.stdout);
      const before = await contents(folder);
      assertEquals(await resultOf("sweep", [...COMPARISON, "--quiet"], { cwd }), ran.last);
      assertEquals(await contents(folder), before);
    });

    await t.step("becomes a reference that holds all of it, and agrees with itself", async () => {
      const root = new URL("../../", import.meta.url).pathname;
      const renewed = async (results: string, reference: string) => {
        const { code, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [
            ...["run", "--quiet", "--no-prompt", "--allow-read", "--allow-write=."],
            ...[`${root}scripts/dev/reference.ts`, results, reference],
          ],
          cwd,
        }).output();
        return { code, told: new TextDecoder().decode(stderr) };
      };
      const { code, told } = await renewed("results", "reference");
      assertEquals(code, 0, told);
      const kept = `reference/studies/varied/${ran.last.replace("results/", "")}`;
      assertEquals(await filesOf(`${cwd}/${kept}`), await filesOf(folder));
      const against = ["--against", "reference/studies/varied", "--quiet"];
      const verified = await runScript("verify", against, { cwd });
      assertEquals(verified.code, 0, verified.stdout);
      // A study's name that leads out of the reference, whose folder would be emptied first.
      const made = parseManifest(await Deno.readTextFile(`${folder}/manifest.json`));
      const draft = { ...made, parameters: { ...made.parameters as object, study: "../.." } };
      const fields = keyFieldsOf(draft);
      const manifest = { ...draft, key: resultKey(fields), keyFields: fieldDigests(fields) };
      const forged = `${cwd}/forged/sweep/forged-${manifest.key.slice(0, 12)}`;
      await Deno.mkdir(forged, { recursive: true });
      await Deno.writeTextFile(`${forged}/manifest.json`, formatManifest(manifest));
      const refused = await renewed("forged", "forged/results/reference");
      assertEquals(refused.code, 1, refused.told);
      assertStringIncludes(refused.told, "is of no study that a folder can be called after");
      assertEquals(await filesOf(forged), ["manifest.json"]);
    });

    await t.step("an evaluation run by its own script is the same result", async () => {
      const [name] = await Array.fromAsync(
        Deno.readDir(`${cwd}/results/train`),
        ({ name }) => name,
      );
      const datasets = await Array.fromAsync(
        Deno.readDir(`${cwd}/results/dataset`),
        (entry) => entry.name,
      );
      const [hole, seed] = [name.match(/disc-[\d.]+-[\d.]+-[\d.]+/)![0], name.match(/-s(\d)-/)![1]];
      const own = datasets.find((entry) => entry.startsWith(hole) && entry.includes(`-s${seed}-`))!;
      const other = datasets.find((entry) => !entry.startsWith(hole))!;
      const args = (dataset: string) => [
        ...["--model", `results/train/${name}`, "--dataset", `results/dataset/${dataset}`],
        ...["--backend", "wasm", "--quiet"],
      ];
      const path = await resultOf("evaluate", args(own), { cwd });
      assert(evaluations.includes(`${cwd}/${path}`), path);
      assertRefused(await runScript("evaluate", args(other), { cwd }), {
        script: "evaluate",
        message: /--dataset must be the one that .* was trained on, received .*/,
      });
      // The sweep's evaluations ran on one processor each; this one runs on three.
      const threads = [...args(own), "--threads", "3"];
      const again = await resultOf("evaluate", threads, { cwd, results: "threads" });
      assertEquals(await contents(`${cwd}/${again}`), await contents(`${cwd}/${path}`));
      const noisy = await resultOf("evaluate", [...args(own), "--noise"], { cwd });
      assertMatch(noisy, /-noise-[0-9a-f]{12}$/);
      assert(
        JSON.stringify(await contents(`${cwd}/${noisy}`)) !==
          JSON.stringify(await contents(`${cwd}/${path}`)),
      );
    });

    await t.step("goes without intervals when told to, from one seed", async () => {
      const args = [...TINY, "--seeds", "1", "--no-intervals", "--backend", "wasm", "--quiet"];
      const path = await resultOf("sweep", args, { cwd });
      const [row] = await table(`${cwd}/${path}`, "arms");
      assertEquals([row.seeds, row.low, row.t_high], ["1", "NaN", "NaN"]);
    });
  });
});

Deno.test("wrong studies, settings and seeds are refused in one line", async () => {
  await inWorkspace(async (cwd) => {
    const cases: Case[] = [
      [
        "sweep",
        "--study dose",
        /--study must be one of published, holes, dose-response, .*received dose/,
      ],
      ["sweep", "--vary radius=1", /--vary: a setting must be one of hole, .*received radius/],
      ["sweep", "--vary hole.radius", /--vary must be a setting and its values.*hole\.radius/],
      ["sweep", "--vary hole.radius=0", /hole\.radius must be a number > 0 .*received 0/],
      ["sweep", "--vary hole.radius=0.3,0.3", /values must differ, received 0\.3 twice/],
      ["sweep", "--vary size=32 --vary size=64", /--vary must name size once/],
      ["sweep", "--vary loss=kl", /loss must be one of none, published, .*received kl/],
      [
        "sweep",
        "--study dose-response --vary hole.radius=0.3",
        /--vary hole\.radius: the arms of dose-response set it already/,
      ],
      [
        "sweep",
        "--vary hole=strip:a,1,1.2 --vary hole.radius=0.3",
        /hole\.radius must go with a disc, received hole strip:a,1,1\.2/,
      ],
      [
        "sweep",
        "--study holes --vary hole=disc:1,1,0.1",
        /hole\.radius must be that of the hole disc:1,1,0\.1 or be left out, received 0\.3/,
      ],
      ["sweep", "--seeds 1", /--seeds must be at least 2 where intervals are given, received 1/],
      ["sweep", "--seeds 0", /--seeds must be a whole number from 1 to 1000, received 0/],
      ["sweep", "--vary size=36 --dry-run", /size must be .* a multiple of 8 .*received 36/],
      [
        "sweep",
        "--vary loss=none,covariance --vary batch=1,8",
        /arm loss=covariance batch=1: batch must be at least 2 with loss covariance, received 1/,
      ],
      [
        "sweep",
        "--study disentanglement --vary latents=1 --backend wasm --export snakemake workflow",
        /published.* latents=1: latents must be at least 2 with loss published, received 1/,
      ],
      [
        "sweep",
        "--vary size=64,1x --dry-run",
        /arms must differ: size=64 and size=1x are the same/,
      ],
      ["evaluate", "--dataset none", /one model must be given: --model, --reconstructions, or/],
      ["evaluate", "--model none", /--dataset is missing/],
      ["evaluate", "--model none --dataset none --stroke 0", /--stroke must be .*received 0/],
      ["evaluate", "--model none --dataset none", /Cannot use none as --model/],
    ];
    await refuseAll(cases, cwd);
  });
});

Deno.test("the seeds of a sweep begin with --seed", async () => {
  await inWorkspace(async (cwd) => {
    const args = [..."--seed 5 --seeds 2 --profile smoke --dry-run --backend wasm".split(" ")];
    const { code, stdout, stderr } = await runScript("sweep", args, { cwd });
    assertEquals(code, 0, stderr);
    const seeds = new Set([...stdout.matchAll(/seed (\d+)/g)].map(([, seed]) => seed));
    assertEquals([...seeds].sort(), ["5", "6"]);
  });
});

Deno.test("declared studies are planned by their names", async () => {
  await inWorkspace(async (cwd) => {
    for (const study of ["hole-shapes", "scale"]) {
      const args = ["--study", study, "--profile", "smoke", "--dry-run", "--backend", "wasm"];
      const { code, stdout, stderr } = await runScript("sweep", args, { cwd });
      assertEquals(code, 0, stderr);
      assertStringIncludes(stdout, `sweep ${study}: its `);
    }
  });
});
