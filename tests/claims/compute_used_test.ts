/** What the committed results took, counted from their manifests. */

import { studyNetworks } from "../../lib/claims/compute_used.ts";
import { REFERENCE } from "./copied_reference.ts";
import { entriesOf } from "../../lib/results/mod.ts";
import { assertEquals, assertStringIncludes } from "@std/assert";

Deno.test("networks of a study are counted once, and evaluations that another study has are told apart", async () => {
  const counts = new Map(
    (await studyNetworks(`${REFERENCE}/studies`)).map(({ study, ...rest }) => [study, rest]),
  );
  // 10 arms, 10 seeds, each network with a control.
  const doses = 10 * 10 * 2;
  assertEquals(counts.get("dose-response"), { networks: doses, evaluations: doses, shared: 0 });
  // 6 families, 2 radii, 5 seeds; the roses of five petals are those of dose-response.
  assertEquals(counts.get("families"), { networks: 120, evaluations: 120, shared: 2 * 5 * 2 });
  // 10 arms, 10 seeds; the noise of two arms comes at evaluation, so that they train nothing. The two
  // arms without a flaw are those of dose-response.
  assertEquals(counts.get("flaws"), { networks: 200 - 2 * 10 * 2, evaluations: 200, shared: 40 });
  // 14 arms, 5 seeds; networks of the full set have no control.
  assertEquals(counts.get("disentanglement"), { networks: 140, evaluations: 140, shared: 0 });
  // 16 arms, 5 seeds; without points inside, its networks are the first five seeds of dose-response.
  assertEquals(counts.get("leak"), { networks: 160, evaluations: 160, shared: 2 * 5 * 2 });
  // 8 arms, 5 seeds; those with three latents are the first five seeds of dose-response.
  assertEquals(counts.get("latents"), { networks: 80, evaluations: 80, shared: 2 * 5 * 2 });
  // 7 arms, 5 seeds; with nothing changed, they are the first five seeds of dose-response.
  assertEquals(counts.get("scale"), { networks: 70, evaluations: 70, shared: 2 * 5 });
  // 8 arms, 5 seeds; those with our schedule were trained again and evaluated by a later version.
  assertEquals(counts.get("schedule"), { networks: 80, evaluations: 80, shared: 0 });
  // 4 arms, 5 seeds; networks of the full set have no control.
  assertEquals(counts.get("total-correlation"), { networks: 20, evaluations: 20, shared: 0 });
  // 22 arms, 5 seeds; with σ fixed and the usual λ, they are the first five seeds of dose-response.
  assertEquals(counts.get("regularisation"), {
    networks: 220,
    evaluations: 220,
    shared: 2 * 5 * 2,
  });
  assertEquals(counts.get("holes"), { networks: 12, evaluations: 12, shared: 12 });
});

Deno.test("docs/claims.md says how long the committed comparisons took", async () => {
  const studies = await Array.fromAsync(Deno.readDir(`${REFERENCE}/studies`));
  const seconds = (await Promise.all(studies.map(async ({ name }) => {
    const entries = await entriesOf(`${REFERENCE}/studies/${name}`);
    return entries.map(({ manifest }) => Number(manifest.recorded.wallSeconds));
  }))).flat();
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)].map(Math.round);
  const text = await Deno.readTextFile(new URL("../../docs/claims.md", import.meta.url));
  assertStringIncludes(text.replaceAll(/\s+/g, " "), `comparing alone, ${least} to ${most} s.`);
});
