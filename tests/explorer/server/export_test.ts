import { assert, assertEquals, assertRejects } from "@std/assert";
import { RunError, UsageError } from "../../../lib/errors.ts";
import { readCatalogue } from "../../../lib/explorer/server/catalogue.ts";
import { exportSite } from "../../../lib/explorer/server/export.ts";
import { buildSite, type Site } from "../../../lib/explorer/server/site.ts";
import { sha256File } from "../../../lib/results/digest.ts";
import { filesOf } from "../../end_to_end/helpers.ts";
import { inFolder } from "../../results/fake_stage.ts";
import { fakeNetwork } from "../fixtures.ts";

interface Given {
  readonly site: Site;
  readonly folder: string;
  readonly network: string;
  /** The options of an export. */
  readonly apart: { readonly apartFrom: readonly string[] };
}

async function withSite(
  test: (given: Given) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const network = await fakeNetwork(`${folder}/results`);
    const site = buildSite(await readCatalogue({ results: `${folder}/results` }));
    await test({ site, folder, network, apart: { apartFrom: [`${folder}/results`] } });
  });
}

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();

Deno.test("exportSite() writes the files of the map and no others", async () => {
  await withSite(async ({ site, folder, apart }) => {
    await Deno.mkdir(`${folder}/empty`);
    for (const name of ["new", "below/new", "empty", "slash/"]) {
      const target = `${folder}/${name}`;
      await exportSite(site, target, apart);
      assertEquals(await filesOf(target.replace(/\/$/, "")), [...site.keys()].sort());
      for (const [path, { sha256 }] of site) {
        assertEquals((await sha256File(`${target}/${path}`)).sha256, sha256, path);
      }
    }
    assertEquals(await namesIn(folder), ["below", "empty", "new", "results", "slash"]);
    if (Deno.build.os === "windows") return;
    await exportSite(site, `${folder}/back\\`, apart);
    assertEquals(await filesOf(`${folder}/back\\`), [...site.keys()].sort());
    // A web server that runs as another user must be able to read it.
    assertEquals((await Deno.stat(`${folder}/new`)).mode! & 0o700, 0o700);
    const { mode } = await Deno.stat(`${folder}/below`);
    assertEquals((await Deno.stat(`${folder}/new`)).mode, mode);
  });
});

Deno.test("exportSite() touches nothing that is there", async () => {
  await withSite(async ({ site, folder, apart }) => {
    await Deno.mkdir(`${folder}/full`);
    await Deno.writeTextFile(`${folder}/full/mine.txt`, "mine");
    await Deno.writeTextFile(`${folder}/file`, "mine");
    await Deno.mkdir(`${folder}/aim`);
    await Deno.symlink(`${folder}/aim`, `${folder}/link`);
    await Deno.symlink(`${folder}/results`, `${folder}/there`);
    const cases = [
      ["full", "holds mine.txt"],
      ["file", "is no folder"],
      ["link", "is a link"],
      ["file/below", "must be a folder that can be written"],
      ["aim/.", "does not end in the name of a folder"],
      ["aim/none/..", "does not end in the name of a folder"],
      ["results/site", `lies in ${folder}/results`],
      ["results/train/new/site/", `lies in ${folder}/results`],
      ["there/site", `lies in ${folder}/results`],
      ["none/../results/site", `lies in ${folder}/results`],
    ];
    for (const [name, line] of cases) {
      await assertRejects(() => exportSite(site, `${folder}/${name}`, apart), UsageError, line);
    }
    assertEquals(await namesIn(folder), ["aim", "file", "full", "link", "results", "there"]);
    assertEquals(await namesIn(`${folder}/aim`), []);
    assertEquals(await Deno.readTextFile(`${folder}/full/mine.txt`), "mine");
  });
});

Deno.test("exportSite() leaves nothing behind where it cannot end", async () => {
  await withSite(async ({ site, folder, network, apart }) => {
    const signal = AbortSignal.abort(new DOMException("interrupted", "AbortError"));
    const stopped = () => exportSite(site, `${folder}/stopped`, { ...apart, signal });
    await assertRejects(stopped, DOMException);
    await Deno.writeTextFile(`${network}/decoder/weights.bin`, "changed");
    await assertRejects(
      () => exportSite(site, `${folder}/new`, apart),
      RunError,
      "was changed since",
    );
    assertEquals(await namesIn(folder), ["results"]);
    assert((await namesIn(`${folder}/results`)).includes("train"));
  });
});
