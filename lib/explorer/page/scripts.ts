/**
 * Scripts that the page loads when it needs them: a library of a megabyte is not for a view that does
 * without it.
 *
 * @module
 */

const loading = new Map<string, Promise<void>>();

/**
 * Loads a script of the site once, by its path beside the page.
 *
 * @throws {Error} It is not there, or the connection failed; the next call tries again.
 */
export function loadScript(path: string): Promise<void> {
  const started = loading.get(path) ?? new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = path;
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => {
      loading.delete(path);
      script.remove();
      reject(new Error(`${path} could not be loaded`));
    });
    document.head.append(script);
  });
  loading.set(path, started);
  return started;
}
