/**
 * The library that runs ONNX files, `onnxruntime-web` on WebAssembly: no native code, one thread, the
 * same bytes every time.
 *
 * Its name stands in no import, so that Deno fetches it (some 100 MB) only where it is asked for, and
 * results that do not use it do not depend on its version. So its types are spelled out here as far as
 * they are used; `tests/evaluation/own/onnx_test.ts` holds them to the library's own.
 *
 * @module
 */

/** A tensor. */
export interface OnnxTensor {
  /** Elements, of which float32 is `Float32Array`. */
  readonly data: unknown;
  /** Its shape. */
  readonly dims: readonly number[];
  /** Name of the element type. */
  readonly type: string;
}

/** What is known of an input. */
export type OnnxInput =
  | { readonly name: string; readonly isTensor: false }
  | {
    readonly name: string;
    readonly isTensor: true;
    readonly type: string;
    /** A dimension that the model leaves open is a name. */
    readonly shape: readonly (number | string)[];
  };

/** A loaded model. */
export interface OnnxSession {
  readonly inputMetadata: readonly OnnxInput[];
  readonly outputNames: readonly string[];
  run(inputs: Record<string, OnnxTensor>): Promise<Readonly<Record<string, OnnxTensor>>>;
}

/** The library, as far as it is used. */
export interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number }; logLevel?: string };
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: {
        readonly executionProviders: readonly string[];
        readonly logSeverityLevel: 0 | 1 | 2 | 3 | 4;
      },
    ): Promise<OnnxSession>;
  };
  readonly Tensor: new (
    type: "float32",
    data: Float32Array,
    dims: readonly number[],
  ) => OnnxTensor;
}

/** The import's name in `deno.json`, with the part of the library that needs WebAssembly alone. */
const LIBRARY = "onnxruntime-web/wasm";

/** Loads the library. */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  const runtime: OnnxRuntime = await import(LIBRARY);
  runtime.env.wasm.numThreads = 1;
  // What it would write to standard error, an error says.
  runtime.env.logLevel = "fatal";
  return runtime;
}
