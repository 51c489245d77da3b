/** The longest shaders are those of the published widths. */

import { assert } from "@std/assert";
import { testRecorded } from "./webgpu_commands.ts";

testRecorded(
  "no shader of the published network has more than 12,000 characters [webgpu]",
  1,
  async ({ step, validate, texts }) => {
    await step(1);
    await validate();
    const lengths = texts().map((text) => text.length).sort((one, other) => other - one);
    assert(lengths[0] > 8000, "the convolutions were not seen");
    assert(lengths[0] <= 12_000, `the longest: ${lengths.slice(0, 5).join(", ")}`);
    assert(lengths.length <= 70, `there are ${lengths.length} shaders`);
  },
);
