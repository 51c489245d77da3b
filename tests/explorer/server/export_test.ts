import { assert, assertEquals, assertRejects } from "@std/assert";
import { RunError, UsageError } from "../../../lib/errors.ts";
import { readCatalogue } from "../../../lib/explorer/server/catalogue.ts";
import { exportSite } from "../../../lib/explorer/server/export.ts";
import { buildSite, type Site } from "../../../lib/explorer/server/site.ts";
import { sha256File } from "../../../lib/results/digest.ts";
import { filesOf } from "../../end_to_end/helpers.ts";
import { inFolder } from "../../results/fake_stage.ts";
import { fakeNetwork } from "../fixtures.ts";

async function withSite(
  test: (given: { site: Site; folder: string; network: string }) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const network = await fakeNetwork(`${folder}/results`);
    const site = buildSite(await readCatalogue({ results: `${folder}/results` }));
    await test({ site, folder, network });
  });
}

const namesIn = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();

Deno.test("exportSite() writes the files of the map and no others", async () => {
  await withSite(async ({ site, folder }) => {
    await Deno.mkdir(`${folder}/empty`);
    for (const name of ["new", "below/new", "empty", "slash/"]) {
      const target = `${folder}/${name}`;
      await exportSite(site, target);
      assertEquals(await filesOf(target.replace(/\/$/, "")), [...site.keys()].sort());
      for (const [path, { sha256 }] of site) {
        assertEquals((await sha256File(`${target}/${path}`)).sha256, sha256, path);
      }
    }
    assertEquals(await namesIn(folder), ["below", "empty", "new", "results", "slash"]);
    if (Deno.build.os === "windows") return;
    // A web server that runs as another user must be able to read it.
    assertEquals((await Deno.stat(`${folder}/new`)).mode! & 0o700, 0o700);
    const { mode } = await Deno.stat(`${folder}/below`);
    assertEquals((await Deno.stat(`${folder}/new`)).mode, mode);
  });
});

Deno.test("exportSite() touches nothing that is there", async () => {
  await withSite(async ({ site, folder }) => {
    await Deno.mkdir(`${folder}/full`);
    await Deno.writeTextFile(`${folder}/full/mine.txt`, "mine");
    await Deno.writeTextFile(`${folder}/file`, "mine");
    await Deno.mkdir(`${folder}/aim`);
    await Deno.symlink(`${folder}/aim`, `${folder}/link`);
    const cases = [
      ["full", "holds mine.txt"],
      ["file", "is no folder"],
      ["link", "is a link"],
      ["file/below", "must be a folder that can be written"],
      [".", "must be the name of a folder to make"],
      ["full/..", "must be the name of a folder to make"],
    ];
    for (const [name, line] of cases) {
      await assertRejects(() => exportSite(site, `${folder}/${name}`), UsageError, line);
    }
    assertEquals(await namesIn(folder), ["aim", "file", "full", "link", "results"]);
    assertEquals(await namesIn(`${folder}/aim`), []);
    assertEquals(await Deno.readTextFile(`${folder}/full/mine.txt`), "mine");
  });
});

Deno.test("exportSite() leaves nothing behind where it cannot end", async () => {
  await withSite(async ({ site, folder, network }) => {
    const signal = AbortSignal.abort(new DOMException("interrupted", "AbortError"));
    await assertRejects(() => exportSite(site, `${folder}/stopped`, { signal }), DOMException);
    await Deno.writeTextFile(`${network}/decoder/weights.bin`, "changed");
    await assertRejects(() => exportSite(site, `${folder}/new`), RunError, "was changed since");
    assertEquals(await namesIn(folder), ["results"]);
    assert((await namesIn(`${folder}/results`)).includes("train"));
  });
});
