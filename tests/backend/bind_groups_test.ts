/** Bind groups that are kept, on a device that only counts. */

import { assert, assertEquals } from "@std/assert";
import { keepBindGroups } from "../../lib/backend/webgpu/bind_groups.ts";

/** A device that makes empty objects, and how many bind groups it has made. */
function countingDevice() {
  const made = { groups: 0 };
  const pipeline = () => ({ getBindGroupLayout: (_: number) => ({}) });
  const device = {
    createBindGroup: () => (made.groups++, {}),
    createComputePipeline: pipeline,
    createComputePipelineAsync: () => Promise.resolve(pipeline()),
  } as unknown as GPUDevice;
  keepBindGroups(device);
  return { device, made };
}

const DESCRIPTOR = {} as GPUComputePipelineDescriptor;

function group(
  layout: GPUBindGroupLayout,
  buffer: object,
  offset?: number,
): GPUBindGroupDescriptor {
  const resource = { buffer: buffer as GPUBuffer, offset };
  return { layout, entries: [{ binding: 0, resource }] };
}

Deno.test("a bind group is made once for each layout, buffer and offset", async () => {
  const { device, made } = countingDevice();
  const [one, other] = [
    device.createComputePipeline(DESCRIPTOR),
    await device.createComputePipelineAsync(DESCRIPTOR),
  ];
  assert(one.getBindGroupLayout(0) === one.getBindGroupLayout(0));
  const [buffer, second] = [{}, {}];
  const layout = one.getBindGroupLayout(0);
  const first = device.createBindGroup(group(layout, buffer));
  assert(device.createBindGroup(group(one.getBindGroupLayout(0), buffer)) === first);
  assertEquals(made.groups, 1);
  const different = [
    group(other.getBindGroupLayout(0), buffer),
    group(layout, second),
    group(layout, buffer, 256),
  ];
  for (const descriptor of different) {
    assert(device.createBindGroup(descriptor) !== first);
  }
  assertEquals(made.groups, 4);
});

Deno.test("bind groups of what is no buffer are not kept, and all are forgotten past some thousands", () => {
  const { device, made } = countingDevice();
  const layout = device.createComputePipeline(DESCRIPTOR).getBindGroupLayout(0);
  const sampler = { layout, entries: [{ binding: 0, resource: {} as GPUSampler }] };
  device.createBindGroup(sampler);
  device.createBindGroup(sampler);
  assertEquals(made.groups, 2);

  const buffer = {};
  device.createBindGroup(group(layout, buffer));
  for (let k = 0; k < 5000; k++) device.createBindGroup(group(layout, {}));
  const before = made.groups;
  device.createBindGroup(group(layout, buffer));
  assert(made.groups > before, "the first of some thousands was still kept");
});
