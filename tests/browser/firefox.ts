/**
 * A headless Firefox for the tests of pages, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi).
 * Playwright's own way to drive it asks the extended-support release for a command that it does not
 * have (`emulation.setMediaFeaturesOverride`, Firefox 153); this can go when it does.
 *
 * @module
 */

const PATHS = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

async function findFirefox(): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "run" });
  if (state !== "granted") return undefined;
  for (const path of PATHS) {
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
}

/** Where Firefox is; `undefined` where there is none, or it may not be run. */
export const FIREFOX: string | undefined = await findFirefox();

/** A tab of Firefox. */
export interface FirefoxTab {
  /** Loads an address, and waits for the page's event `load`. */
  goto(url: string): Promise<void>;
  /** The value of an expression, as JSON has it; a promise is waited for. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true; rejects after `seconds`. */
  until(expression: string, seconds: number): Promise<void>;
  /** A picture of what is in view, PNG. */
  screenshot(): Promise<Uint8Array>;
  /** Errors in the console and uncaught ones, in order. */
  readonly errors: readonly string[];
}

/** What comes over the socket: an answer, or an event. */
interface Message {
  readonly id?: number;
  readonly error?: string;
  readonly message?: string;
  readonly result?: unknown;
  readonly method?: string;
  readonly params?: { readonly level?: string; readonly text?: string };
}

/** The address that Firefox says it listens at. */
async function addressOf(stderr: ReadableStream<Uint8Array>): Promise<string> {
  let told = "";
  for await (const text of stderr.pipeThrough(new TextDecoderStream())) {
    told += text;
    const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(told);
    if (found) return found[1];
  }
  throw new Error(`Firefox ended: ${told}`);
}

/** Starts Firefox with one tab; ends it when `use` is done. */
export async function inFirefox(
  [width, height]: readonly [number, number],
  use: (tab: FirefoxTab) => Promise<void>,
): Promise<void> {
  const profile = await Deno.makeTempDir();
  await using firefox = new Deno.Command(FIREFOX!, {
    args: [
      "--headless",
      "--remote-debugging-port=0",
      "--no-remote",
      "--profile",
      profile,
      "about:blank",
    ],
    env: { MOZ_HEADLESS_WIDTH: String(width), MOZ_HEADLESS_HEIGHT: String(height) },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    const [own, rest] = firefox.stderr.tee();
    // It would stand still with a full pipe.
    rest.pipeTo(new WritableStream()).catch(() => {});
    const socket = new WebSocket(`${await addressOf(own)}/session`);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("Firefox takes no connection"));
    });
    const waiting = new Map<number, PromiseWithResolvers<unknown>>();
    const errors: string[] = [];
    socket.onmessage = ({ data }) => {
      const message: Message = JSON.parse(data);
      if (message.method === "log.entryAdded" && message.params?.level === "error") {
        errors.push(message.params.text ?? "");
      }
      if (message.id === undefined) return;
      const asked = waiting.get(message.id)!;
      if (message.error) asked.reject(new Error(`${message.error}: ${message.message}`));
      else asked.resolve(message.result);
    };
    const send = <T>(method: string, params: unknown): Promise<T> => {
      const id = waiting.size + 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      socket.send(JSON.stringify({ id, method, params }));
      return answer.promise as Promise<T>;
    };
    await send("session.new", { capabilities: {} });
    await send("session.subscribe", { events: ["log.entryAdded"] });
    const { contexts: [{ context }] } = await send<{ contexts: { context: string }[] }>(
      "browsingContext.getTree",
      {},
    );
    await send("browsingContext.setViewport", { context, viewport: { width, height } });
    const evaluate = async <T>(expression: string): Promise<T> => {
      const { result, exceptionDetails } = await send<{
        result?: { value: string };
        exceptionDetails?: { text: string };
      }>("script.evaluate", {
        expression: `(async () => JSON.stringify(await (${expression})) ?? "null")()`,
        target: { context },
        awaitPromise: true,
      });
      if (!result) throw new Error(exceptionDetails?.text ?? "no result");
      return JSON.parse(result.value);
    };
    await use({
      errors,
      evaluate,
      async goto(url) {
        await send("browsingContext.navigate", { context, url, wait: "complete" });
      },
      async until(expression, seconds) {
        const end = Date.now() + 1000 * seconds;
        while (!await evaluate<boolean>(expression)) {
          if (Date.now() > end) throw new Error(`${expression} is not true after ${seconds} s`);
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      },
      async screenshot() {
        const { data } = await send<{ data: string }>("browsingContext.captureScreenshot", {
          context,
        });
        return Uint8Array.fromBase64(data);
      },
    });
    socket.close();
  } finally {
    firefox.kill("SIGTERM");
    await firefox.status;
    await Deno.remove(profile, { recursive: true }).catch(() => {});
  }
}
