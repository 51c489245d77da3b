import fc from "fast-check";
import { readCatalogue } from "../../../lib/explorer/server/catalogue.ts";
import {
  CONTENT_SECURITY_POLICY,
  handle,
  hostAndPort,
  isLoopback,
  listenError,
  ownNames,
  type Served,
  sitePath,
} from "../../../lib/explorer/server/server.ts";
import { buildSite, mediaType, type Site } from "../../../lib/explorer/server/site.ts";
import { RunError, UsageError } from "../../../lib/errors.ts";
import { sha256 } from "../../../lib/results/digest.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { inFolder } from "../../results/fake_stage.ts";
import { fakeNetwork } from "../fixtures.ts";

const HOST = "127.0.0.1:8642";

/** A request as the server receives it: its path as it was sent, which `Request` would resolve. */
function request(
  path: string,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Request {
  const all = new Headers({ host: HOST, ...headers });
  return { method, url: `http://${HOST}${path}`, headers: all } as Request;
}

/** A site of one network, and where that lies. */
async function withSite(
  test: (given: { site: Site; served: Served; directory: string; told: string[] }) => Promise<void>,
): Promise<void> {
  await inFolder(async (results) => {
    const directory = await fakeNetwork(results);
    await Deno.writeTextFile(`${results}/secret.txt`, "secret");
    const site = buildSite(await readCatalogue({ results }));
    const told: string[] = [];
    const report = (line: string) => void told.push(line);
    await test({ site, served: { site, hosts: new Set([HOST]), report }, directory, told });
  });
}

async function digestOf(response: Response): Promise<string> {
  return sha256(new Uint8Array(await response.arrayBuffer()));
}

Deno.test("handle() gives every file of the site, with its type and as it was listed", async () => {
  await withSite(async ({ site, served, told }) => {
    for (const [path, { type, sha256 }] of site) {
      const response = await handle(request(`/${path}`), served);
      const { headers } = response;
      assertEquals([response.status, headers.get("content-type")], [200, type]);
      assertEquals(await digestOf(response), sha256, path);
    }
    assertEquals(
      await digestOf(await handle(request("/"), served)),
      site.get("index.html")!.sha256,
    );
    const data = await (await handle(request("/site.json?fresh=1"), served)).json();
    for (const part of ["encoder", "decoder", "codes"]) {
      assert(site.has(data.models[0][part]), part);
    }
    assert(site.has(data.models[0].encoder.replace("model.json", "weights.bin")));
    assertEquals(told, []);
  });
});

Deno.test("handle() answers HEAD like GET, but for the body", async () => {
  await withSite(async ({ served }) => {
    for (const path of ["/", "/explorer.js", "/site.json", "/none", "/%"]) {
      const [get, head] = [
        await handle(request(path), served),
        await handle(request(path, { method: "HEAD" }), served),
      ];
      assertEquals([...head.headers], [...get.headers]);
      assertEquals(head.status, get.status);
      assertEquals((await head.arrayBuffer()).byteLength, 0);
      const { byteLength } = await get.arrayBuffer();
      assertEquals(get.headers.get("content-length"), String(byteLength));
    }
  });
});

Deno.test("handle() compresses text and wasm for whoever takes gzip, and each encoding has its tag", async () => {
  await withSite(async ({ served, site }) => {
    const ask = (path: string, encoding: string) =>
      handle(request(path, { headers: { "accept-encoding": encoding } }), served);
    for (const [path, file] of site) {
      const plain = await handle(request(`/${path}`), served);
      const response = await ask(`/${path}`, "br, gzip;q=0.8");
      const isText = /\.(html|css|js|json|csv|wasm)$/.test(path);
      assertEquals(response.headers.get("content-encoding"), isText ? "gzip" : null, path);
      assertEquals(response.headers.get("vary"), "accept-encoding");
      assertEquals(response.headers.get("etag") === plain.headers.get("etag"), !isText, path);
      const bytes = await response.bytes();
      assertEquals(response.headers.get("content-length"), String(bytes.length));
      const body = isText
        ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")))
        : new Response(bytes);
      assertEquals(await digestOf(body), file.sha256, path);
      const tag = response.headers.get("etag")!;
      const again = await handle(
        request(`/${path}`, { headers: { "if-none-match": tag, "accept-encoding": "gzip" } }),
        served,
      );
      assertEquals([again.status, again.headers.get("etag")], [304, tag]);
    }
    for (const refused of ["", "br", "gzip;q=0", "identity, gzip; q=0.0"]) {
      const { headers } = await ask("/start.js", refused);
      assertEquals(headers.get("content-encoding"), null, refused);
    }
    const { length } = await (await ask("/lab/worker.js", "gzip")).bytes();
    assert(length < (await site.get("lab/worker.js")!.read()).length / 2);
  });
});

Deno.test("handle() sends the headers that keep the page within its site, whatever it answers", async () => {
  await withSite(async ({ served }) => {
    const answers = [
      [200, request("/")],
      [304, request("/", { headers: { "if-none-match": "*" } })],
      [400, request("/%zz")],
      [403, request("/", { headers: { host: "evil.example" } })],
      [404, request("/none")],
      [405, request("/", { method: "POST" })],
    ] as const;
    for (const [status, asked] of answers) {
      const response = await handle(asked, served);
      assertEquals(response.status, status);
      const header = (name: string) => response.headers.get(name);
      assertEquals(header("content-security-policy"), CONTENT_SECURITY_POLICY);
      assertEquals(header("x-content-type-options"), "nosniff");
      assertEquals(header("cross-origin-resource-policy"), "same-origin");
      assertEquals(header("referrer-policy"), "no-referrer");
      assertEquals(header("cache-control"), "no-cache");
    }
    const scripts = CONTENT_SECURITY_POLICY.split("; ").filter((part) => /^script-src/.test(part));
    assertEquals(scripts, ["script-src 'self' 'wasm-unsafe-eval'"]);
  });
});

Deno.test("the libraries evaluate no text, which the content security policy would refuse", async () => {
  await withSite(async ({ site }) => {
    for (const path of ["tf.js", "tf-backend-wasm.js", "tf-backend-webgpu.js"]) {
      const text = new TextDecoder().decode(await site.get(`vendor/${path}`)!.read());
      assert(!/\bFunction\(["']|\beval\(/.test(text), path);
    }
  });
});

Deno.test("handle() answers 304 where the browser has the file already", async () => {
  await withSite(async ({ site, served }) => {
    const tag = `"${site.get("style.css")!.sha256}"`;
    const status = async (value: string) => {
      const headers = { "if-none-match": value };
      const response = await handle(request("/style.css", { headers }), served);
      assertEquals(response.headers.get("etag"), tag);
      return response.status;
    };
    for (const value of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
      assertEquals(await status(value), 304);
    }
    for (const value of ["", '"x"', tag.slice(1, -1)]) assertEquals(await status(value), 200);
  });
});

Deno.test("handle() refuses every method but GET and HEAD", async () => {
  await withSite(async ({ served }) => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"]) {
      for (const path of ["/", "/none", "*"]) {
        const response = await handle(request(path, { method }), served);
        assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
      }
    }
  });
});

Deno.test("handle() answers under this machine's own names only", async () => {
  await withSite(async ({ site }) => {
    const served = { site, hosts: ownNames(["127.0.0.1"], 8642) };
    const status = async (host: string, given: Served = served) =>
      (await handle(request("/", { headers: { host } }), given)).status;
    for (const host of [HOST, "localhost:8642", "LOCALHOST:8642", "[::1]:8642"]) {
      assertEquals(await status(host), 200, host);
    }
    const others = [
      "evil.example",
      "evil.example:8642",
      "127.0.0.1",
      "127.0.0.1:8643",
      "localhost.evil.example:8642",
      "127.0.0.1:8642.evil.example",
      "",
    ];
    for (const host of others) assertEquals(await status(host), 403, host);
    const without = new Request(`http://${HOST}/`);
    assertEquals((await handle(without, served)).status, 403);
    assertEquals(await status("lab.example:8642", { site, hosts: null }), 200);
    assert(ownNames([], 80).has("localhost") && ownNames([], 80).has("[::1]:80"));
  });
});

Deno.test("handle() resolves no path: whatever is not written as listed is not there", async () => {
  await withSite(async ({ site, served, directory }) => {
    const [model] = [...site.keys()].filter((path) => path.endsWith("encoder/weights.bin"));
    assertEquals((await handle(request(`/${model}`), served)).status, 200);
    const name = directory.split("/").at(-1)!;
    const paths = [
      "/..",
      "/../secret.txt",
      "/models/../../secret.txt",
      "/models/../index.html",
      "/%2e%2e/secret.txt",
      "/%2E%2E%2Fsecret.txt",
      "/..%2fsecret.txt",
      "/..%5csecret.txt",
      "/..\\secret.txt",
      "/%252e%252e/secret.txt",
      "/./index.html",
      "//index.html",
      "/index.html/",
      "/index.html%00",
      "/%00",
      `/${model.replace("/", "%2f")}`,
      `/${model.replaceAll("/", "\\")}`,
      `/${model.replaceAll("/", "//")}`,
      `/${model}/`,
      `${directory}/encoder/weights.bin`,
      `/${directory}/manifest.json`,
      `/%2f${directory}/manifest.json`,
      `/file://${directory}/manifest.json`,
      "/models",
      "/models/",
      `/models/${name}`,
      `/models/${name}/`,
      `/models/${name}/manifest.json`,
      `/models/${name}/tables/latents.csv`,
      "/vendor/",
      "/INDEX.HTML",
      "/index.html%20",
      "/__proto__",
      "/constructor",
    ];
    for (const path of paths) {
      const response = await handle(request(path), served);
      assertEquals(response.status, 404, path);
      assertEquals(await response.text(), "There is nothing here.\n");
    }
    for (const path of ["/%", "/%zz", "/%c3%28", "/index.html%"]) {
      assertEquals((await handle(request(path), served)).status, 400, path);
    }
  });
});

Deno.test("handle() never gives bytes that are not in the map, whatever the path", async () => {
  await withSite(async ({ site, served, directory }) => {
    const digests = new Set([...site.values()].map(({ sha256 }) => sha256));
    const known = [...site.keys()];
    const pieces = [
      ...[...new Set(known.flatMap((path) => path.split("/")))],
      ...known,
      ...["..", ".", "", "%2e%2e", "%2E.", "%252e", "%2f", "%5c", "\\", "..\\", "%00", "\0", "%"],
      ...["etc", "passwd", "secret.txt", "manifest.json", "C:", "file:", "~", directory, "?", "#"],
    ];
    const part = fc.oneof(
      fc.constantFrom(...pieces),
      fc.constantFrom(...pieces).map(encodeURIComponent),
      fc.string(),
    );
    const separator = fc.constantFrom("/", "//", "\\", "%2f", "%2F", "%5c");
    const path = fc.array(fc.tuple(separator, part), { maxLength: 8 })
      .map((list) => `/${list.map((pair) => pair.join("")).join("")}`);
    await fc.assert(
      fc.asyncProperty(path, async (text) => {
        const response = await handle(request(text), served);
        if (response.status !== 200) {
          assert(response.status === 400 || response.status === 404, text);
          assertMatch(await response.text(), /^(There is nothing here|The address cannot be dec)/);
          return;
        }
        assert(digests.has(await digestOf(response)), text);
        // What is given is what the path names, once decoded.
        const named = decodeURIComponent(text.replace(/[?#].*$/s, "").replace(/^\//, ""));
        assert(site.has(named || "index.html"), text);
      }),
      { numRuns: 2000 },
    );
  });
});

Deno.test("handle() refuses a file that was changed, replaced by a link or removed", async () => {
  const cases: [string, (file: string) => Promise<void>, RegExp][] = [
    ["changed", (file) => Deno.writeTextFile(file, "encoder 1"), /was changed since/],
    ["longer", (file) => Deno.writeTextFile(file, "x", { append: true }), /was changed since/],
    ["removed", (file) => Deno.remove(file), /is gone since/],
    ["a link to itself, moved", async (file) => {
      await Deno.rename(file, `${file}.moved`);
      await Deno.symlink(`${file}.moved`, file);
    }, /has become a link/],
    ["a link to a secret", async (file) => {
      await Deno.remove(file);
      await Deno.symlink(file.replace(/train\/.*/, "secret.txt"), file);
    }, /has become a link/],
    ["below a link", async (file) => {
      const folder = file.replace(/\/[^/]*$/, "");
      await Deno.rename(folder, `${folder}.moved`);
      await Deno.symlink(`${folder}.moved`, folder);
    }, /has become a link/],
    ["a folder", async (file) => {
      await Deno.remove(file);
      await Deno.mkdir(file);
    }, /was changed since/],
  ];
  for (const [what, spoil, line] of cases) {
    await withSite(async ({ site, served, directory, told }) => {
      const path = [...site.keys()].find((path) => path.endsWith("encoder/weights.bin"))!;
      await spoil(`${directory}/encoder/weights.bin`);
      const response = await handle(request(`/${path}`), served);
      assertEquals(response.status, 500, what);
      const text = await response.text();
      assertMatch(text, /^models\/\S+ is not what it was when the explorer was started\.\n$/);
      assert(!text.includes(directory));
      assertEquals(told.length, 1);
      assertMatch(told[0], line);
      assert(told[0].startsWith(`Cannot give ${directory}/encoder/weights.bin: `));
      // The others are still there.
      assertEquals((await handle(request("/site.json"), served)).status, 200);
    });
  }
});

Deno.test("sitePath() takes a URL as it was sent", () => {
  const cases: [string, string | undefined][] = [
    ["http://h", "index.html"],
    ["http://h/", "index.html"],
    ["http://h/?q=/x#y", "index.html"],
    ["http://h/a/b%20c", "a/b c"],
    ["http://h/a/../b", "a/../b"],
    ["http://h//a", "/a"],
    ["http://h/a%2fb", "/"],
    ["http://h/%e0%a4%a", undefined],
  ];
  for (const [url, path] of cases) assertEquals(sitePath(url), path, url);
});

Deno.test("mediaType() knows what the site holds, and calls the rest bytes", () => {
  const cases = [
    ["index.html", "text/html; charset=utf-8"],
    ["style.css", "text/css; charset=utf-8"],
    ["vendor/tf.js", "text/javascript; charset=utf-8"],
    ["site.json", "application/json"],
    ["report/figures/headline.svg", "image/svg+xml"],
    ["report/figures/headline.png", "image/png"],
    ["models/x/codes.csv", "text/csv; charset=utf-8"],
    ["vendor/tfjs-backend-wasm.wasm", "application/wasm"],
    ["models/x/encoder/weights.bin", "application/octet-stream"],
    ["none", "application/octet-stream"],
  ];
  for (const [path, type] of cases) assertEquals(mediaType(path), type);
});

Deno.test("isLoopback() and hostAndPort() know IPv6 and names", () => {
  for (const host of ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]", "::ffff:127.0.0.1"]) {
    assert(isLoopback(host), host);
  }
  for (const host of ["0.0.0.0", "::", "10.0.0.1", "127.evil.example", "localhost.example", ""]) {
    assert(!isLoopback(host), host);
  }
  assertEquals(hostAndPort("::1", 80), "[::1]:80");
  assertEquals(hostAndPort("localhost", 8642), "localhost:8642");
});

Deno.test("listenError() says in one line what to change", () => {
  const { errors } = Deno;
  const address = { host: "0.0.0.0", port: 80, words: [] };
  const cases: [Error, typeof RunError | typeof UsageError, RegExp][] = [
    [
      new errors.AddrInUse("in use"),
      RunError,
      /^--port 80 is in use: choose another, or 0 for any/,
    ],
    [new errors.PermissionDenied("denied"), RunError, /^--port 80 may not be opened by this user/],
    [new errors.AddrNotAvailable("no"), UsageError, /^--host must be .*received 0\.0\.0\.0: no$/],
    [new Error("lookup"), UsageError, /^--host must be an address of this machine/],
    [new errors.NotCapable("net"), UsageError, /^--host 0.* needs .*--allow-net=0\.0\.0\.0:80/],
  ];
  for (const [error, type, line] of cases) {
    const told = listenError(error, address);
    assert(told instanceof type);
    assertMatch(told.message, line);
  }
  // Brackets are a pattern to a shell.
  const asked = { host: "::1", port: 80, words: ["--host", "::1", "--port=80", "--model", "a b"] };
  const bracketed = listenError(new errors.NotCapable("net"), asked);
  assertMatch(`${bracketed}`, / needs the permission '--allow-net=\[::1\]:80': run /);
  // What was asked for besides the host is asked for again.
  assertMatch(`${bracketed}`, / scripts\/explore\.ts --host ::1 --port=80 --model 'a b'$/);
});
