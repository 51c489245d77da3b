/**
 * Locks where processes meet or are killed between any two steps: no two compute one key, and
 * nothing is left of it in the end.
 */

import { assert, assertEquals } from "@std/assert";
import type { Backend } from "../../lib/backend/backend.ts";
import { clearLeftovers, lockKey } from "../../lib/results/lock.ts";
import { fingerprintOf, listResults, type Result, runStage } from "../../lib/results/mod.ts";
import { runNodes } from "../../lib/study/execute.ts";
import { type DiskPlan, FAULTY_DISK, STOPPED } from "../torture/faulty_disk.ts";
import { fakeOptions, type FakeParameters, fakeStage, inFolder } from "./fake_stage.ts";

const PARAMETERS: Partial<FakeParameters> = { seed: 3, steps: 1 };
/** The one that a plan gives the stage. */
const fingerprint = await fingerprintOf(fakeStage);
const KEY = "a".repeat(64);
const path = (name: string) => decodeURIComponent(new URL(name, import.meta.url).pathname);

/** Names in the folder of unfinished work, sorted. */
function left(results: string): string[] {
  return [...Deno.readDirSync(`${results}/.partial`)].map(({ name }) => name).sort();
}

function lockOptions(results: string, line: (text: string) => void = () => {}) {
  const { signal } = new AbortController();
  return { results, key: KEY, progress: { update: () => {}, line }, signal };
}

/** The stage needs none. */
const NO_BACKEND: Backend = {
  name: "wasm",
  adapter: null,
  software: false,
  reason: "not started",
  module: import.meta.url,
  flags: {},
  onProcessor: false,
  readEvery: 1,
  hidesNaN: false,
  check() {},
  prepare: () => Promise.resolve(0),
  freeUnused() {},
};

/** Carries out a plan of this one stage, as `reproduce` does. */
async function study(results: string, parameters = PARAMETERS): Promise<Result> {
  const { signal } = fakeOptions(results);
  const node = { id: "one", stage: fakeStage, parameters, needs: {} };
  const options = { results, jobs: 1, quiet: true, repair: false, signal } as const;
  const found = await runNodes([node], { ...options, backend: NO_BACKEND });
  return found.get("one")!;
}

/** Starts the fake stage as a process of its own, on a disk that does as the plan says. */
function start(results: string, plan: DiskPlan): Deno.ChildProcess {
  const preload = `--preload=${path("../torture/faulty_disk.ts")}`;
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "-A", preload, path("fake_process.ts")],
      ...[results, JSON.stringify(PARAMETERS), JSON.stringify(fingerprint)],
    ],
    env: { [FAULTY_DISK]: JSON.stringify(plan) },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Starts it and waits until it stands before a change; `rest` is what it says after that. */
async function stopped(results: string, stopAt: number) {
  const child = start(results, { stopAt });
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes(STOPPED)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`it ended before change ${stopAt}: ${text}`);
    text += value;
  }
  const drained = (async () => {
    while (!(await reader.read()).done);
  })();
  return {
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await Promise.all([child.status, drained, child.stdout.cancel(), child.stdin.close()]);
    },
    /** Lets it go on to its end, and says whether it found the result. */
    async goOn(): Promise<boolean> {
      const writer = child.stdin.getWriter();
      await writer.write(new Uint8Array(1));
      await writer.close();
      const [out] = await Promise.all([new Response(child.stdout).text(), drained, child.status]);
      return JSON.parse(out).cached;
    },
  };
}

/** Runs the stage in this process until it ends or waits for another process. */
async function meet(results: string): Promise<{ ended: Promise<boolean> }> {
  let waits = () => {};
  const waiting = new Promise<void>((resolve) => waits = resolve);
  const progress = {
    update: () => {},
    line: (text: string) => text.startsWith("another process") && waits(),
  };
  const run = runStage(fakeStage, { ...fakeOptions(results, PARAMETERS), fingerprint, progress });
  const ended = run.then(({ cached }) => cached);
  await Promise.race([ended, waiting]);
  return { ended };
}

const MEETINGS: Record<string, (results: string, stopAt: number) => Promise<void>> = {
  async "killed"(results, stopAt) {
    await (await stopped(results, stopAt)).kill();
  },
  async "killed while another waits for it or finds its result"(results, stopAt) {
    const holder = await stopped(results, stopAt);
    const { ended } = await meet(results);
    await holder.kill();
    await ended;
  },
  async "goes on while another waits for it or finds its result"(results, stopAt) {
    const holder = await stopped(results, stopAt);
    const { ended } = await meet(results);
    const cached = [await holder.goOn(), await ended];
    assertEquals(cached.filter((found) => !found).length, 1, `${cached}`);
    // Nobody was killed, so nobody has to come and clear.
    assertEquals(left(results), []);
  },
};

Deno.test("a process that stops at any change of the disk leaves nothing that a study does not clear", async (t) => {
  await inFolder(async (folder) => {
    const log = `${folder}/log`;
    await start(`${folder}/sound`, { log }).output();
    const changes = (await Deno.readTextFile(log)).trimEnd().split("\n");
    const [sound] = await listResults(`${folder}/sound`);
    const { outputDigest } = JSON.parse(await Deno.readTextFile(`${sound}/manifest.json`));
    assert(changes.some((line) => /^rename .*\/out -> /.test(line)), "it commits");
    for (const [name, meeting] of Object.entries(MEETINGS)) {
      await t.step(name, async () => {
        const wrong: string[] = [];
        const queue = [...changes.entries()];
        const worker = async () => {
          for (let next; (next = queue.shift());) {
            const [k, change] = next;
            const results = `${folder}/${Object.keys(MEETINGS).indexOf(name)}-${k}`;
            try {
              await meeting(results, k + 1);
              assertEquals((await study(results)).outputDigest, outputDigest);
              assertEquals(left(results), []);
            } catch (error) {
              wrong.push(`${change}: ${error instanceof Error ? error.message : error}`);
            }
          }
        };
        await Promise.all([worker(), worker()]);
        assertEquals(wrong, []);
      });
    }
  });
});

Deno.test("a lock whose file was removed before it was had does not count", async () => {
  await inFolder(async (results) => {
    const first = await lockKey(lockOptions(results));
    const { tryLock } = Deno.FsFile.prototype;
    let tries = 0, taken = false;
    let second: AsyncDisposable | undefined;
    const triedAgain = new Promise<void>((resolve) => {
      Deno.FsFile.prototype.tryLock = async function (exclusive) {
        tries++;
        if (tries === 1) {
          // This file is open. Its holder goes, and another comes.
          await first[Symbol.asyncDispose]();
          second = await lockKey(lockOptions(results));
        } else if (tries > 2) resolve();
        return await tryLock.call(this, exclusive);
      };
    });
    try {
      const waiting = lockKey(lockOptions(results)).then((lock) => (taken = true, lock));
      await Promise.race([triedAgain, waiting]);
      assert(second !== undefined && !taken, "two processes hold the lock");
      await second[Symbol.asyncDispose]();
      await (await waiting)[Symbol.asyncDispose]();
      assertEquals(left(results), []);
    } finally {
      Deno.FsFile.prototype.tryLock = tryLock;
    }
  });
});

Deno.test("four processes that take one lock 40 times each hold it one at a time", async () => {
  await inFolder(async (results) => {
    await Deno.writeTextFile(`${results}/count`, "0");
    const args = ["run", "--quiet", "-A", path("lock_process.ts"), results, KEY, "40"];
    const ran = await Promise.all(
      Array.from({ length: 4 }, () => new Deno.Command(Deno.execPath(), { args }).output()),
    );
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assertEquals(ran.map(({ stderr }) => text(stderr)), ["", "", "", ""]);
    assertEquals(await Deno.readTextFile(`${results}/count`), "160");
    assertEquals(left(results), []);
  });
});

Deno.test("clearLeftovers() leaves alone what another process is at work on", async () => {
  await inFolder(async (results) => {
    const lock = await lockKey(lockOptions(results));
    await Deno.mkdir(`${results}/.partial/${KEY}/scratch`, { recursive: true });
    await clearLeftovers(results, KEY);
    assertEquals(left(results), [KEY, `${KEY}.lock`]);
    await lock[Symbol.asyncDispose]();
    assertEquals(left(results), [KEY]);
    await clearLeftovers(results, KEY);
    assertEquals(left(results), []);
    await clearLeftovers(`${results}/none`, KEY);
    assertEquals([...Deno.readDirSync(results)].map(({ name }) => name), [".partial"]);
  });
});

Deno.test("a lock removes no file but its own", async () => {
  await inFolder(async (results) => {
    const lock = await lockKey(lockOptions(results));
    await Deno.remove(`${results}/.partial`, { recursive: true });
    const other = await lockKey(lockOptions(results));
    await lock[Symbol.asyncDispose]();
    assertEquals(left(results), [`${KEY}.lock`]);
    await other[Symbol.asyncDispose]();
    assertEquals(left(results), []);
  });
});

Deno.test("a disk that turns read-only after a result is in place leaves what the next study clears", async () => {
  await inFolder(async (results) => {
    const { rename, remove } = Deno;
    let readOnly = false;
    Deno.rename = async (...paths) => {
      await rename(...paths);
      readOnly ||= String(paths[0]).endsWith("/out");
    };
    Deno.remove = async (...args) => {
      if (readOnly) throw new Error("Read-only file system (os error 30)");
      await remove(...args);
    };
    let made;
    try {
      made = await runStage(fakeStage, { ...fakeOptions(results, PARAMETERS), fingerprint });
    } finally {
      Object.assign(Deno, { rename, remove });
    }
    const { key } = made.result;
    assertEquals(left(results), [key, `${key}.lock`]);
    assertEquals(await study(results), made.result);
    assertEquals(left(results), []);
  });
});
