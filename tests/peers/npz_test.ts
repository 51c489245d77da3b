/**
 * The `.npz` file of a dataset as NumPy reads it, without pickle. Ignored, with the reason, where
 * NumPy is missing. PEER_PYTHON names the interpreter, `python3` by default.
 */

import { buildDataset } from "../../lib/dataset/dataset.ts";
import { resolveDatasetParameters } from "../../lib/dataset/parameters.ts";
import { npzArrays } from "../../lib/evaluation/own/npz.ts";
import type { Json } from "../../lib/files/json.ts";
import { writeNpz } from "../../lib/files/npz.ts";
import { assertEquals } from "@std/assert";

const PYTHON = Deno.env.get("PEER_PYTHON") ?? "python3";

const PROGRAM = `
import json, sys
import numpy as np
data = np.load(sys.argv[1])
print(json.dumps({
    "types": {name: [data[name].dtype.str, *data[name].shape] for name in data},
    "key": json.loads(str(data["metadata"]))["key"],
    "titles": data["latents_titles"].tolist(),
    "values": data["latents_values"].tolist(),
    "punctured": np.flatnonzero(data["mask_punctured"]).tolist(),
    "ink": data["imgs"][data["mask_punctured"]].sum(axis=(1, 2)).tolist(),
    "counts": {name: int((data["test_set"] == name).sum()) for name in ["hole", "P1", "P2", "P3", "lattice"]},
}))
`;

async function python(
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = new Deno.Command(PYTHON, { args, stdout: "piped", stderr: "piped" });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Why NumPy cannot be asked here, or nothing. */
async function missing(): Promise<string | undefined> {
  try {
    const { code, stderr } = await python("-c", "import numpy");
    return code === 0 ? undefined : `${PYTHON}: ${stderr.trim().split("\n").at(-1)}`;
  } catch {
    return `${PYTHON} is not on PATH`;
  }
}

const reason = await missing();

Deno.test({
  name: `NumPy reads a dataset's .npz file${reason ? ` (ignored: ${reason})` : ""}`,
  ignore: reason !== undefined,
  async fn() {
    const parameters = resolveDatasetParameters({ points: 50, holePoints: 7, size: 16 });
    const dataset = await buildDataset(parameters);
    const source = { key: "k", outputDigest: "d", parameters: parameters as unknown as Json };
    const arrays = await npzArrays(dataset, source);
    const path = await Deno.makeTempFile({ suffix: ".npz" });
    try {
      {
        using file = await Deno.create(path);
        await writeNpz(arrays, (bytes) => void file.writeSync(bytes));
      }
      const { code, stdout, stderr } = await python("-c", PROGRAM, path);
      assertEquals(code, 0, stderr);
      const found = JSON.parse(stdout);
      assertEquals(
        found.types,
        Object.fromEntries(
          Object.entries(arrays).map(([name, { descr, shape }]) => [name, [descr, ...shape]]),
        ),
      );
      const { punctured } = dataset.subsets;
      const inkOf = (n: number) =>
        dataset.images.subarray(n * 256, (n + 1) * 256).reduce((sum, ink) => sum + ink, 0);
      assertEquals(found.key, "k");
      assertEquals(found.titles[0], "a: mean radius (axis units)");
      assertEquals(found.values, dataset.points.map(({ a, b }) => [a, b]));
      assertEquals(found.punctured, [...punctured]);
      assertEquals(found.ink, Array.from(punctured, inkOf));
      assertEquals(found.counts, { hole: 7, P1: 15, P2: 15, P3: 15, lattice: 336 });
    } finally {
      await Deno.remove(path);
    }
  },
});
