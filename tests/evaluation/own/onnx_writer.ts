/**
 * Small ONNX files for tests, written field by field: graphs of a few operators with weights of their
 * own. Format: https://onnx.ai/onnx/repo-docs/IR.html and its protobuf schema.
 *
 * @module
 */

/** A field of a protobuf message: its number with a whole number, bytes or a text. */
type Field = readonly [number: number, value: number | Uint8Array | string];

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
  return [...bytes, value];
}

function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === "number") {
      return [Uint8Array.from([...varint(number * 8), ...varint(value)])];
    }
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    return [Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes];
  });
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (joined.set(part, at), at + part.length), 0);
  return joined;
}

/** Element types by ONNX's numbers. */
const TYPES = { float32: 1, uint8: 2, int64: 7, float64: 11 } as const;

/** A value that goes into a graph or comes out of it. */
export interface OnnxValue {
  readonly name: string;
  /** A dimension that is left open has a name. */
  readonly shape: readonly (number | string)[];
  /** Default float32. */
  readonly type?: keyof typeof TYPES;
}

/** A constant of a graph. */
export interface OnnxConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** An operator. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A graph. */
export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants?: readonly OnnxConstant[];
  readonly nodes: readonly OnnxNode[];
}

function valueInfo({ name, shape, type = "float32" }: OnnxValue): Uint8Array {
  const dimensions = shape.map((
    length,
  ): Field => [1, message(typeof length === "number" ? [1, length] : [2, length])]);
  const tensor = message([1, TYPES[type]], [2, message(...dimensions)]);
  return message([1, name], [2, message([1, tensor])]);
}

function constant({ name, shape, data }: OnnxConstant): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(
    ...shape.map((length): Field => [1, length]),
    [2, data instanceof Float32Array ? TYPES.float32 : TYPES.int64],
    [8, name],
    [9, bytes],
  );
}

/** The bytes of a model. */
export function writeOnnx({ inputs, outputs, constants = [], nodes }: OnnxGraph): Uint8Array {
  const graph = message(
    ...nodes.map((node): Field => [
      1,
      message(
        ...node.inputs.map((name): Field => [1, name]),
        ...node.outputs.map((name): Field => [2, name]),
        [4, node.type],
      ),
    ]),
    [2, "test"],
    ...constants.map((each): Field => [5, constant(each)]),
    ...inputs.map((each): Field => [11, valueInfo(each)]),
    ...outputs.map((each): Field => [12, valueInfo(each)]),
  );
  return message([1, 8], [7, graph], [8, message([2, 13])]);
}

/** Sides, latents and weights of a linear encoder and a logistic decoder. */
export interface LinearModel {
  /** Side S of an image. */
  readonly size: number;
  /** Latents L. */
  readonly latents: number;
  /** S² × L. */
  readonly encoder: Float32Array;
  /** L × S². */
  readonly decoder: Float32Array;
}

/** Linear models differ by these. */
export interface LinearOptions {
  /** Length of the batch; open by default. */
  readonly batch?: number;
  /** Shape of an image in the encoder's input; default channels first. */
  readonly image?: readonly (number | string)[];
  /** Whether the decoder ends with its logits. Default false. */
  readonly logits?: boolean;
  /** ln σ² of every code, as a second output. Default none. */
  readonly logVariance?: number;
}

/** Weights drawn by a fixed rule, so that images differ and pixels are neither 0 nor 1. */
export function linearModel(size: number, latents: number): LinearModel {
  const weight = (i: number, scale: number) => scale * Math.sin(1 + 12.9898 * i + i * i / 97);
  return {
    size,
    latents,
    encoder: Float32Array.from({ length: size ** 2 * latents }, (_, i) => weight(i, 0.3)),
    decoder: Float32Array.from({ length: size ** 2 * latents }, (_, i) => weight(i + 5, 0.8)),
  };
}

/** Its encoder: codes x·W of images in any shape. */
export function linearEncoder(
  { size, latents, encoder }: LinearModel,
  { batch, image = [1, size, size], logVariance }: LinearOptions = {},
): Uint8Array {
  const rows = batch ?? "n";
  return writeOnnx({
    inputs: [{ name: "x", shape: [rows, ...image] }],
    outputs: [
      { name: "mean", shape: [rows, latents] },
      ...(logVariance === undefined ? [] : [{ name: "log_variance", shape: [rows, latents] }]),
    ],
    constants: [
      { name: "flat", shape: [2], data: BigInt64Array.of(-1n, BigInt(size ** 2)) },
      { name: "weights", shape: [size ** 2, latents], data: encoder },
      ...(logVariance === undefined ? [] : [
        { name: "zero", shape: [1], data: Float32Array.of(0) },
        { name: "spread", shape: [1], data: Float32Array.of(logVariance) },
      ]),
    ],
    nodes: [
      { type: "Reshape", inputs: ["x", "flat"], outputs: ["pixels"] },
      { type: "MatMul", inputs: ["pixels", "weights"], outputs: ["mean"] },
      ...(logVariance === undefined ? [] : [
        { type: "Mul", inputs: ["mean", "zero"], outputs: ["nothing"] },
        { type: "Add", inputs: ["nothing", "spread"], outputs: ["log_variance"] },
      ]),
    ],
  });
}

/** Its decoder: images σ(z·V), or their logits. */
export function linearDecoder(
  { size, latents, decoder }: LinearModel,
  { batch, logits = false }: LinearOptions = {},
): Uint8Array {
  const rows = batch ?? "n";
  return writeOnnx({
    inputs: [{ name: "z", shape: [rows, latents] }],
    outputs: [{ name: "image", shape: [rows, 1, size, size] }],
    constants: [
      {
        name: "image_shape",
        shape: [4],
        data: BigInt64Array.of(-1n, 1n, BigInt(size), BigInt(size)),
      },
      { name: "weights", shape: [latents, size ** 2], data: decoder },
    ],
    nodes: [
      { type: "MatMul", inputs: ["z", "weights"], outputs: ["logits"] },
      ...(logits ? [] : [{ type: "Sigmoid", inputs: ["logits"], outputs: ["pixels"] }]),
      {
        type: "Reshape",
        inputs: [logits ? "logits" : "pixels", "image_shape"],
        outputs: ["image"],
      },
    ],
  });
}
