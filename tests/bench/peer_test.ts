import { parsePeer, peerFlags, runPeer } from "../../lib/bench/peer.ts";
import { RunError } from "../../lib/errors.ts";
import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";

Deno.test("parsePeer() reads the last line, whatever stands before it", () => {
  const text =
    'warming up\n{"imagesPerSecond": 1}\n{"imagesPerSecond":270.5,"framework":"f 1"}\n\n';
  assertEquals(parsePeer(text), { imagesPerSecond: 270.5, framework: "f 1" });
  assertEquals(parsePeer('{"imagesPerSecond":2}').framework, null);
});

Deno.test("parsePeer() refuses all that is no rate, and shows it", () => {
  const wrong = ["", "fast", "null", "[]", '"3"', "{}", '{"imagesPerSecond":"3"}'];
  wrong.push('{"imagesPerSecond":0}', '{"imagesPerSecond":-1}', '{"imagesPerSecond":NaN}');
  for (const text of wrong) {
    const { message } = assertThrows(() => parsePeer(`before\n${text}`.trim()), RunError);
    assertMatch(
      message,
      /must be a JSON object with a positive imagesPerSecond, received \S/,
      text,
    );
    assertEquals(message.includes("\n"), false);
  }
  assertMatch(assertThrows(() => parsePeer("")).message, /received nothing$/);
  assertEquals(assertThrows(() => parsePeer("x".repeat(9999))).message.length < 250, true);
});

Deno.test("peerFlags() names the workload, and threads or the device", () => {
  const workload = { size: 64, divide: 4, batch: 8 };
  assertEquals(
    peerFlags(workload, { seconds: 0.5, on: { threads: 2 } }).join(" "),
    "--size 64 --divide 4 --batch 8 --seconds 0.5 --threads 2",
  );
  assertEquals(
    peerFlags(workload, { seconds: 1, on: { device: "cuda" } }).slice(-2),
    ["--device", "cuda"],
  );
});

Deno.test("runPeer() says why a peer did not start or did not end well", async () => {
  const failing = [Deno.execPath(), "eval", "console.error('no torch'); Deno.exit(3)"];
  await assertRejects(() => runPeer(failing, []), RunError, "The peer exited with 3: no torch");
  await assertRejects(
    () => runPeer(["./no-such-program"], []),
    RunError,
    "The peer cannot be started",
  );
});

Deno.test("runPeer() runs a peer where its user stands", async () => {
  const cwd = await Deno.realPath(await Deno.makeTempDir());
  const code = "console.log(JSON.stringify({ imagesPerSecond: 1, framework: Deno.cwd() }))";
  try {
    const peer = [Deno.execPath(), "eval", "--no-config", code];
    assertEquals((await runPeer(peer, [], { cwd })).framework, cwd);
    assertEquals((await runPeer(peer, [])).framework, Deno.cwd());
  } finally {
    await Deno.remove(cwd);
  }
});
