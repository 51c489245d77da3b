/** `dataset --npz` as a user runs it: the file, what is refused, and that the result stays as it is. */

import { strFromU8, unzipSync } from "fflate";
import { decodeNpy } from "../../lib/files/npy.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertRefused, contents, inWorkspace, refuseAll, resultOf, runScript } from "./helpers.ts";

const SMALL = "--points 40 --size 16 --hole-points 4 --quiet".split(" ");

/** Bytes of a member's array. */
function member(file: Uint8Array, name: string) {
  return decodeNpy(unzipSync(file)[`${name}.npy`] as Uint8Array<ArrayBuffer>);
}

Deno.test("dataset --npz writes the same file each time, beside an unchanged result", async () => {
  await inWorkspace(async (cwd) => {
    // The results folder is made by the run.
    const directory = await resultOf("dataset", [...SMALL, "--npz", "results/zero.npz"], { cwd });
    const before = await contents(`${cwd}/${directory}`);
    for (const name of ["first", "second"]) {
      const flags = [...SMALL, "--npz", `results/${name}.npz`];
      assertEquals(await resultOf("dataset", flags, { cwd }), directory);
    }
    assertEquals(await contents(`${cwd}/${directory}`), before);
    const [first, second] = ["first", "second"].map((name) =>
      Deno.readFileSync(`${cwd}/results/${name}.npz`)
    );
    assertEquals(first, second);
    const images = member(first, "imgs");
    assertEquals(images.shape, [40, 16, 16]);
    assertEquals(images, decodeNpy(await Deno.readFile(`${cwd}/${directory}/images.npy`)));
    assertEquals(member(first, "test_imgs").shape[0], member(first, "test_values").shape[0]);
    const { key } = JSON.parse(await Deno.readTextFile(`${cwd}/${directory}/manifest.json`));
    const metadata = strFromU8(unzipSync(first)["metadata.npy"], true).replaceAll("\0", "");
    assert(metadata.includes(`"key":"${key}"`));
  });
});

Deno.test("dataset --npz refuses a path that cannot be before it draws anything", async () => {
  await inWorkspace(async (cwd) => {
    const directory = await resultOf("dataset", SMALL, { cwd });
    await Deno.mkdir(`${cwd}/${directory}/sub`);
    await Deno.mkdir(`${cwd}/results/dataset/x.npz`);
    await refuseAll([
      [
        "dataset",
        "--seed 1 --npz data.zip",
        /--npz must be a file name that ends in \.npz, received data\.zip/,
      ],
      [
        "dataset",
        "--seed 1 --npz none/x.npz",
        /--npz must be a file in a folder that exists, received none\/x\.npz/,
      ],
      [
        "dataset",
        `--seed 1 --npz ${directory}/x.npz`,
        /--npz must be a file outside result folders.*, received results/,
      ],
      [
        "dataset",
        `--seed 1 --npz ${directory}/sub/x.npz`,
        /--npz must be a file outside result folders.*, received results/,
      ],
      [
        "dataset",
        "--seed 1 --npz results/dataset/x.npz",
        /--npz must be a file, received the folder results\/dataset\/x\.npz/,
      ],
      ["dataset", "--npz", /--npz must be .*received no value/],
    ], cwd);
  });
});

Deno.test("dataset --npz names the permission that a path needs, and keeps the dataset", async () => {
  await inWorkspace(async (cwd) => {
    const ran = await runScript("dataset", [...SMALL, "--npz", `${cwd}/x.npz`], { cwd });
    assertRefused(ran, {
      script: "dataset",
      message:
        /--npz must be a file that --allow-write allows, received .*x\.npz: add its folder, as in --allow-write=results,/,
    });
    assertMatch(await resultOf("dataset", SMALL, { cwd }), /^results\/dataset\//);
  });
});
