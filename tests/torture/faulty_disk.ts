/**
 * A disk that fails, for `deno run --preload`: it counts a script's changes of the file system,
 * writes them down, makes a chosen one fail as the system would, or makes each of them slow.
 *
 * What it does is said in the environment variable {@linkcode FAULTY_DISK}, as JSON.
 *
 * @module
 */

/** Name of the environment variable. */
export const FAULTY_DISK = "FAULTY_DISK";

/** What the disk is to do. */
export interface DiskPlan {
  /** File to which each change is written down, a line each: `sync results/…/images.npy`. */
  readonly log?: string;
  /** The change that fails, counted from 1. */
  readonly failAt?: number;
  /** Whether all later changes fail too. */
  readonly sticky?: boolean;
  /** How it fails. */
  readonly fault?: FaultName;
  /** Longest pause before each change, in milliseconds. */
  readonly pause?: number;
  /**
   * The change, counted from 1, before which the process says {@linkcode STOPPED} on standard error
   * and waits for a byte on standard input, or to be killed.
   */
  readonly stopAt?: number;
}

/** What a process says that has stopped before a change. */
export const STOPPED = "stopped before a change";

/** What the system says, as Deno words it: name of the error, code, message. */
export const FAULTS = {
  full: ["Error", "ENOSPC", "No space left on device (os error 28)"],
  quota: ["Error", "EDQUOT", "Disk quota exceeded (os error 122)"],
  broken: ["Error", "EIO", "Input/output error (os error 5)"],
  readOnly: ["Error", "EROFS", "Read-only file system (os error 30)"],
  tooLarge: ["Error", undefined, "File too large (os error 27)"],
  denied: ["PermissionDenied", "EACCES", "Permission denied (os error 13)"],
} as const;

/** Name of a fault. */
export type FaultName = keyof typeof FAULTS;

/** Whether a disk in that state still lets files go. */
const FREES: Readonly<Record<FaultName, boolean>> = {
  full: true,
  quota: true,
  tooLarge: true,
  broken: false,
  readOnly: false,
  denied: false,
};

/** Makes Deno's functions that change the file system do as the plan says. */
export function install(
  { log, failAt = Infinity, sticky, fault = "full", pause, stopAt }: DiskPlan,
): void {
  const writeSync = Deno.writeTextFileSync;
  let count = 0;
  const fails = (operation: string) =>
    count === failAt || (sticky && count > failAt && !(operation === "remove" && FREES[fault]));
  const step = async (operation: string, path: unknown): Promise<void> => {
    const number = ++count;
    if (log !== undefined) writeSync(log, `${operation} ${path}\n`, { append: true });
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause * Math.random()));
    if (number === stopAt) {
      console.error(STOPPED);
      await Deno.stdin.read(new Uint8Array(1));
    }
  };
  const failure = (operation: string, path?: unknown): Error => {
    const [name, code, message] = FAULTS[fault];
    const where = path === undefined ? "" : `: ${operation} '${path}'`;
    const error = name === "PermissionDenied"
      ? new Deno.errors.PermissionDenied(message + where)
      : new Error(message + where);
    return Object.assign(error, { code });
  };
  // deno-lint-ignore no-explicit-any -- stands in for functions of many signatures
  type Any = any;
  const api: Any = Deno;
  for (const name of ["mkdir", "rename", "remove", "copyFile", "makeTempDir"]) {
    const original = api[name];
    api[name] = async (...args: Any[]) => {
      await step(name, args.slice(0, name === "rename" ? 2 : 1).join(" -> "));
      if (fails(name)) throw failure(name, args[0]);
      return await original(...args);
    };
  }
  for (const name of ["writeFile", "writeTextFile"]) {
    const original = api[name];
    api[name] = async (path: unknown, data: string | Uint8Array, options: Any) => {
      await step("write", path);
      if (!fails(name)) return await original(path, data, options);
      // What a full disk leaves behind.
      await original(path, data.slice(0, data.length >> 1), options);
      throw failure(name.toLowerCase(), path);
    };
  }
  const paths = new WeakMap<Deno.FsFile, string>();
  const open = Deno.open;
  api.open = async (path: string, options: Deno.OpenOptions) => {
    if (options?.create) {
      await step("open", path);
      if (fails("open")) throw failure("open", path);
    }
    const file = await open(path, options);
    paths.set(file, path);
    return file;
  };
  const file: Any = Deno.FsFile.prototype;
  for (const name of ["write", "sync", "syncData", "truncate"]) {
    const original = file[name];
    file[name] = async function (this: Deno.FsFile, ...args: Any[]) {
      await step(name, paths.get(this) ?? "?");
      if (fails(name)) throw failure(name);
      return await original.apply(this, args);
    };
  }
}

const plan = Deno.env.get(FAULTY_DISK);
if (plan !== undefined) install(JSON.parse(plan));
