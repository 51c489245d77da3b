/**
 * The steps that a first visit begins with, until they were read.
 *
 * @module
 */

const KEY = "punctured-vae:guide";

/** Whether they were read. A browser may keep nothing, and throws then. */
function wasRead(): boolean {
  try {
    return localStorage.getItem(KEY) === "read";
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(KEY, "read");
  } catch {
    // They are shown again on the next visit.
  }
}

/** Shows the steps on a first visit, and whenever a person asks for them. */
export function bindGuide(): void {
  const find = (id: string) => document.getElementById(id)!;
  const show = (shown: boolean) => {
    find("guide").hidden = !shown;
    find("intro").hidden = shown;
  };
  show(!wasRead());
  find("guide-done").addEventListener("click", () => {
    remember();
    show(false);
    find("handle").focus();
  });
  find("guide-again").addEventListener("click", () => {
    show(true);
    find("guide-done").focus();
  });
}
