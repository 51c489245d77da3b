import { assertEquals, assertRejects } from "@std/assert";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { inFolder } from "../results/fake_stage.ts";

Deno.test("an output folder writes text and bytes, parts after each other, and folders on the way", async () => {
  await inFolder(async (directory) => {
    const out = outputFolder(directory);
    await out.write("a.txt", "Größe\n");
    await out.write("deep/er/b.bin", Uint8Array.of(1, 2), new Uint8Array(0), "3");
    await out.write("none", "");
    assertEquals(await Deno.readTextFile(`${directory}/a.txt`), "Größe\n");
    assertEquals([...await Deno.readFile(`${directory}/deep/er/b.bin`)], [1, 2, 51]);
    const files = ["a.txt", "deep/er/b.bin", "none"];
    assertEquals(await out.state(), { files, lost: [], odd: [] });
    await assertRejects(() => out.write("a.txt", "again"), TypeError, "a.txt");
    assertEquals(await Deno.readTextFile(`${directory}/a.txt`), "Größe\n");
  });
});

Deno.test("an output folder tells what was lost and what came from elsewhere", async () => {
  await inFolder(async (directory) => {
    const out = outputFolder(directory);
    for (const name of ["kept", "removed", "cut", "longer", "link"]) await out.write(name, name);
    await Deno.remove(`${directory}/removed`);
    await Deno.truncate(`${directory}/cut`, 2);
    await Deno.writeTextFile(`${directory}/longer`, "!", { append: true });
    await Deno.writeTextFile(`${directory}/stray`, "");
    await Deno.remove(`${directory}/link`);
    await Deno.symlink("kept", `${directory}/link`);
    const { lost, odd } = await out.state();
    assertEquals(lost, ["cut", "link", "longer", "removed"]);
    assertEquals(odd, ["link", "stray"]);
  });
});

Deno.test("an output folder passes over what a file manager left in it", async () => {
  await inFolder(async (directory) => {
    const out = outputFolder(directory);
    await out.write("tables/a.csv", "a\n");
    for (const name of [".DS_Store", "tables/._a.csv", "tables/Thumbs.db"]) {
      await Deno.writeTextFile(`${directory}/${name}`, "x");
    }
    assertEquals(await out.state(), { files: ["tables/a.csv"], lost: [], odd: [] });
  });
});
