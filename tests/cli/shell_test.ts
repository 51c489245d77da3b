import { assertEquals } from "@std/assert";
import { shellWord } from "../../lib/cli/shell.ts";
import { NAMES } from "../torture/names.ts";

const WORDS = [...Object.values(NAMES), "", "a\nb", "-", "strip:a,1,1.3", "!x", "*"];

Deno.test({
  name: "shellWord() is read back by a shell as it was",
  ignore: Deno.build.os === "windows",
  async fn() {
    const script = `printf '%s\\0' ${WORDS.map(shellWord).join(" ")}`;
    const { stdout } = await new Deno.Command("sh", { args: ["-c", script] }).output();
    assertEquals(new TextDecoder().decode(stdout).split("\0"), [...WORDS, ""]);
  },
});

Deno.test("shellWord() leaves plain words plain", () => {
  for (const word of ["--hole", "disc:1.25,1,0.3", "results/train/a-b_c", "8e-3"]) {
    assertEquals(shellWord(word), word);
  }
});
