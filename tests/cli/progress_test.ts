import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createProgress, formatSeconds, gauge } from "../../lib/cli/progress.ts";

/** A progress that writes into `written`, with a clock that the test sets. */
function fake(options: { terminal: boolean; quiet?: boolean; columns?: number }) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const progress = createProgress({
    label: "train",
    columns: 80,
    write: (text) => void written.push(text),
    now: () => clock.milliseconds,
    ...options,
  });
  return { progress, written, clock };
}

Deno.test("formatSeconds() uses two units at most", () => {
  assertEquals([0, 59.4, 59.6, 185, 3720, 360000, 5400].map(formatSeconds), [
    "0s",
    "59s",
    "1m00s",
    "3m05s",
    "1h02m",
    "100h00m",
    "1h30m",
  ]);
});

Deno.test("createProgress() prints only lines where there is no terminal", () => {
  const { progress, written } = fake({ terminal: false });
  progress.update(1, 10, "loss 1");
  progress.line("epoch 1");
  progress.update(10, 10);
  assertEquals(written, ["train: epoch 1\n"]);
});

Deno.test("createProgress() prints nothing when quiet", () => {
  const { progress, written } = fake({ terminal: true, quiet: true });
  progress.update(1, 10);
  progress.line("epoch 1");
  assertEquals(written, []);
});

Deno.test("createProgress() estimates the time left from the rate since the first update", () => {
  const { progress, written, clock } = fake({ terminal: true });
  progress.update(50, 100); // resumed at half
  clock.milliseconds = 10_000;
  progress.update(60, 100, "loss 0.1");
  assertStringIncludes(written.at(-1)!, " 60%, 40s left  loss 0.1");
});

Deno.test("createProgress() starts a new rate when the work starts over", () => {
  const { progress, written, clock } = fake({ terminal: true });
  progress.update(0, 10);
  clock.milliseconds = 1000;
  progress.update(10, 10);
  clock.milliseconds = 2000;
  progress.update(0, 10);
  clock.milliseconds = 12_000;
  progress.update(5, 10);
  assertStringIncludes(written.at(-1)!, "10s left");
});

Deno.test("createProgress() takes a new total for new work, which has a rate of its own", () => {
  const { progress, written, clock } = fake({ terminal: true });
  progress.update(0, 10);
  clock.milliseconds = 1000;
  progress.update(5, 10); // five a second
  clock.milliseconds = 2000;
  progress.update(6, 20);
  clock.milliseconds = 4000;
  progress.update(8, 20); // one a second
  assertStringIncludes(written.at(-1)!, "12s left");
});

Deno.test("createProgress() draws the end, however soon it comes after another drawing", () => {
  const { progress, written, clock } = fake({ terminal: true });
  progress.update(1, 3);
  clock.milliseconds = 1;
  progress.update(2, 3);
  assertStringIncludes(written.join(""), " 33%");
  assert(!written.join("").includes(" 66%"), "too soon to be seen");
  progress.update(3, 3);
  assertStringIncludes(written.join(""), "100%");
});

Deno.test("gauge() shows whole per cents, and 100 % at the end alone", () => {
  for (let n = 0; n <= 100; n++) assertStringIncludes(gauge(n / 100), ` ${n}%`);
  assertStringIncludes(gauge(0.9999), " 99%");
});

Deno.test("createProgress() never draws more columns than the terminal has", () => {
  const { progress, written } = fake({ terminal: true, columns: 40 });
  progress.update(1, 10, "x".repeat(100));
  assert(written.every((text) => text.replace("\r", "").length < 40));
});

Deno.test("createProgress() clears the bar before a line and draws it again after", () => {
  const { progress, written } = fake({ terminal: true });
  progress.update(1, 2);
  const bar = written.at(-1)!;
  progress.line("epoch 1");
  assertEquals(written.slice(-3), [
    `\r${" ".repeat(bar.length - 1)}`,
    "\rtrain: epoch 1\n",
    bar,
  ]);
});

Deno.test("createProgress() ends the bar's line once the work is done", () => {
  const { progress, written } = fake({ terminal: true });
  progress.update(2, 2);
  progress.update(2, 2);
  assertEquals(written.filter((text) => text === "\n").length, 1);
  assertStringIncludes(written[0], "100%");
});

Deno.test("createProgress() prints no control sequence of a folder's name", () => {
  for (const terminal of [false, true]) {
    const { progress, written } = fake({ terminal });
    progress.update(1, 10, "copy a\x1b[2J\nb");
    progress.line("runs a\x1b[2J\nb again");
    const text = written.join("");
    assertEquals([text.includes("\x1b"), text.split("\n").length], [false, 2]);
    assertStringIncludes(text, "runs a\\u001b[2J\\u000ab again\n");
  }
});
