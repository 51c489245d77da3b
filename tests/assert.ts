/**
 * What tests and documentation examples import as `@std/assert`: `deno.json` maps that name to this
 * file, because JSR cannot be reached everywhere this is built. These functions have the names and
 * the order of arguments of `jsr:@std/assert`, so mapping the name to `jsr:@std/assert@1` replaces them.
 *
 * @module
 */

import assertStrict from "node:assert/strict";

/** Fails unless `condition` is truthy. */
export function assert(condition: unknown, message?: string): asserts condition {
  assertStrict.ok(condition, message);
}

/** Fails unless both values are deeply and strictly equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  assertStrict.deepStrictEqual(actual, expected, message);
}

/** Fails unless `actual` is within `tolerance` of `expected` (absolute, default 1e-7). */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance = 1e-7,
  message = "values differ",
): void {
  const near = Math.abs(actual - expected) <= tolerance;
  assertStrict.ok(near, `${message}: ${actual} is not within ${tolerance} of ${expected}`);
}

/** Fails unless `text` matches `pattern`. */
export function assertMatch(text: string, pattern: RegExp, message?: string): void {
  assertStrict.match(text, pattern, message);
}

/** Fails unless `text` contains `part`. */
export function assertStringIncludes(text: string, part: string, message?: string): void {
  assertStrict.ok(
    text.includes(part),
    message ?? `${JSON.stringify(text)} lacks ${JSON.stringify(part)}`,
  );
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

function check<E extends Error>(error: unknown, errorClass?: ErrorClass<E>, part?: string): E {
  assertStrict.ok(error instanceof (errorClass ?? Error), `thrown is ${error}`);
  if (part !== undefined) assertStringIncludes((error as Error).message, part);
  return error as E;
}

/** Fails unless `run` throws an `errorClass` whose message includes `part`; returns the error. */
export function assertThrows<E extends Error = Error>(
  run: () => unknown,
  errorClass?: ErrorClass<E>,
  part?: string,
): E {
  try {
    run();
  } catch (error) {
    return check(error, errorClass, part);
  }
  throw new assertStrict.AssertionError({ message: "nothing was thrown" });
}

/** Like {@linkcode assertThrows}, for a promise. */
export async function assertRejects<E extends Error = Error>(
  run: () => Promise<unknown>,
  errorClass?: ErrorClass<E>,
  part?: string,
): Promise<E> {
  try {
    await run();
  } catch (error) {
    return check(error, errorClass, part);
  }
  throw new assertStrict.AssertionError({ message: "nothing was thrown" });
}
