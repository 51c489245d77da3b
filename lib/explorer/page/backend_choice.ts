/**
 * Which TF.js backend is to run: WebGPU on hardware, else wasm, else WebGL, unless the address asks
 * for another. As in the suite's scripts, a software adapter is no choice by itself, since wasm is
 * faster on the same processor.
 *
 * @module
 */

/** Backends that the page can run, in the order in which they are tried. */
export const BACKENDS = ["webgpu", "wasm", "webgl"] as const;

/** Name of a backend, as TF.js has it. */
export type BackendName = typeof BACKENDS[number];

/** A backend, and why it. */
export interface RunningBackend {
  /** Its name in TF.js. */
  readonly name: BackendName;
  /** Why it and not another, in a few words. */
  readonly why: string;
}

/** What stands in the way of WebGPU. */
export interface WebGpuState {
  /** Why it cannot run at all, where it cannot. */
  readonly missing?: string;
  /** Whether its adapter computes on the processor. */
  readonly software?: boolean;
}

/**
 * The backend that an address asks for.
 *
 * @param search the query of the address, with or without its `?`
 * @returns the backend, if one is asked for; a line where it is none
 */
export function askedBackend(
  search: string,
): { readonly asked?: BackendName; readonly wrong?: string } {
  const text = new URLSearchParams(search).get("backend");
  if (text === null) return {};
  const asked = BACKENDS.find((name) => name === text);
  if (asked) return { asked };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { wrong: `backend must be one of ${BACKENDS.join(", ")}, received ${shown}` };
}

/** The backends to try, one after the other, each with the reason that is true if it is the one. */
export function candidates(
  { missing, software = false }: WebGpuState,
  asked?: BackendName,
): RunningBackend[] {
  const against = missing ?? (software ? "the WebGPU adapter is software" : undefined);
  const automatic: RunningBackend[] = [
    ...(against === undefined
      ? [{ name: "webgpu", why: "a WebGPU adapter is there" } as const]
      : []),
    { name: "wasm", why: against ?? "WebGPU could not be started" },
    { name: "webgl", why: "wasm could not be started" },
  ];
  if (!asked) return automatic;
  const reason = asked === "webgpu" && missing ? missing : `${asked} could not be started`;
  const why = asked === "webgpu" && software
    ? "asked for by the address, on a software adapter"
    : "asked for by the address";
  return [
    ...(asked === "webgpu" && missing ? [] : [{ name: asked, why }]),
    ...automatic.filter(({ name }) => name !== asked).map(({ name }) => ({ name, why: reason })),
  ];
}
