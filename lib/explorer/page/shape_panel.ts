/**
 * Where the page says which shapes it shows.
 *
 * @module
 */

import type { Shapes } from "../../curve/family.ts";
import { parameterSymbol } from "../../curve/parameter_text.ts";
import { keyWords, sentenceOf } from "./shape_words.ts";

/** Shows what shapes are, and what keys do to them. */
export function showShapes(shapes: Shapes): void {
  const words = keyWords(shapes);
  for (const [name, text] of Object.entries(words)) {
    document.getElementById(`keys-${name}`)!.textContent = text;
  }
  const sentence = document.getElementById("shape-words")!;
  sentence.textContent = sentenceOf(shapes);
  sentence.hidden = sentence.textContent === "";
  const symbols = (["a", "b"] as const).map((name) => parameterSymbol(name, shapes.family));
  document.getElementById("plane")!.ariaLabel = `Plane of ${symbols.join(" and ")}`;
}
