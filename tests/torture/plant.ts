/**
 * A fault to be found: files that come out otherwise at each run, as those of a stage would that
 * took a number from the clock or from an unseeded generator.
 *
 * @module
 */

/** Another digit in place of the last one. */
function otherDigit(text: string): string {
  return text.replace(
    /\d(?=\D*$)/,
    (digit) => String((Number(digit) + 1 + Math.floor(9 * Math.random())) % 10),
  );
}

/** Another byte in place of the last one. */
function otherByte(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed[changed.length - 1] ^= 1 + Math.floor(255 * Math.random());
  return changed;
}

/**
 * From now on, files whose path ends in one of `files` are written with their last digit, or their
 * last byte, drawn at random. For a module that `deno run --preload` runs before a script.
 */
export function plant(files: readonly string[]): void {
  const hit = (path: string | URL) => files.some((file) => String(path).endsWith(`/${file}`));
  const { writeTextFile, writeFile } = Deno;
  Deno.writeTextFile = (path, data, options) =>
    writeTextFile(path, hit(path) && typeof data === "string" ? otherDigit(data) : data, options);
  Deno.writeFile = (path, data, options) =>
    writeFile(path, hit(path) && data instanceof Uint8Array ? otherByte(data) : data, options);
}
