/**
 * Bind groups that are made once. A step binds the same buffers as one before it, since TF.js gives
 * a tensor a buffer that another of its size had; making a bind group took 40 µs each on an H100's
 * host, 4 of a small step's 27 ms. This can go when TF.js (4.22) keeps its bind groups.
 *
 * @module
 */

/** Most bind groups that are kept; past that all are forgotten. A step of training has about 100. */
const MOST = 4096;

/** Has a device keep its bind groups, and pipelines keep their layouts. */
export function keepBindGroups(device: GPUDevice): void {
  const numbers = new WeakMap<object, number>();
  let numbered = 0;
  const numberOf = (thing: object) => {
    let number = numbers.get(thing);
    if (number === undefined) numbers.set(thing, number = ++numbered);
    return number;
  };

  const groups = new Map<string, GPUBindGroup>();
  const make = device.createBindGroup.bind(device);
  device.createBindGroup = (descriptor) => {
    let key = String(numberOf(descriptor.layout));
    for (const { binding, resource } of descriptor.entries) {
      const { buffer, offset = 0, size = -1 } = resource as GPUBufferBinding;
      // What is no buffer is no affair of ours.
      if (!buffer) return make(descriptor);
      key += ` ${binding}:${numberOf(buffer)},${offset},${size}`;
    }
    let group = groups.get(key);
    if (!group) {
      if (groups.size >= MOST) groups.clear();
      groups.set(key, group = make(descriptor));
    }
    return group;
  };

  // Each call of getBindGroupLayout gives an object of its own: a pipeline's is to be one.
  const keepLayout = (pipeline: GPUComputePipeline) => {
    const layouts = new Map<number, GPUBindGroupLayout>();
    const layoutOf = pipeline.getBindGroupLayout.bind(pipeline);
    pipeline.getBindGroupLayout = (index) => {
      let layout = layouts.get(index);
      if (!layout) layouts.set(index, layout = layoutOf(index));
      return layout;
    };
    return pipeline;
  };
  const makePipeline = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => keepLayout(makePipeline(descriptor));
  const makePipelineAsync = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = async (descriptor) =>
    keepLayout(await makePipelineAsync(descriptor));
}
