/**
 * Splitting a command line into words, since what is given as `--peer` is started without a shell.
 *
 * @module
 */

/**
 * Splits at blanks, except within single or double quotes, which are dropped. A backslash makes the
 * next character a plain one, but not within single quotes.
 *
 * Throws SyntaxError where a quote is left open or there is no word.
 *
 * @example
 * ```ts
 * import { splitWords } from "./words.ts";
 *
 * splitWords("python3 'my peer.py' --fast"); // ["python3", "my peer.py", "--fast"]
 * ```
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quote !== undefined && character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === "'" || character === '"')) {
      quote = character;
      word ??= "";
    } else if (character === "\\" && quote !== "'" && i + 1 < text.length) {
      word = (word ?? "") + text[++i];
    } else if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) throw new SyntaxError(`the quote ${quote} is left open`);
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw new SyntaxError("there is no word in it");
  return words;
}
