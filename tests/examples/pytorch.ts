/**
 * Runs the scripts of `docs/examples/pytorch` as a reader does.
 *
 * @module
 */

import { decodeNpy } from "../../lib/files/npy.ts";
import { assert, assertEquals } from "@std/assert";

/** The interpreter: PEER_PYTHON, else `python3`. */
const PYTHON = Deno.env.get("PEER_PYTHON") ?? "python3";

const FOLDER = decodeURIComponent(
  new URL("../../docs/examples/pytorch/", import.meta.url).pathname,
);

/** How a program ended. */
interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function python(args: readonly string[]): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(PYTHON, {
    args: [...args],
    // More threads bring nothing for networks as small as these.
    env: { OMP_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

/** Why the examples cannot run here, or nothing. */
export async function missingTorch(): Promise<string | undefined> {
  try {
    const { code, stderr } = await python(["-c", "import numpy, onnx, torch"]);
    return code === 0 ? undefined : `${PYTHON}: ${stderr.trim().split("\n").at(-1)}`;
  } catch {
    return `${PYTHON} is not on PATH`;
  }
}

/** Runs a script of the example, which must end well; what it printed. */
export async function runExample(
  script: "train" | "export_suite",
  flags: Readonly<Record<string, string | number>>,
): Promise<string> {
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { code, stdout, stderr } = await python([`${FOLDER}${script}.py`, ...args]);
  assertEquals(code, 0, `${script}.py ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Inputs and outputs of an ONNX file, as name and shape. */
export interface OnnxSignature {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const SIGNATURE = `
import json, sys
import onnx
model = onnx.load(sys.argv[1])
onnx.checker.check_model(model)
words = lambda value: " ".join([value.name, *(
    str(side.dim_value or side.dim_param) for side in value.type.tensor_type.shape.dim)])
print(json.dumps({
    "inputs": [words(value) for value in model.graph.input],
    "outputs": [words(value) for value in model.graph.output],
}))
`;

/** Reads and checks an ONNX file. */
export async function signatureOf(path: string): Promise<OnnxSignature> {
  const { code, stdout, stderr } = await python(["-c", SIGNATURE, path]);
  assertEquals(code, 0, stderr);
  return JSON.parse(stdout);
}

/** Reads an array that a script wrote, which must be of float32. */
export async function readArray(
  path: string,
): Promise<{ shape: readonly number[]; data: Float32Array }> {
  const { shape, data } = decodeNpy(await Deno.readFile(path), path);
  assert(data instanceof Float32Array, `${path} must hold float32`);
  return { shape, data };
}
