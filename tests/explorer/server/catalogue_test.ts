import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UsageError } from "../../../lib/errors.ts";
import { readCatalogue } from "../../../lib/explorer/server/catalogue.ts";
import { buildSite } from "../../../lib/explorer/server/site.ts";
import { sha256 } from "../../../lib/results/mod.ts";
import { inFolder } from "../../results/fake_stage.ts";
import { fakeNetwork, fakeReport } from "../fixtures.ts";

Deno.test("readCatalogue() lists networks with what the page must know of them", async () => {
  await inFolder(async (results) => {
    const directory = await fakeNetwork(results);
    const { data, directories, files, notes, damaged } = await readCatalogue({ results });
    const id = directory.split("/").at(-1)!;
    const { key, ...model } = data.models[0];
    assert(id.endsWith(key.slice(0, 12)));
    assertEquals(model, {
      id,
      name: "around the disc of radius 0.6, seed 0",
      group: "disc of radius 0.6",
      subset: "punctured",
      partner: null,
      seed: 0,
      hole: "disc:1.25,1,0.6",
      size: 32,
      geometry: "square",
      stroke: 1.68,
      family: "rose",
      petals: 5,
      latents: 3,
      encoder: `models/${id}/encoder/model.json`,
      decoder: `models/${id}/decoder/model.json`,
      codes: `models/${id}/codes.csv`,
    });
    assertEquals([data.first, data.second], [id, null]);
    assertEquals([...directories], [[id, directory]]);
    assertEquals(files.map(({ sitePath }) => sitePath.replace(`models/${id}/`, "")), [
      "encoder/model.json",
      "encoder/weights.bin",
      "decoder/model.json",
      "decoder/weights.bin",
      "codes.csv",
    ]);
    for (const { directory: folder, path, bytes } of files) {
      assertEquals((await Deno.stat(`${folder}/${path}`)).size, bytes);
    }
    assertEquals([notes, damaged], [[], []]);
  });
});

Deno.test("readCatalogue() opens with the disc at which a hole shows, and its own control", async () => {
  await inFolder(async (results) => {
    const hole = "disc:1.25,1,0.3";
    const control = { subset: "control" } as const;
    await fakeNetwork(results, { facts: { hole } });
    await fakeNetwork(results, { facts: { hole }, parameters: control });
    await fakeNetwork(results, { parameters: { seed: 1 } });
    const first = await fakeNetwork(results);
    await fakeNetwork(results, { parameters: { subset: "full" } });
    // Controls of something else: another seed, another network, another dataset.
    await fakeNetwork(results, { parameters: { ...control, seed: 1 } });
    await fakeNetwork(results, { parameters: { ...control, divide: 4 } });
    const other = { parameters: control, dataset: "smaller", images: 82 };
    await fakeNetwork(results, other);
    const chosen = async () => {
      const { data, directories } = await readCatalogue({ results });
      return [data.first, data.second].map((id) => id && directories.get(id));
    };
    assertEquals(await chosen(), [first, null]);
    const second = await fakeNetwork(results, { parameters: control });
    assertEquals(await chosen(), [first, second]);
    const { data } = await readCatalogue({ results });
    const partners = data.models.filter(({ partner }) => partner !== null);
    // One pair of radius 0.3 and two of radius 0.6, each way.
    assertEquals(partners.length, 6);
    for (const { id, partner, subset, seed } of partners) {
      const other = data.models.find((model) => model.id === partner)!;
      assertEquals([other.partner, other.seed], [id, seed]);
      assert(other.subset !== subset && other.subset !== "full" && subset !== "full");
    }
  });
});

Deno.test("readCatalogue() leaves out decoders alone, and damaged networks, with a line", async () => {
  await inFolder(async (results) => {
    const sound = await fakeNetwork(results);
    const truth = await fakeNetwork(results, {
      parameters: {
        posterior: "truth",
        loss: { lambda: 0, penalty: "none", gamma: 0, weights: "none" },
      },
    });
    const broken = await fakeNetwork(results, { parameters: { seed: 1 } });
    await Deno.writeTextFile(`${broken}/encoder/weights.bin`, "encoder 2");
    const { directories, notes, damaged } = await readCatalogue({ results });
    assertEquals([...directories.values()], [sound]);
    assertEquals(notes, ["left out: 1 trained without an encoder"]);
    assertEquals(damaged.length, 1);
    assert(damaged[0].startsWith(`Cannot use ${broken}: encoder/weights.bin does not match`));

    const asked = (...models: string[]) => readCatalogue({ results, models });
    await assertRejects(() => asked(sound, broken), UsageError, damaged[0]);
    await assertRejects(() => asked(truth), UsageError, `${truth}: it has no encoder`);
    await assertRejects(() => asked(`${results}/none`), UsageError, "does not exist");
    assertEquals([...(await asked(sound, `${sound}/`)).directories.values()], [sound]);
  });
});

Deno.test("readCatalogue() refuses a network whose parts take images of another size", async () => {
  await inFolder(async (results) => {
    const cases = [
      [{ architecture: 64 }, "architecture.json has images of 64 × 64 pixels, dataset.json of 32"],
      [{ encoder: 64 }, "encoder/model.json takes 64 × 64 × 1, dataset.json says 32 × 32 × 1"],
      [{ decoder: 2 }, "decoder/model.json takes 2, architecture.json says 3"],
    ] as const;
    for (const [seed, [claims, line]] of cases.entries()) {
      const directory = await fakeNetwork(results, { claims, parameters: { seed } });
      const refused = () => readCatalogue({ results, models: [directory] });
      await assertRejects(refused, UsageError, `Cannot explore ${directory}: ${line}`);
    }
    const sound = await fakeNetwork(results, { parameters: { seed: 9 } });
    const { directories, damaged } = await readCatalogue({ results });
    assertEquals([...directories.values()], [sound]);
    assertEquals(damaged.length, cases.length);
  });
});

Deno.test("readCatalogue() gives each network an id that is a plain word", async () => {
  await inFolder(async (results) => {
    const [one, two] = [
      await fakeNetwork(`${results}/x`),
      await fakeNetwork(`${results}/x`, { parameters: { seed: 1 } }),
    ];
    await Deno.mkdir(`${results}/y`);
    for (const [from, to] of [[one, "a b#%2e"], [two, "y/same"]]) {
      await Deno.rename(from, `${results}/${to}`);
    }
    const third = await fakeNetwork(`${results}/x`, { parameters: { seed: 2 } });
    await Deno.rename(third, `${results}/same`);
    const models = ["a b#%2e", "y/same", "same"].map((name) => `${results}/${name}`);
    const { data } = await readCatalogue({ results, models });
    const [odd, first, second] = data.models;
    assertEquals([odd.id, first.id, second.id], [odd.key, "same", second.key]);
  });
});

Deno.test("readCatalogue() says that the page has the lab alone where there are no networks", async () => {
  await inFolder(async (results) => {
    for (const folder of [`${results}/none`, results]) {
      const { data, files, notes, damaged } = await readCatalogue({ results: folder });
      assertEquals(data, { models: [], first: null, second: null, report: null });
      assertEquals([files, damaged], [[], []]);
      assertEquals(notes, [`no trained networks in ${folder}: the page has the lab alone`]);
    }
    const broken = await fakeNetwork(results);
    await Deno.remove(`${broken}/tables/latents.csv`);
    const { data, notes, damaged } = await readCatalogue({ results });
    assertEquals([data.models, notes.length, damaged.length], [[], 1, 1]);
    assert(damaged[0].startsWith(`Cannot use ${broken}: `));
  });
});

Deno.test("readCatalogue() opens with a network of more than smoke where there is one", async () => {
  await inFolder(async (results) => {
    await fakeNetwork(results);
    const trained = await fakeNetwork(results, {
      facts: { hole: "disc:1.25,1,0.3" },
      parameters: { epochs: 5 },
    });
    const { data, directories } = await readCatalogue({ results });
    assertEquals(directories.get(data.first!), trained);
    assertEquals(data.models.map(({ group }) => group), [
      "disc of radius 0.3",
      "smoke: disc of radius 0.6",
    ]);
  });
});

Deno.test("readCatalogue() offers the newest report that is sound", async () => {
  await inFolder(async (results) => {
    await fakeNetwork(results);
    const [old, young] = [await fakeReport(results, "old"), await fakeReport(results, "young")];
    const later = (await Deno.stat(`${old}/manifest.json`)).mtime!.getTime() + 60_000;
    await Deno.utime(`${young}/manifest.json`, new Date(later), new Date(later));
    const offered = async () => {
      const { data, files, damaged } = await readCatalogue({ results });
      const own = files.filter(({ sitePath }) => sitePath.startsWith("report/"));
      assertEquals(data.report, own.length > 0 ? "report/index.html" : null);
      return {
        folders: [...new Set(own.map(({ directory }) => directory))],
        paths: own.map(({ sitePath }) => sitePath),
        damaged: damaged.length,
      };
    };
    const { read, sha256: digest } = buildSite(await readCatalogue({ results })).get(
      "report/index.html",
    )!;
    const page = await read();
    assertEquals(digest, sha256(page));
    // The site holds no folder of another result, so that words stand in the place of a link.
    assertMatch(
      new TextDecoder().decode(page),
      /<a href="figures\/one\.svg">SVG<\/a>, train <code>0123<\/code>, seed 0$/,
    );
    const paths = ["report/figures/one.svg", "report/index.html", "report/report.js"];
    assertEquals(await offered(), { folders: [young], paths, damaged: 0 });
    await Deno.writeTextFile(`${young}/index.html`, "changed");
    assertEquals(await offered(), { folders: [old], paths, damaged: 1 });
    await Deno.remove(`${old}/manifest.json`);
    assertEquals(await offered(), { folders: [], paths: [], damaged: 2 });
  });
});
