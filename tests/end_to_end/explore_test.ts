/**
 * The explorer as it is started: served to whoever knows the address, with permission to read the
 * results and to open its own port, and written as files.
 */

import { sha256 } from "../../lib/results/digest.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  assertRefused,
  filesOf,
  flipByte,
  inWorkspace,
  resultOf,
  runScript,
  snapshot,
} from "./helpers.ts";

const SCRIPT = decodeURIComponent(new URL("../../scripts/explore.ts", import.meta.url).pathname);

/** A results folder with a punctured network and its control, in a folder of its own. */
async function withNetworks(
  use: (given: { cwd: string; punctured: string; control: string }) => Promise<void>,
): Promise<void> {
  await inWorkspace(async (cwd) => {
    const run = (script: "dataset" | "train", args: string) =>
      resultOf(script, [...args.split(" "), "--quiet"], { cwd });
    const dataset = await run("dataset", "--points 60 --size 32 --hole-points 5");
    const train = (subset: string) =>
      run("train", `--dataset ${dataset} --subset ${subset} --divide 64 --epochs 1 --backend wasm`);
    const [punctured, control] = await Promise.all([train("punctured"), train("control")]);
    await use({ cwd, punctured, control });
  });
}

/** Starts the server with the least permissions, gives the lines it told, and interrupts it. */
async function served(
  args: readonly string[],
  { cwd, use, host = "127.0.0.1" }: {
    cwd: string;
    use: (port: number, lines: string[]) => Promise<void>;
    host?: string;
  },
): Promise<{ code: number; stderr: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--allow-read=results", `--allow-net=${host}:0`],
      ...[SCRIPT, "--port", "0", "--host", host, ...args],
    ],
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let told = "";
  try {
    for (let read; !told.endsWith("\n") && !(read = await reader.read()).done;) told += read.value;
    const port = Number(/:(\d+)\//.exec(told)?.[1]);
    assert(port > 0, `${told}${port > 0 ? "" : await stderr}`);
    await use(port, told.trimEnd().split("\n"));
  } finally {
    child.kill("SIGINT");
  }
  // Nothing follows the address.
  assertEquals((await reader.read()).done, true);
  return { code: (await child.status).code, stderr: await stderr };
}

/** Sends a request as it is written, which no HTTP client would, and gives the whole answer. */
async function sent(port: number, request: string): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(request));
  const decoder = new TextDecoder();
  let answer = "";
  const piece = new Uint8Array(1 << 16);
  for (let read; (read = await connection.read(piece)) !== null;) {
    answer += decoder.decode(piece.subarray(0, read), { stream: true });
  }
  return answer;
}

Deno.test("explore serves the page and the networks, and nothing beside them", async (t) => {
  await withNetworks(async ({ cwd, punctured, control }) => {
    const before = await snapshot(cwd);
    const sources: Record<string, string> = {
      "encoder/model.json": "encoder/model.json",
      "encoder/weights.bin": "encoder/weights.bin",
      "decoder/model.json": "decoder/model.json",
      "decoder/weights.bin": "decoder/weights.bin",
      "codes.csv": "tables/latents.csv",
    };
    const { code, stderr } = await served([], {
      cwd,
      use: async (port, lines) => {
        const address = `http://127.0.0.1:${port}/`;
        assertEquals(lines, [address]);
        const get = async (path: string) => {
          const response = await fetch(address + path);
          assertEquals(response.status, 200, path);
          return response;
        };

        await t.step("as their folders hold them", async () => {
          const data = await (await get("site.json")).json();
          const ids = [punctured, control].map((folder) => folder.split("/").at(-1));
          assertEquals([data.first, data.second], ids);
          for (const [i, folder] of [punctured, control].entries()) {
            for (const [path, file] of Object.entries(sources)) {
              const bytes = await (await get(`models/${ids[i]}/${path}`)).bytes();
              assertEquals(sha256(bytes), sha256(await Deno.readFile(`${cwd}/${folder}/${file}`)));
            }
          }
        });

        await t.step("with the page's parts", async () => {
          const page = await get("");
          assertMatch(await page.text(), /<script[^>]+start\.js/);
          assertMatch(page.headers.get("content-security-policy")!, /default-src 'none'/);
          for (const path of ["style.css", "explorer.js", "vendor/tf.js", "vendor/plotly.js"]) {
            assert((await (await get(path)).bytes()).length > 10, path);
          }
          const wasm = await get("vendor/tfjs-backend-wasm-simd.wasm");
          assertEquals(wasm.headers.get("content-type"), "application/wasm");
          await WebAssembly.compile(await wasm.arrayBuffer());
        });

        await t.step("whatever a request is written like", async () => {
          const name = punctured.split("/").at(-1);
          const host = `Host: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
          const cases: [string, number, string?][] = [
            [`GET /index.html HTTP/1.1\r\n${host}`, 200],
            [`HEAD /site.json HTTP/1.1\r\n${host}`, 200],
            [`GET /../${name}/manifest.json HTTP/1.1\r\n${host}`, 404],
            [`GET /models/${name}/../../index.html HTTP/1.1\r\n${host}`, 404],
            [`GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${host}`, 404],
            [`GET /models/${name}/encoder%2fmodel.json HTTP/1.1\r\n${host}`, 404],
            [`GET /..\\..\\results HTTP/1.1\r\n${host}`, 404],
            [`GET /${cwd}/${punctured}/manifest.json HTTP/1.1\r\n${host}`, 404],
            [`GET //etc/passwd HTTP/1.1\r\n${host}`, 404],
            [`GET /%00 HTTP/1.1\r\n${host}`, 404],
            [`GET /%ff HTTP/1.1\r\n${host}`, 400],
            [`GET /models/ HTTP/1.1\r\n${host}`, 404],
            [`POST / HTTP/1.1\r\nContent-Length: 0\r\n${host}`, 405],
            [`OPTIONS * HTTP/1.1\r\n${host}`, 405],
            [`GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`, 403],
            [`GET / HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`, 403],
            [`GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n`, 403],
            [`GET / HTTP/1.0\r\n\r\n`, 403],
          ];
          for (const [request, status] of cases) {
            const answer = await sent(port, request);
            assertEquals(Number(/^HTTP\/1\.[01] (\d+)/.exec(answer)?.[1]), status, request);
            assert(!answer.includes("outputDigest") && !answer.includes("root:"), request);
          }
          const page = await sent(port, `HEAD / HTTP/1.1\r\n${host}`);
          assert(page.endsWith("\r\n\r\n"), "a body follows HEAD");
        });

        await t.step("until a file is changed", async () => {
          await flipByte(`${cwd}/${control}/encoder/weights.bin`);
          const path = `models/${control.split("/").at(-1)}/encoder/weights.bin`;
          const response = await fetch(address + path);
          assertEquals(response.status, 500);
          assertMatch(await response.text(), /^models\/.* is not what it was .*\n$/);
          await flipByte(`${cwd}/${control}/encoder/weights.bin`);
          await (await get(path)).bytes();
        });

        await t.step("and no second server on its port", async () => {
          const ran = await runScript("explore", ["--port", String(port), "--quiet"], { cwd });
          const message = new RegExp(`--port ${port} is in use: choose another, or 0 for any`);
          assertRefused(ran, { script: "explore", message, exit: 1 });
        });
      },
    });
    assertEquals(code, 0);
    assertStringIncludes(stderr, "explore: 2 networks; interrupt to end\n");
    assertMatch(stderr, /^explore: Cannot give .*encoder\/weights\.bin: it was changed since/m);
    const digests = (all: Record<string, string>) =>
      Object.entries(all).map(([path, value]) => [path, value.split(" ")[0]]);
    assertEquals(digests(await snapshot(cwd)), digests(before));
  });
});

Deno.test("explore offers the networks that are sound, as files too, and tells of the others", async (t) => {
  await withNetworks(async ({ cwd, punctured, control }) => {
    const id = punctured.split("/").at(-1)!;

    await t.step("--export writes what is served", async () => {
      const { code, stdout, last, stderr } = await runScript(
        "explore",
        ["--export", "out/site", "--quiet"],
        { cwd },
      );
      assertEquals([code, stdout, last, stderr], [0, "out/site\n", "out/site", ""]);
      const files = await filesOf(`${cwd}/out/site`);
      assertEquals(files.filter((file) => file.startsWith("models/")).length, 10);
      const { stderr: quiet } = await served(["--quiet"], {
        cwd,
        use: async (port) => {
          for (const file of files) {
            const bytes = await (await fetch(`http://127.0.0.1:${port}/${file}`)).bytes();
            assertEquals(
              sha256(bytes),
              sha256(await Deno.readFile(`${cwd}/out/site/${file}`)),
              file,
            );
          }
        },
      });
      assertEquals(quiet, "");
    });

    await t.step(
      "--export refuses a folder that holds something or lies in the results",
      async () => {
        const before = await snapshot(cwd);
        const cases = { "out": "holds", "results": "holds", "results/site": "lies in results" };
        for (const [folder, why] of Object.entries(cases)) {
          const ran = await runScript("explore", ["--export", folder, "--quiet"], { cwd });
          const message = new RegExp(
            `--export must be a folder that is new or empty, ${folder} ${why}`,
          );
          assertRefused(ran, { script: "explore", message });
        }
        assertEquals(await snapshot(cwd), before);
      },
    );

    await t.step("--json prints one object", async () => {
      const { code, stderr } = await served(["--json", "--quiet", "--model", punctured], {
        cwd,
        use: async (port, lines) => {
          const url = `http://127.0.0.1:${port}/`;
          assertEquals(lines.map((line) => JSON.parse(line)), [
            { url, models: [id], first: id, second: null },
          ]);
          assertEquals((await fetch(url, { method: "HEAD" })).status, 200);
        },
      });
      assertEquals([code, stderr], [0, ""]);
    });

    await t.step("a damaged network hides no other, but is refused by name", async () => {
      await flipByte(`${cwd}/${control}/decoder/weights.bin`);
      const { stderr } = await served(["--quiet"], {
        cwd,
        use: async (port) => {
          const data = await (await fetch(`http://127.0.0.1:${port}/site.json`)).json();
          assertEquals(data.models.map(({ id }: { id: string }) => id), [id]);
        },
      });
      const line = `Cannot use ${control}: decoder/weights.bin does not match its manifest`;
      assertMatch(stderr, new RegExp(`^left out: ${line} .*\n$`));
      const asked = await runScript("explore", ["--model", control, "--quiet"], { cwd });
      assertRefused(asked, { script: "explore", message: new RegExp(line) });
      await flipByte(`${cwd}/${control}/decoder/weights.bin`);
    });
  });
});

Deno.test("explore without trained networks has the lab alone, and says so", async (t) => {
  await inWorkspace(async (cwd) => {
    const line = "explore: no trained networks in results: the page has the lab alone\n";
    const nothing = { models: [], first: null, second: null, report: null };

    await t.step("served", async () => {
      await Deno.mkdir(`${cwd}/results`, { recursive: true });
      const { code, stderr } = await served([], {
        cwd,
        use: async (port) => {
          const get = (path: string) => fetch(`http://127.0.0.1:${port}/${path}`);
          assertEquals(await (await get("site.json")).json(), nothing);
          assert((await (await get("lab/lab.js")).bytes()).length > 10);
        },
      });
      assertEquals(code, 0);
      assertStringIncludes(stderr, line);
    });

    await t.step("as files", async () => {
      const { code, last, stderr } = await runScript("explore", ["--export", "out"], { cwd });
      assertEquals([code, last], [0, "out"]);
      assertStringIncludes(stderr, line);
      assertEquals(JSON.parse(await Deno.readTextFile(`${cwd}/out/site.json`)), nothing);
    });
  });
});

Deno.test("explore refuses what it cannot serve in one line", async () => {
  await inWorkspace(async (cwd) => {
    const dataset = await resultOf("dataset", "--points 40 --size 32 --quiet".split(" "), { cwd });
    const cases: [string, RegExp][] = [
      [`--model ${dataset}`, /a result of train is needed, this is one of dataset/],
      ["--model nowhere", /Cannot use nowhere: does not exist/],
      ["--port 65536", /--port must be a whole number from 0 to 65535, received 65536/],
      ["--port x", /--port must be a whole number/],
      [
        "--export site --port 8080",
        /--port must be left out beside --export, which serves nothing/,
      ],
      ["--export", /--export must be a path, received no value/],
      ["results", /unexpected argument results: only flags are allowed/],
    ];
    const before = await snapshot(cwd);
    for (const [args, message] of cases) {
      const words = [...args.split(" ").filter(Boolean), "--quiet"];
      assertRefused(await runScript("explore", words, { cwd }), {
        script: "explore",
        message,
      });
    }
    assertEquals(await snapshot(cwd), before);
  });
});

Deno.test("explore on another address says who can open it, and what that takes", async () => {
  await withNetworks(async ({ cwd }) => {
    const ran = await runScript("explore", ["--host", "0.0.0.0", "--quiet"], { cwd });
    assertRefused(ran, {
      script: "explore",
      message: /--host 0\.0\.0\.0 needs the permission --allow-net=0\.0\.0\.0:8642: run deno run/,
    });
    const open = await served(["--quiet"], {
      cwd,
      host: "0.0.0.0",
      use: async (port) => {
        const headers = "Host: lab.example\r\nConnection: close\r\n\r\n";
        assertMatch(await sent(port, `HEAD / HTTP/1.1\r\n${headers}`), /^HTTP\/1\.1 200 /);
      },
    });
    assertEquals(open, {
      code: 0,
      stderr: "explore: serving on 0.0.0.0: anyone on the network can open it\n",
    });
    const own = await served(["--quiet"], {
      cwd,
      host: "localhost",
      use: (port, [line]) => Promise.resolve(assertEquals(line, `http://localhost:${port}/`)),
    });
    assertEquals(own, { code: 0, stderr: "" });
  });
});
