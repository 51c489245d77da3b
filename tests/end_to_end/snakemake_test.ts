/** How a study is exported for Snakemake, which the tests of `snakemake_all_test.ts` then run. */

import { assertRefused, inWorkspace, runScript } from "./helpers.ts";

const STUDY = "--vary hole.radius=0.3,0.45,0.6 --profile smoke --seeds 2 --backend wasm".split(
  " ",
);

Deno.test("an export that is asked for in another way is refused in one line", async () => {
  await inWorkspace(async (cwd) => {
    await Deno.writeTextFile(`${cwd}/file`, "");
    const cases: [string[], RegExp][] = [
      [["--export", "snakemake"], /--export snakemake must be followed by the folder/],
      [["somewhere"], /unexpected argument somewhere: a folder is only given with --export/],
      [["--export", "snakemake", "new", "--dry-run"], /--dry-run must be left out beside --export/],
      [["--export", "snakemake", "new", "--jobs", "1"], /--jobs must be left out beside --export/],
      [["--export", "snakemake", "new", "--repair"], /--repair must be left out beside --export/],
      [["--export", "nextflow", "x"], /--export must be snakemake, received nextflow/],
      [["--export", "snakemake", "file"], /--export must go to a folder, file is none/],
      [["--export", "snakemake", "results"], /outside of --results, results lies in results/],
      [["--export", "snakemake", "results/a/wf"], /outside of --results, results\/a\/wf lies in/],
      [["--export", "snakemake", "."], /--export must go to a folder that is new.*holds file/],
    ];
    for (const [args, message] of cases) {
      const ran = await runScript("sweep", [...STUDY, ...args, "--quiet"], { cwd });
      assertRefused(ran, { script: "sweep", message });
    }
    // The jobs' machines could choose different ones.
    const open = ["--export", "snakemake", "x", "--quiet"];
    const ran = await runScript("sweep", open, { cwd });
    assertRefused(ran, {
      script: "sweep",
      message: /--backend must be webgpu or wasm with --export/,
    });
  });
});
