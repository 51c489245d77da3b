/**
 * Which library draws, and what Deno must allow it: known here without loading it, so that a
 * script can print its help, and a plan its keys, where it may not load native code.
 *
 * @module
 */

import rasteriser from "@napi-rs/canvas/package.json" with { type: "json" };

/** The library that decides the images' bytes, with its version: part of a dataset's key. */
export const RASTERISER: Readonly<Record<"@napi-rs/canvas", string>> = {
  "@napi-rs/canvas": rasteriser.version,
};

/**
 * The permission flags that loading it takes, and nothing more: native code; three variables that
 * choose a binary and switch off its search for fonts; the home directory, where it looks for
 * fonts; and the other kinds of `sys` for the process report, which tells it the C library on a
 * Linux where it may not read `/usr/bin/ldd` or there is none.
 */
export const RASTERISER_PERMISSIONS: readonly string[] = [
  "--allow-ffi",
  "--allow-env=NAPI_RS_NATIVE_LIBRARY_PATH,NAPI_RS_FORCE_WASI,DISABLE_SYSTEM_FONTS_LOAD",
  "--allow-sys=homedir,cpus,networkInterfaces,hostname",
];
