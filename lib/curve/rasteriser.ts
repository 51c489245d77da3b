/**
 * What Deno must allow the library that draws: known here without loading it, so that a script can
 * print its help where it may not load native code.
 *
 * @module
 */

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
