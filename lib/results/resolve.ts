/**
 * What a run is to be, before it is run: parameters resolved, inputs checked, and from these its key
 * and its folder.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import type { Json } from "../files/json.ts";
import { joinPath } from "../files/paths.ts";
import { type KeyFields, resultKey } from "./key.ts";
import type { Fingerprint, Result, Stage } from "./stage.ts";

/** What a stage is to be run with. */
export interface RunOptions {
  /** Parameters as given; the stage's schema resolves and checks them. */
  readonly parameters: unknown;
  /** Inputs by role. Default none. */
  readonly inputs?: Readonly<Record<string, Result>>;
  /** Backend, libraries and flags that decide the bytes. */
  readonly fingerprint: Fingerprint;
  /** The results folder. */
  readonly results: string;
}

/** A run's parameters, key and place. */
export interface ResolvedRun<Parameters> {
  /** What the stage's schema returned. */
  readonly parameters: Parameters;
  /** All that the key covers. */
  readonly fields: KeyFields;
  /** 64 hexadecimal digits. */
  readonly key: string;
  /** Where the result folder lies, or will. */
  readonly directory: string;
}

/** The value without the members that are undefined, which mean the same as absent ones. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (value === null || typeof value !== "object") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutUndefined(member)]));
}

/** Parameters as the stage's schema resolves them. Throws UsageError, naming the parameter. */
export function resolveParameters<P>(stage: Stage<P>, parameters: unknown): P {
  const resolved = stage.schema.safeParse(withoutUndefined(parameters));
  if (resolved.success) return withoutUndefined(resolved.data) as P;
  const { path, message } = resolved.error.issues[0];
  const where = path.map(String).join(".");
  throw new UsageError(`Cannot run ${stage.name}: ${where && `${where}: `}${message}`);
}

/** The folder of a result. Throws TypeError where the stage's slug is no plain name. */
export function resultDirectory<P>(
  stage: Stage<P>,
  { results, key, parameters, inputs }: {
    results: string;
    key: string;
    parameters: P;
    inputs: Readonly<Record<string, Result>>;
  },
): string {
  // The digits of the key keep a shortened name unique.
  const slug = stage.slug(parameters, inputs).slice(0, 100);
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(slug)) {
    throw new TypeError(`Cannot name a result of ${stage.name}: slug must be plain, is ${slug}`);
  }
  return joinPath(results, stage.name, `${slug}-${key.slice(0, 12)}`);
}

/**
 * Resolves parameters and computes a run's key and folder. Throws UsageError on a wrong parameter
 * or an input of another stage, TypeError on a role that the stage does not have.
 */
export function resolveRun<P>(stage: Stage<P>, options: RunOptions): ResolvedRun<P> {
  const asked = resolveParameters(stage, options.parameters);
  const { results, inputs = {} } = options;
  const roles = stage.inputs(asked);
  const digests: Record<string, string> = {};
  for (const [role, input] of Object.entries(inputs)) {
    const needed = Object.hasOwn(roles, role) ? roles[role] : undefined;
    if (needed === undefined) {
      throw new TypeError(`Cannot run ${stage.name}: it has no input called ${role}`);
    }
    if (input.stage !== needed) {
      throw new UsageError(
        `Cannot run ${stage.name}: its ${role} must be a result of ${needed}, ` +
          `${input.directory} is one of ${input.stage}`,
      );
    }
    digests[role] = input.outputDigest;
  }
  const parameters = stage.withInputs ? stage.withInputs(asked, inputs) : asked;
  const fields: KeyFields = {
    stage: stage.name,
    version: stage.version,
    parameters: parameters as Json,
    inputs: digests,
    fingerprint: options.fingerprint,
  };
  const key = resultKey(fields);
  const directory = resultDirectory(stage, { results, key, parameters, inputs });
  return { parameters, fields, key, directory };
}
