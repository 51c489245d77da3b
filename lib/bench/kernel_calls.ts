/**
 * Watching the kernels of the active backend: every call of a registered kernel passes through a
 * wrapper that notes what it was called with and how long it ran. The calls are described only
 * afterwards, so that watching takes little of the time that it measures.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { PassCount } from "../backend/passes.ts";
import { callOperations, type KernelCall } from "../model/arithmetic.ts";
import type { KernelRow } from "./messages.ts";

/** A call of a kernel as it happened. */
export interface WatchedCall {
  readonly name: string;
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs: tf.NamedAttrMap;
  readonly outputs: readonly tf.TensorInfo[];
  /** Seconds within the call, less those within other kernels that it called. */
  readonly seconds: number;
}

/**
 * Wraps all kernels of the active backend; `stop` puts them back. `onCall` is told of each call when
 * it has ended, `onEnter` when it begins.
 */
export function watchKernels(
  onCall: (call: WatchedCall) => void,
  onEnter?: () => void,
): { stop(): void } {
  const backendName = tf.getBackend();
  const configs = tf.getKernelsForBackend(backendName);
  const replace = (config: tf.KernelConfig) => {
    tf.unregisterKernel(config.kernelName, backendName);
    tf.registerKernel(config);
  };
  let within = 0;
  for (const config of configs) {
    const watched: tf.KernelFunc = (params) => {
      const before = within;
      within = 0;
      onEnter?.();
      const start = performance.now();
      const returned = config.kernelFunc(params);
      const elapsed = performance.now() - start;
      onCall({
        name: config.kernelName,
        inputs: params.inputs,
        attrs: params.attrs ?? {},
        outputs: ([] as tf.TensorInfo[]).concat(returned),
        seconds: (elapsed - within) / 1000,
      });
      within = before + elapsed;
      return returned;
    };
    replace({ ...config, kernelFunc: watched });
  }
  return { stop: () => configs.forEach(replace) };
}

/** Inputs that were given; some kernels take a bias or not. */
export function presentInputs(inputs: tf.NamedTensorInfoMap): [string, tf.TensorInfo][] {
  return Object.entries(inputs).filter((entry): entry is [string, tf.TensorInfo] =>
    entry[1] != null
  );
}

/** The shapes of a call, as its arithmetic is counted from them. */
export function describeCall({ name, inputs, attrs, outputs }: WatchedCall): KernelCall {
  const shapes = presentInputs(inputs).map(([input, { shape }]) => {
    // As the convolution's own filter, H×W×inputs×outputs, whichever way it is stored.
    const [height, width, ...channels] = shape;
    const turned = input === "filter" && attrs.transposed === true;
    return [input, turned ? [height, width, ...channels.reverse()] : [...shape]] as const;
  });
  return {
    name,
    inputs: Object.fromEntries(shapes),
    outputs: outputs.map(({ shape }) => [...shape]),
    attrs: attrs as Record<string, unknown>,
  };
}

function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

/** The shapes that tell calls of one kernel apart, as text: image and filter where there is one. */
export function shapesText({ inputs, attrs }: KernelCall): string {
  const { x, dy, filter } = inputs;
  const image = x ?? dy;
  if (filter && image) {
    return `${shapeText(image)}${attrs.upsample ? " ↑2" : ""} ⋆ ${shapeText(filter)}`;
  }
  const shapes = Object.values(inputs).map(shapeText);
  const [shown, more] = [shapes.slice(0, 2), shapes.length - 2];
  return shown.join(", ") + (more > 0 ? ` +${more}` : "");
}

/** Rows of a table from the calls of several steps; the longest first. */
export function kernelRows(
  calls: readonly { readonly call: KernelCall; readonly seconds: number }[],
  { steps, count }: { steps: number; count: PassCount },
): KernelRow[] {
  const rows = new Map<string, KernelRow>();
  for (const { call, seconds } of calls) {
    const shapes = shapesText(call);
    const [operations, done] = [callOperations(call), callOperations(call, { count })];
    const key = `${call.name} ${shapes} ${operations}`;
    const row = rows.get(key) ?? {
      ...{ kernel: call.name, shapes, calls: 0, seconds: 0 },
      operations: operations && 0,
      operationsDone: done && 0,
    };
    rows.set(key, {
      ...row,
      calls: row.calls + 1,
      seconds: row.seconds + seconds,
      operations: operations && (row.operations as number) + operations,
      operationsDone: done && (row.operationsDone as number) + done,
    });
  }
  return [...rows.values()]
    .map(({ calls, seconds, operations, operationsDone, ...row }) => ({
      ...row,
      calls: calls / steps,
      seconds: seconds / steps,
      operations: operations && operations / steps,
      operationsDone: operationsDone && operationsDone / steps,
    }))
    .sort((left, right) => right.seconds - left.seconds);
}
