/**
 * Sliders for a latent code, to walk off the sheet.
 *
 * @module
 */

import { fixed } from "../../report/page/html.ts";

/** The sliders on the page. */
export interface Sliders {
  /** Makes a slider for each range, at a code; tells `onInput` of every code that a person sets. */
  reset(
    ranges: readonly { readonly min: number; readonly max: number }[],
    code: readonly number[],
  ): void;
  /** Moves them without telling the page. */
  set(code: readonly number[]): void;
}

/** Sliders within an element. */
export function createSliders(
  element: HTMLElement,
  onInput: (code: number[]) => void,
): Sliders {
  let inputs: { input: HTMLInputElement; output: HTMLElement }[] = [];
  const show = () => {
    for (const { input, output } of inputs) {
      const value = fixed(Number(input.value), 2);
      output.textContent = value;
      input.setAttribute("aria-valuetext", value);
    }
  };
  const set = (code: readonly number[]) => {
    code.forEach((value, k) => {
      const input = inputs[k]?.input;
      if (!input) return;
      // A code that a link asks for may lie beyond all others.
      if (value < Number(input.min)) input.min = String(value);
      if (value > Number(input.max)) input.max = String(value);
      input.value = String(value);
    });
    show();
  };
  return {
    set,
    reset(ranges, code) {
      inputs = ranges.map(({ min, max }, k) => {
        const input = document.createElement("input");
        Object.assign(input, { type: "range", id: `z-${k + 1}`, step: "any" });
        Object.assign(input, { min: String(min), max: String(max) });
        // No `<output>`: a reader of screens would be told of each of its changes while a walk plays.
        const output = document.createElement("span");
        output.ariaHidden = "true";
        input.addEventListener("input", () => {
          show();
          onInput(inputs.map(({ input }) => Number(input.value)));
        });
        return { input, output };
      });
      element.replaceChildren(...inputs.map(({ input, output }, k) => {
        const row = document.createElement("div");
        row.className = "slider";
        const label = document.createElement("label");
        label.htmlFor = input.id;
        label.textContent = `z${"₁₂₃₄₅₆₇₈₉"[k] ?? k + 1}`;
        row.append(label, input, output);
        return row;
      }));
      set(code);
    },
  };
}
