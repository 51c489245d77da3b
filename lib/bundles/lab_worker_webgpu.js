// Made by deno task build:pages from lib/explorer/lab/worker_webgpu.ts: edit that.
/*! @noble/hashes 2.4.0
 *
 * The MIT License (MIT)
 *
 * Copyright (c) 2022 Paul Miller (https://paulmillr.com)
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the “Software”), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in
 * all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED “AS IS”, WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
 * THE SOFTWARE.
 */
/*! pure-rand 8.4.2
 *
 * MIT License
 *
 * Copyright (c) 2018 Nicolas DUBIEN
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */
await import(new URL("../vendor/tf.js", import.meta.url).href);
await import(new URL("../vendor/tf-backend-webgpu.js", import.meta.url).href);
var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// lib/backend/webgpu/start.ts
const tf5 = globalThis.tf;


// lib/errors.ts
var UsageError = class extends Error {
  name = "UsageError";
};
var RunError = class extends Error {
  name = "RunError";
};

// lib/backend/adapter.ts
var SOFTWARE = /llvmpipe|swiftshader|basic render/i;
function isSoftware(info) {
  const words = [
    info.vendor,
    info.architecture,
    info.description
  ].join(" ");
  return info.isFallbackAdapter === true || SOFTWARE.test(words);
}

// lib/backend/webgpu/bind_groups.ts
var MOST = 4096;
function keepBindGroups(device) {
  const numbers = /* @__PURE__ */ new WeakMap();
  let numbered = 0;
  const numberOf = (thing) => {
    let number = numbers.get(thing);
    if (number === void 0) numbers.set(thing, number = ++numbered);
    return number;
  };
  const groups = /* @__PURE__ */ new Map();
  const make = device.createBindGroup.bind(device);
  device.createBindGroup = (descriptor) => {
    let key = String(numberOf(descriptor.layout));
    for (const { binding, resource } of descriptor.entries) {
      const { buffer, offset = 0, size = -1 } = resource;
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
  const keepLayout = (pipeline) => {
    const layouts = /* @__PURE__ */ new Map();
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
  device.createComputePipelineAsync = async (descriptor) => keepLayout(await makePipelineAsync(descriptor));
}

// lib/backend/webgpu/gpu.ts
const tf = globalThis.tf;
var ALIGNMENT = 256;
var SUBMIT_EVERY = 32;
var Gpu = class {
  #backend;
  #pipelines = /* @__PURE__ */ new Map();
  /** Uniform buffers by what they hold. They are of a few bytes each, and a run has some hundred. */
  #uniforms = /* @__PURE__ */ new Map();
  /** Pipelines in the making, while dispatches are only prepared. */
  #pending = null;
  /** Bytes that one binding may cover. */
  bindingLimit;
  /** @param options `bindingLimit` below the device's own is for tests of chunking. */
  constructor(backend2, { bindingLimit } = {}) {
    this.#backend = backend2;
    this.bindingLimit = bindingLimit ?? backend2.device.limits.maxStorageBufferBindingSize;
  }
  get #internals() {
    return this.#backend;
  }
  /** Records no dispatch of `run` but makes its pipelines, all at once. */
  async prepare(run) {
    const pending = /* @__PURE__ */ new Map();
    this.#pending = pending;
    try {
      run();
    } finally {
      this.#pending = null;
    }
    await Promise.all(pending.values());
  }
  /** How many pipelines there are. */
  get pipelineCount() {
    return this.#pipelines.size;
  }
  /** A new float32 tensor, its values undefined. */
  output(shape) {
    const info = this.#backend.makeTensorInfo([
      ...shape
    ], "float32");
    this.#backend.uploadToGPU(info.dataId);
    return info;
  }
  /**
   * A new tensor that takes over the memory of one that is given up, to be changed in place. Its
   * identity is new because TF.js 4.22 keeps values that were read once, and would give them again. Where
   * another tensor shares the memory, it is copied.
   */
  takeOver(tensor2) {
    const [from, size] = [
      this.#buffer(tensor2),
      sizeOf(tensor2)
    ];
    if (this.#backend.refCount(tensor2.dataId) > 1) {
      const copy = this.output(tensor2.shape);
      this.copy({
        tensor: tensor2,
        first: 0,
        count: size
      }, {
        tensor: copy,
        first: 0
      });
      return copy;
    }
    const taken2 = this.#backend.makeTensorInfo([
      ...tensor2.shape
    ], tensor2.dtype);
    this.#backend.tensorMap.get(taken2.dataId).resource = from;
    this.#backend.tensorMap.get(tensor2.dataId).resource = void 0;
    return taken2;
  }
  /**
   * Uploads numbers that the dispatches of `use` read, as {@linkcode Dispatch.numbers}. Their buffer is
   * kept until all of these are recorded: a submission in the middle would let it be written again
   * before the rest of them is submitted.
   */
  withNumbers(values, use) {
    const data = Float32Array.from(Object.values(values));
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.#backend.bufferManager.acquireBuffer(data.byteLength, usage);
    this.#backend.queue.writeBuffer(buffer, 0, data);
    use({
      names: Object.keys(values),
      buffer
    });
    this.#internals.uniformPendingDisposal.push(buffer);
  }
  /** Gives back a tensor that {@linkcode output} made and no kernel returns. */
  dispose(...tensors) {
    for (const { dataId } of tensors) this.#backend.disposeData(dataId);
  }
  #buffer({ dataId }) {
    this.#backend.uploadToGPU(dataId);
    this.#internals.commandQueueOwnedIds.add(dataId);
    return this.#backend.tensorMap.get(dataId).resource;
  }
  /** Records a dispatch. */
  run(dispatch) {
    const { key, code, reads, writes, vectors = [], sizes = {}, numbers, workgroups } = dispatch;
    const names = [
      ...Object.keys(reads),
      ...Object.keys(writes)
    ];
    const windows = [
      ...Object.values(reads),
      ...Object.values(writes)
    ].map(asWindow);
    const skips = windows.map(({ first }) => first * 4 % ALIGNMENT / 4);
    const skipping = skips.some((skip) => skip > 0);
    const label = skipping ? `${key}, skipping` : key;
    const text = () => declare({
      code: code(),
      reads,
      writes,
      vectors,
      sizes,
      numbers
    }, skipping);
    if (this.#pending) {
      if (!this.#pipelines.has(label) && !this.#pending.has(label)) {
        this.#pending.set(label, this.#makeAhead(label, text()));
      }
      return;
    }
    const { pipeline, layout } = this.#pipeline(label, text);
    const entries = windows.map(({ tensor: tensor2, first, count }, binding) => {
      const resource = {
        buffer: this.#buffer(tensor2),
        offset: (first - skips[binding]) * 4,
        size: (count + skips[binding]) * 4
      };
      return {
        binding,
        resource
      };
    });
    const starts = skips.map((skip, k) => vectors.includes(names[k]) ? skip / 4 : skip);
    const whole = [
      ...Object.values(sizes),
      ...skipping ? starts : []
    ];
    if (whole.length > 0) {
      entries.push({
        binding: entries.length,
        resource: {
          buffer: this.#uniform(whole)
        }
      });
    }
    if (numbers) entries.push({
      binding: entries.length,
      resource: {
        buffer: numbers.buffer
      }
    });
    const bindGroup = this.#backend.device.createBindGroup({
      layout,
      entries
    });
    this.#backend.ensureCommandEncoderReady();
    const internals = this.#internals;
    internals.computePassEncoder ??= internals.commandEncoder.beginComputePass();
    internals.computePassEncoder.setPipeline(pipeline);
    internals.computePassEncoder.setBindGroup(0, bindGroup);
    internals.computePassEncoder.dispatchWorkgroups(...workgroups);
    if (++internals.dispatchCountInPass >= SUBMIT_EVERY) {
      this.#backend.endComputePassEncoder();
      this.#backend.submitQueue();
    }
  }
  /** Copies `count` elements from one tensor into another. */
  copy(from, to) {
    const [source, target] = [
      this.#buffer(from.tensor),
      this.#buffer(to.tensor)
    ];
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    const { commandEncoder } = this.#internals;
    const bytes = from.count * 4;
    commandEncoder.copyBufferToBuffer(source, from.first * 4, target, to.first * 4, bytes);
  }
  #uniform(whole) {
    const key = whole.join();
    let buffer = this.#uniforms.get(key);
    if (!buffer) {
      const { device } = this.#backend;
      buffer = device.createBuffer({
        size: whole.length * 4,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST
      });
      device.queue.writeBuffer(buffer, 0, Uint32Array.from(whole));
      this.#uniforms.set(key, buffer);
    }
    return buffer;
  }
  #pipeline(label, code) {
    const known = this.#pipelines.get(label);
    if (known) return known;
    const { device } = this.#backend;
    return this.#keep(label, device.createComputePipeline(this.#describe(label, code())));
  }
  async #makeAhead(label, code) {
    const { device } = this.#backend;
    this.#keep(label, await device.createComputePipelineAsync(this.#describe(label, code)));
  }
  #describe(label, code) {
    const module = this.#backend.device.createShaderModule({
      label,
      code
    });
    return {
      label,
      layout: "auto",
      compute: {
        module,
        entryPoint: "main"
      }
    };
  }
  #keep(label, pipeline) {
    const made = {
      pipeline,
      layout: pipeline.getBindGroupLayout(0)
    };
    this.#pipelines.set(label, made);
    return made;
  }
};
function sizeOf({ shape }) {
  return tf.util.sizeFromShape([
    ...shape
  ]);
}
function asWindow(bindable) {
  if ("tensor" in bindable) return bindable;
  return {
    tensor: bindable,
    first: 0,
    count: sizeOf(bindable)
  };
}
function declare({ code, reads, writes, vectors, sizes, numbers }, skipping) {
  const names = [
    ...Object.keys(reads),
    ...Object.keys(writes)
  ];
  const lines = names.map((name, k) => {
    const access = Object.hasOwn(reads, name) ? "read" : "read_write";
    const type = vectors.includes(name) ? "vec4<f32>" : "f32";
    return `@group(0) @binding(${k}) var<storage, ${access}> ${name}: array<${type}>;`;
  });
  const members = [
    ...Object.keys(sizes),
    ...skipping ? names.map((name) => `${name}_at`) : []
  ];
  const uniform = (name, members2, type) => {
    lines.push(`struct ${name}_type { ${members2.map((member) => `${member}: ${type}`).join(", ")} }`, `@group(0) @binding(${bound++}) var<uniform> ${name}: ${name}_type;`);
  };
  let bound = names.length;
  if (members.length > 0) uniform("sizes", members, "u32");
  if (numbers) uniform("numbers", numbers.names, "f32");
  if (!skipping) lines.push(...names.map((name) => `const ${name}_at = 0u;`));
  const starts = new RegExp(`\\b(${names.join("|")})_at\\b`, "g");
  lines.push(skipping ? code.replaceAll(starts, "sizes.$1_at") : code);
  return withoutSpace(lines.join("\n"));
}
function withoutSpace(text) {
  return text.replaceAll(/^(\s+|\/\/.*\n)+/gm, "");
}
function imageGroups(gpu, tensors) {
  const batch = tensors[0].shape[0];
  const largest = Math.max(...tensors.map((tensor2) => sizeOf(tensor2) / batch * 4));
  const most = Math.floor((gpu.bindingLimit - ALIGNMENT) / largest);
  if (most < 1) {
    throw new RangeError(`Cannot bind an image of ${largest} bytes: the adapter binds at most ${gpu.bindingLimit}`);
  }
  return Array.from({
    length: Math.ceil(batch / most)
  }, (_, k) => {
    const start = k * most, images = Math.min(most, batch - start);
    return {
      images,
      window: (tensor2) => {
        const size = sizeOf(tensor2) / batch;
        return {
          tensor: tensor2,
          first: start * size,
          count: images * size
        };
      }
    };
  });
}

// lib/backend/registry.ts
const tf2 = globalThis.tf;
function blockAttrs(attrs) {
  const { upsample = false, transposed = false, epsilon } = attrs;
  return {
    upsample,
    transposed,
    epsilon
  };
}
function registerKernels(backendName, kernels) {
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (tf2.getKernel(kernelName, backendName)) tf2.unregisterKernel(kernelName, backendName);
    tf2.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const outputs = run(inputs, attrs ?? {});
        return outputs.length === 1 ? outputs[0] : outputs;
      }
    });
  }
}
function filterGradientInfo(x, attrs) {
  const { strides, pad, dimRoundingMode, filterShape } = attrs;
  const shape = x.shape;
  const info = tf2.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
  return {
    filterShape,
    info
  };
}

// lib/backend/webgpu/wgsl.ts
function unrolled(count, body) {
  return Array.from({
    length: count
  }, (_, k) => body(k)).join("\n");
}
var THREADS = 256;
var MOST_WORKGROUPS = 65535;
function spread(count) {
  const x = Math.min(count, MOST_WORKGROUPS);
  return [
    x,
    Math.ceil(count / x)
  ];
}
var PLACE = `
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) thread: u32,
`;
var GROUP_INDEX = "(group.y * groups.x + group.x)";

// lib/backend/webgpu/each_index.ts
function runEachIndex(gpu, { key, reads, writes, sizes = {}, numbers, count, body }) {
  gpu.run({
    key,
    code: () => `
@compute @workgroup_size(${THREADS})
fn main(${PLACE}) {
  let index = ${GROUP_INDEX} * ${THREADS}u + thread;
  if (index >= sizes.count) { return; }
${body()}
}`,
    reads,
    writes,
    sizes: {
      count,
      ...sizes
    },
    numbers,
    workgroups: spread(Math.ceil(count / THREADS))
  });
}

// lib/backend/webgpu/adam.ts
var TOGETHER = 3;
function adamKernels(gpu) {
  return {
    AdamStep({ first: oldFirst, second: oldSecond, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const values = Array.from({
        length: count
      }, (_, k) => gpu.takeOver(tensors[`value${k}`]));
      const gradients = values.map((_, k) => tensors[`gradient${k}`]);
      const [first, second] = [
        oldFirst,
        oldSecond
      ].map((moments2) => gpu.takeOver(moments2));
      const decays = {
        beta1,
        beta2
      };
      const changing = {
        rate,
        epsilon
      };
      gpu.withNumbers(changing, (numbers) => {
        let start = 0;
        for (let k = 0; k < count; k += TOGETHER) {
          const together2 = values.slice(k, k + TOGETHER);
          const named = (name, tensors2) => Object.fromEntries(tensors2.map((tensor2, n) => [
            `${name}_${n}`,
            tensor2
          ]));
          let end = 0;
          const ends = together2.map((tensor2, n) => [
            `end_${n}`,
            end += sizeOf(tensor2)
          ]);
          runEachIndex(gpu, {
            key: `adam ${beta1} ${beta2} ${together2.length}`,
            reads: named("gradient", gradients.slice(k, k + TOGETHER)),
            writes: {
              ...named("value", together2),
              first,
              second
            },
            sizes: {
              start,
              ...Object.fromEntries(ends)
            },
            numbers,
            count: end,
            body: () => stepCode(together2.length, decays)
          });
          start += end;
        }
      });
      return [
        first,
        second,
        ...values
      ];
    }
  };
}
function taken(kept) {
  return 1 - Math.fround(kept);
}
function stepCode(variables, { beta1, beta2 }) {
  const own = (n) => n === 0 ? "index" : `index - sizes.end_${n - 1}`;
  const each = (line) => Array.from({
    length: variables
  }, (_, n) => `  ${n > 0 ? "else " : ""}if (index < sizes.end_${n}) { ${line(n)} }`).join("\n");
  return `  var g = 0.0;
${each((n) => `g = gradient_${n}[gradient_${n}_at + ${own(n)}];`)}
  let at = sizes.start + index;
  let m = ${beta1} * first[first_at + at] + ${taken(beta1)} * g;
  let v = ${beta2} * second[second_at + at] + ${taken(beta2)} * g * g;
  first[first_at + at] = m;
  second[second_at + at] = v;
  let change = numbers.rate * m / (sqrt(v) + numbers.epsilon);
${each((n) => `value_${n}[value_${n}_at + ${own(n)}] -= change;`)}`;
}

// lib/backend/webgpu/geometry.ts
function plainGeometry([height, width], border) {
  return {
    kernel: [
      height,
      width
    ],
    step: [
      1,
      1
    ],
    border: [
      border,
      border
    ],
    phases: 1
  };
}
var FOLDED = {
  kernel: [
    2,
    2
  ],
  step: [
    1,
    1
  ],
  border: [
    1,
    1
  ],
  phases: 4
};
var UNFOLDED = {
  kernel: [
    4,
    4
  ],
  step: [
    2,
    2
  ],
  border: [
    1,
    1
  ],
  phases: 1
};
function declarePhase({ phases, border }) {
  return phases === 4 ? `
  let phase_row = phase / 2u;
  let phase_column = phase % 2u;
  let top = 1 - i32(phase_row);
  let before = 1 - i32(phase_column);` : `
  let top = ${border[0]};
  let before = ${border[1]};`;
}
function outputPixel({ phases }, height, width) {
  return phases === 4 ? `(image * ${height}u + row * 2u + phase_row) * ${width}u + column * 2u + phase_column` : `(image * ${height}u + row) * ${width}u + column`;
}
function declarePosition(height, width) {
  return `let image = position / ${height * width}u;
    let row = position / ${width}u % ${height}u;
    let column = position % ${width}u;`;
}
function firstTap({ step: step2 }) {
  return {
    row: `i32(row) * ${step2[0]} - top`,
    column: `i32(column) * ${step2[1]} - before`
  };
}

// lib/backend/folding.ts
var FOLDED_TAPS = [
  [
    [
      0
    ],
    [
      1,
      2
    ]
  ],
  [
    [
      0,
      1
    ],
    [
      2
    ]
  ]
];
var PHASES = [
  [
    0,
    0
  ],
  [
    0,
    1
  ],
  [
    1,
    0
  ],
  [
    1,
    1
  ]
].map(([py, px]) => ({
  py,
  px,
  taps: [
    0,
    1,
    2,
    3
  ].map((tap) => FOLDED_TAPS[py][tap >> 1].flatMap((ky) => FOLDED_TAPS[px][tap & 1].map((kx) => ky * 3 + kx)))
}));
function plainTaps({ height, width }) {
  return Array.from({
    length: height * width
  }, (_, tap) => [
    tap
  ]);
}
function transposedFold() {
  const sums = Array.from({
    length: 16
  }, () => []);
  for (const { py, px, taps } of PHASES) {
    taps.forEach((from, offset) => {
      const [dy, dx] = [
        offset >> 1,
        offset & 1
      ];
      sums[(3 - 2 * dy - py) * 4 + (3 - 2 * dx - px)] = from;
    });
  }
  return sums;
}
var TRANSPOSED_FOLD = transposedFold();

// lib/backend/webgpu/panels.ts
function forwardPanels(gpu, filter, { upsample, border, transposed = false }) {
  const geometry = upsample ? FOLDED : plainGeometry(filter.shape, border);
  if (!upsample && !transposed) return {
    panels: filter,
    geometry,
    dispose() {
    }
  };
  const taps = upsample ? PHASES.flatMap(({ taps: taps2 }) => taps2) : tapsOf(filter);
  return {
    ...pack(gpu, filter, taps, {
      transposed,
      swapped: transposed
    }),
    geometry
  };
}
function backwardPanels(gpu, filter, { upsample, border, transposed = false }) {
  const [height, width] = filter.shape;
  const geometry = upsample ? UNFOLDED : {
    ...plainGeometry([
      height,
      width
    ], 0),
    border: [
      height - 1 - border,
      width - 1 - border
    ]
  };
  if (!upsample && transposed) return {
    panels: filter,
    geometry,
    dispose() {
    }
  };
  const taps = upsample ? TRANSPOSED_FOLD : tapsOf(filter).reverse();
  return {
    ...pack(gpu, filter, taps, {
      transposed,
      swapped: !transposed
    }),
    geometry
  };
}
function tapsOf({ shape: [height, width] }) {
  return plainTaps({
    height,
    width
  });
}
function pack(gpu, filter, taps, { transposed, swapped }) {
  const [height, width, rows, columns] = filter.shape;
  const area = rows * columns;
  const panels = gpu.output(swapped ? [
    taps.length,
    columns,
    rows
  ] : [
    taps.length,
    rows,
    columns
  ]);
  const stored = (tap) => transposed ? height * width - 1 - tap : tap;
  const sums = taps.map((sum5) => sum5.map(stored));
  runEachIndex(gpu, {
    key: JSON.stringify([
      "pack",
      sums,
      swapped
    ]),
    reads: {
      weights: filter
    },
    writes: {
      panels
    },
    sizes: {
      rows,
      columns
    },
    count: sums.length * area,
    body: () => `  let area = sizes.rows * sizes.columns;
  let within = index % area;
  let at = weights_at + ${swapped ? "within % sizes.rows * sizes.columns + within / sizes.rows" : "within"};
  var sum = 0.0;
  switch (index / area) {
${sums.map((taps2, k) => `    case ${k}u: { sum = ${taps2.map((tap) => `weights[at + ${tap}u * area]`).join(" + ") || "0.0"}; }`).join("\n")}
    default: {}
  }
  panels[panels_at + index] = sum;`
  });
  return {
    panels,
    dispose: () => gpu.dispose(panels)
  };
}

// lib/backend/webgpu/source.ts
function isWide({ shape }) {
  return shape[3] % 4 === 0;
}
var NOTHING_SHARED = `
alias Channels = u32;
fn channels(channel: u32) -> Channels { return channel; }`;
function plainSource(images) {
  const channels = images.shape[3];
  return {
    key: `plain ${channels}`,
    shape: images.shape,
    perImage: {
      images
    },
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  return images[images_at + pixel * ${channels}u + channel];
}`,
    vectorCode: `${NOTHING_SHARED}
fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32> {
  return images[images_at + (pixel * ${channels}u + channel) / 4u];
}`,
    vectors: [
      "images"
    ]
  };
}
function scaledSource(r, scaling) {
  const channels = r.shape[3];
  return {
    key: `scaled ${channels}`,
    shape: r.shape,
    perImage: {
      images: r
    },
    shared: {
      scaling
    },
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  let at = scaling_at + channel;
  return fma(images[images_at + pixel * ${channels}u + channel], scaling[at], scaling[at + ${channels}u]);
}`,
    vectorCode: `
struct Channels { scale: vec4<f32>, shift: vec4<f32> }
fn channels(channel: u32) -> Channels {
  let at = scaling_at + channel / 4u;
  return Channels(scaling[at], scaling[at + ${channels / 4}u]);
}
fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32> {
  return fma(images[images_at + (pixel * ${channels}u + channel) / 4u], own.scale, own.shift);
}`,
    vectors: [
      "images",
      "scaling"
    ]
  };
}
function inputSource({ x, scaling }) {
  return scaling ? scaledSource(x, scaling) : plainSource(x);
}
function renamed(source, prefix) {
  const names = [
    ...[
      "source",
      "channels",
      "Channels"
    ],
    ...[
      ...Object.keys(source.perImage),
      ...Object.keys(source.shared ?? {})
    ]
  ];
  const pattern = new RegExp(`\\b(${names.join("|")})(_at)?\\b`, "g");
  const rename = (code) => code.replaceAll(pattern, `${prefix}_$1$2`);
  const keys = (tensors) => Object.fromEntries(Object.entries(tensors).map(([name, tensor2]) => [
    `${prefix}_${name}`,
    tensor2
  ]));
  return {
    ...source,
    perImage: keys(source.perImage),
    shared: keys(source.shared ?? {}),
    code: rename(source.code),
    vectorCode: rename(source.vectorCode),
    vectors: source.vectors.map((name) => `${prefix}_${name}`)
  };
}
function sourceReads({ perImage, shared = {} }, window) {
  const cut = Object.entries(perImage).map(([name, tensor2]) => [
    name,
    window(tensor2)
  ]);
  return {
    ...Object.fromEntries(cut),
    ...shared
  };
}

// lib/backend/webgpu/tile.ts
var TILE_THREADS = 64;
function threadsAcross({ columns, threadVectors }) {
  return columns / (4 * threadVectors);
}
function tileOf(columns, threadVectors, threadRows) {
  const rows = TILE_THREADS / (columns / (4 * threadVectors)) * threadRows;
  const depth = [
    16,
    8,
    4
  ].find((depth2) => depth2 * (rows + columns) * 4 <= 10240) ?? 4;
  return {
    rows,
    columns,
    depth,
    threadRows,
    threadVectors
  };
}
function tallTile(columns) {
  const width = [
    4,
    8,
    16,
    32
  ].find((width2) => columns <= width2) ?? 64;
  return tileOf(width, width >= 32 ? 2 : 1, width >= 16 ? 8 : 4);
}
function cheapestTile(rows, columns) {
  const width = tallTile(columns).columns;
  const tiles = [
    1,
    2
  ].filter((vectors) => width % (4 * vectors) === 0).flatMap((vectors) => [
    4,
    8
  ].map((threadRows) => tileOf(width, vectors, threadRows))).filter(({ rows: rows2 }) => rows2 / 4 <= TILE_THREADS);
  const cost = (tile) => {
    const padded = Math.ceil(rows / tile.rows) * tile.rows;
    const { threadRows, threadVectors } = tile;
    return padded * (threadRows / 4 + threadVectors) / (threadRows * threadVectors);
  };
  tiles.sort((a, b) => cost(a) - cost(b) || b.rows - a.rows);
  return tiles[0];
}
function leftStride({ rows }) {
  return rows / 4 + 1;
}
function vectorStride({ columns, threadVectors }) {
  return columns / 4 / threadVectors;
}
function declareStrips(tile) {
  return `
var<workgroup> left: array<vec4<f32>, ${tile.depth * leftStride(tile)}>;
var<workgroup> right: array<vec4<f32>, ${tile.depth * tile.columns / 4}>;`;
}
function declareSums(tile) {
  const across = threadsAcross(tile);
  return `
  let across = thread % ${across}u;
  let down = thread / ${across}u;
${eachSum(tile, (sum5) => `  var ${sum5} = vec4<f32>();`)}`;
}
function eachSum({ threadRows, threadVectors }, line) {
  return unrolled(threadRows, (row) => unrolled(threadVectors, (vector) => line(`sum_${row}_${vector}`, row, vector)));
}
function columnOf(tile, vector) {
  return `start_column + (across + ${vector * vectorStride(tile)}u) * 4u`;
}
function storeVector(target, at, { column, columns }) {
  if (columns % 4 === 0) {
    return `  if (${column} < ${columns}u) { ${target}[${target}_at + (${at}) / 4u] = values; }`;
  }
  return unrolled(4, (c) => `  if (${column} + ${c}u < ${columns}u) { ${target}[${target}_at + ${at} + ${c}u] = values[${c}]; }`);
}
function shareOut(count, call) {
  const rounds = Math.floor(count / TILE_THREADS), rest = count - rounds * TILE_THREADS;
  const lines = [];
  if (rounds === 1) lines.push(`    ${call("thread")};`);
  if (rounds > 1) {
    lines.push(`    for (var round = 0u; round < ${rounds}u; round++) {
      ${call(`thread + round * ${TILE_THREADS}u`)};
    }`);
  }
  if (rest > 0) {
    lines.push(`    if (thread < ${rest}u) { ${call(`thread + ${rounds * TILE_THREADS}u`)}; }`);
  }
  return lines.join("\n");
}
function declareCarried({ name, count, type }) {
  const rounds = Math.ceil(count / TILE_THREADS);
  return unrolled(rounds, (round) => `  var ${name}_${round} = ${type}();`);
}
function eachCarried({ name, count }, line) {
  return unrolled(Math.ceil(count / TILE_THREADS), (round) => {
    const element = round === 0 ? "thread" : `thread + ${round * TILE_THREADS}u`;
    const rest = count - round * TILE_THREADS;
    const text = `${line(element, `${name}_${round}`)};`;
    return rest < TILE_THREADS ? `    if (thread < ${rest}u) { ${text} }` : `    ${text}`;
  });
}
function walkStrips(tile, { carried, first, end, also = "" }) {
  const { depth } = tile;
  const held = carried.filter(({ held: held2 }) => held2);
  const load = ({ name, loadArguments }, element) => `load_${name}(${element}, ${loadArguments})`;
  const keep5 = ({ name }, element, values) => `keep_${name}(${element}, ${values})`;
  const loads = held.map((part) => eachCarried(part, (element, register) => `${register} = ${load(part, element)}`));
  const keeps = carried.map((part) => part.held ? eachCarried(part, (element, register) => keep5(part, element, register)) : shareOut(part.count, (element) => keep5(part, element, load(part, element))));
  return `${held.map(declareCarried).join("\n")}
  let last_step = ${end};
  // One round more than there are strips: each loads a strip and multiplies the one before.
  for (var inner = ${first}; inner < last_step + ${depth}u; inner += ${depth}u) {
    if (inner < last_step) {
${loads.join("\n")}
    }
    if (inner > ${first}) {
${multiplyStrips(tile)}
${also}
    }
    workgroupBarrier();
    if (inner < last_step) {
${keeps.join("\n")}
    }
    workgroupBarrier();
  }`;
}
var UNROLLED_STEPS = 2;
function multiplyStrips(tile) {
  const { columns, depth, threadRows, threadVectors } = tile;
  const step2 = (d) => {
    const loads = [
      unrolled(threadRows / 4, (k) => `  let l${k} = left[${d * leftStride(tile) + k}u + from_left];`),
      unrolled(threadVectors, (k) => `  let r${k} = right[${d * columns / 4 + k * vectorStride(tile)}u + from_right];`)
    ];
    const products = eachSum(tile, (sum5, row, k) => {
      const factor = `l${row >> 2}.${"xyzw"[row & 3]}`;
      return `  ${sum5} = fma(vec4(${factor}), r${k}, ${sum5});`;
    });
    return `  {
${loads.join("\n")}
${products}
  }`;
  };
  return `    for (var step = 0u; step < ${depth}u; step += ${UNROLLED_STEPS}u) {
    let from_left = step * ${leftStride(tile)}u + down * ${threadRows / 4}u;
    let from_right = step * ${columns / 4}u + across;
${unrolled(UNROLLED_STEPS, step2)}
    }`;
}

// lib/backend/webgpu/moments.ts
var SHARERS = 64;
var COMBINE = `
fn combine(left: vec3<f32>, right: vec3<f32>) -> vec3<f32> {
  let count = left.x + right.x;
  if (count == 0.0) { return left; }
  let difference = right.y - left.y;
  let mean = left.y + difference * right.x / count;
  let square = left.z + right.z + difference * difference * left.x * right.x / count;
  return vec3<f32>(count, mean, square);
}`;
function reduceParts(join) {
  const halves = [];
  for (let half = SHARERS / 2; half >= 1; half /= 2) halves.push(half);
  return halves.map((half) => `  workgroupBarrier();
  if (thread < ${half}u) { parts[thread] = ${join("parts[thread]", `parts[thread + ${half}u]`)}; }`).join("\n");
}
function momentsOf(gpu, partials, { gamma, beta }, epsilon) {
  const [tiles, , channels] = partials.shape;
  const [mean7, variance] = [
    gpu.output([
      channels
    ]),
    gpu.output([
      channels
    ])
  ];
  const scaling = gpu.output([
    2,
    channels
  ]);
  gpu.run({
    key: `moments ${epsilon}`,
    code: () => `${COMBINE}
var<workgroup> parts: array<vec3<f32>, ${SHARERS}>;
@compute @workgroup_size(${SHARERS})
fn main(${PLACE}) {
  let channel = group.x;
  let channels = sizes.channels;
  var all = vec3<f32>();
  for (var tile = thread; tile < sizes.tiles; tile += ${SHARERS}u) {
    let at = partials_at + tile * 3u * channels + channel;
    let part = vec3<f32>(partials[at], partials[at + channels], partials[at + 2u * channels]);
    all = combine(all, part);
  }
  parts[thread] = all;
${reduceParts((left, right) => `combine(${left}, ${right})`)}
  if (thread == 0u) {
    let mean = parts[0].y;
    let variance = parts[0].z / parts[0].x;
    let scale = gamma[gamma_at + channel] / sqrt(variance + ${epsilon});
    means[means_at + channel] = mean;
    variances[variances_at + channel] = variance;
    scaling[scaling_at + channel] = scale;
    scaling[scaling_at + channels + channel] = beta[beta_at + channel] - mean * scale;
  }
}`,
    reads: {
      partials,
      gamma,
      beta
    },
    writes: {
      means: mean7,
      variances: variance,
      scaling
    },
    sizes: {
      tiles,
      channels
    },
    workgroups: [
      channels
    ]
  });
  return [
    mean7,
    variance,
    scaling
  ];
}
function scalingOf(gpu, { mean: mean7, variance, gamma, beta }, epsilon) {
  const channels = sizeOf(mean7);
  const scaling = gpu.output([
    2,
    channels
  ]);
  runEachIndex(gpu, {
    key: `scaling ${epsilon}`,
    reads: {
      mean: mean7,
      variance,
      gamma,
      beta
    },
    writes: {
      scaling
    },
    count: channels,
    body: () => `  let scale = gamma[gamma_at + index] / sqrt(variance[variance_at + index] + ${epsilon});
  scaling[scaling_at + index] = scale;
  scaling[scaling_at + sizes.count + index] = beta[beta_at + index] - mean[mean_at + index] * scale;`
  });
  return scaling;
}
var LONGEST_SLICE = 2048;
var SHORTEST_SLICE = 128;
var ENOUGH_SLICES = 256;
function gradientSums(gpu, { dy, r, mean: mean7 }) {
  const channels = r.shape[3];
  const shared = dy.shape[3] < channels;
  const lanes = [
    4,
    8,
    16,
    32
  ].find((lanes2) => channels <= lanes2) ?? 64;
  const walkers = THREADS / lanes;
  const groups = imageGroups(gpu, [
    r
  ]).map((group) => {
    const pixels = group.window(r).count / channels;
    const wanted = Math.ceil(pixels / ENOUGH_SLICES);
    const length = Math.max(SHORTEST_SLICE, Math.min(LONGEST_SLICE, wanted));
    return {
      ...group,
      pixels,
      length,
      slices: Math.ceil(pixels / length)
    };
  });
  const total = groups.reduce((sum5, { slices }) => sum5 + slices, 0);
  const sums = gpu.output([
    total,
    2,
    channels
  ]);
  let done = 0;
  for (const { window, pixels, length, slices } of groups) {
    const count = slices * 2 * channels;
    gpu.run({
      key: `gradient sums ${lanes} ${shared}`,
      code: () => `
var<workgroup> parts: array<vec2<f32>, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(${PLACE}) {
  let slice = ${GROUP_INDEX};
  if (slice >= sizes.slices) { return; }
  let channels = sizes.channels;
  let channel = group.z * ${lanes}u + thread % ${lanes}u;
  let end = min((slice + 1u) * sizes.length, sizes.pixels);
  var sum = vec2<f32>();
  if (channel < channels) {
    let center = mean[mean_at + channel];
    for (var pixel = slice * sizes.length + thread / ${lanes}u; pixel < end; pixel += ${walkers}u) {
      let at = pixel * channels + channel;
      let slope = dy[dy_at + ${shared ? "pixel" : "at"}];
      sum += slope * vec2<f32>(1.0, r[r_at + at] - center);
    }
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread < ${lanes}u && channel < channels) {
    var all = vec2<f32>();
    for (var walker = 0u; walker < ${walkers}u; walker++) {
      all += parts[walker * ${lanes}u + thread];
    }
    let at = sums_at + slice * 2u * channels + channel;
    sums[at] = all.x;
    sums[at + channels] = all.y;
  }
}`,
      reads: {
        dy: window(dy),
        r: window(r),
        mean: mean7
      },
      writes: {
        sums: {
          tensor: sums,
          first: done * 2 * channels,
          count
        }
      },
      sizes: {
        slices,
        pixels,
        length,
        channels
      },
      workgroups: [
        ...spread(slices),
        Math.ceil(channels / lanes)
      ]
    });
    done += slices;
  }
  return sums;
}
function fromSums(epsilon, body) {
  return `
var<workgroup> parts: array<vec2<f32>, ${SHARERS}>;
@compute @workgroup_size(${SHARERS})
fn main(${PLACE}) {
  let channel = group.x;
  let channels = sizes.channels;
  var sum = vec2<f32>();
  for (var slice = thread; slice < sizes.slices; slice += ${SHARERS}u) {
    let at = sums_at + slice * 2u * channels + channel;
    sum += vec2<f32>(sums[at], sums[at + channels]);
  }
  parts[thread] = sum;
${reduceParts((left, right) => `${left} + ${right}`)}
  if (thread == 0u) {
    let inverse = 1.0 / sqrt(variance[variance_at + channel] + ${epsilon});
    let scale = gamma[gamma_at + channel] * inverse;
${body}
  }
}`;
}
function normalisationGradient(gpu, sums, { gamma, mean: mean7, variance, outFilter }, { pixels, epsilon }) {
  const [slices, , channels] = sums.shape;
  const tail = outFilter !== void 0;
  const coefficients = gpu.output([
    3,
    channels
  ]);
  const [dGamma, dBeta] = [
    gpu.output([
      channels
    ]),
    gpu.output([
      channels
    ])
  ];
  gpu.run({
    key: `normalisation gradient ${epsilon} ${tail}`,
    code: () => fromSums(epsilon, `    let pixels = f32(sizes.pixels);
    let weight = ${tail ? "weights[weights_at + channel]" : "1.0"};
    let d_beta = weight * parts[0].x;
    let d_gamma = weight * parts[0].y * inverse;
    let b = -scale * inverse * d_gamma / pixels;
    let at = coefficients_at + channel;
    coefficients[at] = scale * weight;
    coefficients[at + channels] = b;
    coefficients[at + 2u * channels] = -scale * d_beta / pixels - b * mean[mean_at + channel];
    d_gammas[d_gammas_at + channel] = d_gamma;
    d_betas[d_betas_at + channel] = d_beta;`),
    reads: {
      sums,
      gamma,
      mean: mean7,
      variance,
      ...tail ? {
        weights: outFilter
      } : {}
    },
    writes: {
      coefficients,
      d_gammas: dGamma,
      d_betas: dBeta
    },
    sizes: {
      slices,
      pixels,
      channels
    },
    workgroups: [
      channels
    ]
  });
  return {
    coefficients,
    dGamma,
    dBeta
  };
}
function dotGradient(gpu, sums, { gamma, variance, beta, outFilter }, epsilon) {
  const [slices, , channels] = sums.shape;
  const [dOutFilter, dOutBias] = [
    gpu.output(outFilter.shape),
    gpu.output([
      1
    ])
  ];
  gpu.run({
    key: `dot gradient ${epsilon}`,
    code: () => fromSums(epsilon, `    filters[filters_at + channel] = scale * parts[0].y + beta[beta_at + channel] * parts[0].x;
    if (channel == 0u) { biases[biases_at] = parts[0].x; }`),
    reads: {
      sums,
      gamma,
      variance,
      beta
    },
    writes: {
      filters: dOutFilter,
      biases: dOutBias
    },
    sizes: {
      slices,
      channels
    },
    workgroups: [
      channels
    ]
  });
  return [
    dOutFilter,
    dOutBias
  ];
}

// lib/backend/webgpu/tile_moments.ts
function cellRows(tile) {
  return TILE_THREADS / threadsAcross(tile);
}
function declareCells(tile) {
  const cells = cellRows(tile) * tile.columns / 4;
  const { means, squares } = cellNames(tile);
  const rows = (line) => unrolled(tile.threadRows, line);
  return `${COMBINE}
${[
    means,
    squares
  ].filter((name) => name !== "left" && name !== "right").map((name) => `var<workgroup> ${name}: array<vec4<f32>, ${cells}>;`).join("\n")}
// Moments of the first valid of a thread's sums of four columns.
fn keep_cell(
  cell: u32,
  valid: u32,
${rows((row) => `  sum_${row}: vec4<f32>,`)}
) {
${rows((row) => `  let weight_${row} = f32(${row}u < valid);`)}
  var total = vec4<f32>();
${rows((row) => `  total += sum_${row} * weight_${row};`)}
  let mean = total / f32(max(valid, 1u));
  var square = vec4<f32>();
${rows((row) => `  square += (sum_${row} - mean) * (sum_${row} - mean) * weight_${row};`)}
  ${means}[cell] = mean;
  ${squares}[cell] = square;
}`;
}
function cellNames(tile) {
  const cells = cellRows(tile) * tile.columns / 4;
  return {
    means: cells <= tile.depth * leftStride(tile) ? "left" : "means",
    squares: cells <= tile.depth * tile.columns / 4 ? "right" : "squares"
  };
}
function storeMoments(tile, outputs) {
  const { threadRows, threadVectors, columns } = tile;
  const { means, squares } = cellNames(tile);
  const sumsOf = (vector) => Array.from({
    length: threadRows
  }, (_, row) => `sum_${row}_${vector}`).join(", ");
  return `
  let valid = min(sizes.pixels - min(first_position, sizes.pixels), ${threadRows}u);
  let cell = down * ${columns / 4}u + across;
${unrolled(threadVectors, (vector) => `  keep_cell(cell + ${vector * vectorStride(tile)}u, valid, ${sumsOf(vector)});`)}
  workgroupBarrier();
  let channel = start_column + thread;
  if (thread < ${columns}u && channel < ${outputs}u) {
    var all = vec3<f32>();
    for (var row = 0u; row < ${cellRows(tile)}u; row++) {
      let begin = start + row * ${threadRows}u;
      let added = f32(min(sizes.pixels - min(begin, sizes.pixels), ${threadRows}u));
      let at = row * ${columns / 4}u + thread / 4u;
      let part = vec3<f32>(added, ${means}[at][thread % 4u], ${squares}[at][thread % 4u]);
      all = combine(all, part);
    }
    let at = partials_at + (phase * sizes.row_tiles + tile_index) * ${3 * outputs}u + channel;
    partials[at] = all.x;
    partials[at + ${outputs}u] = all.y;
    partials[at + ${2 * outputs}u] = all.z;
  }`;
}

// lib/backend/webgpu/convolution.ts
function convolve(gpu, operands, geometry, { bias, moments: moments2 = false } = {}) {
  const { source, panels, shape } = operands;
  const out = gpu.output(shape);
  const [, height, width, outputs] = shape;
  const tile = tallTile(outputs);
  const { phases } = geometry;
  const groups = imageGroups(gpu, [
    ...Object.values(source.perImage),
    out
  ]);
  const tilesOf = (images) => Math.ceil(images * height * width / phases / tile.rows);
  const total = groups.reduce((sum5, { images }) => sum5 + tilesOf(images) * phases, 0);
  const partials = moments2 ? gpu.output([
    total,
    3,
    outputs
  ]) : null;
  const shapes = {
    source: source.shape.slice(1),
    out: shape.slice(1)
  };
  const wide = isWide(source);
  const options = {
    bias: bias !== void 0,
    moments: moments2,
    wide
  };
  const vectors = [
    ...wide ? source.vectors : [],
    ...outputs % 4 ? [] : [
      "panels",
      "out"
    ]
  ];
  const columnTiles = Math.ceil(outputs / tile.columns);
  let done = 0;
  for (const { images, window } of groups) {
    const rowTiles = tilesOf(images);
    const writes = {
      out: window(out)
    };
    if (partials) {
      const count = rowTiles * phases * 3 * outputs;
      writes.partials = {
        tensor: partials,
        first: done * 3 * outputs,
        count
      };
    }
    gpu.run({
      key: JSON.stringify([
        "convolve",
        source.key,
        shapes,
        geometry,
        options
      ]),
      code: () => (wide ? source.vectorCode : source.code) + convolveCode(tile, shapes, geometry, options),
      reads: {
        ...sourceReads(source, window),
        panels,
        ...bias ? {
          bias
        } : {}
      },
      writes,
      sizes: {
        pixels: images * height * width / phases,
        row_tiles: rowTiles
      },
      vectors,
      workgroups: spread(rowTiles * columnTiles * phases)
    });
    done += rowTiles * phases;
  }
  return {
    out,
    partials
  };
}
function inputGradient(gpu, { gradient, filter, shape }, convolution) {
  const { panels, geometry, dispose: dispose4 } = backwardPanels(gpu, filter, convolution);
  const { out } = convolve(gpu, {
    source: gradient,
    panels,
    shape
  }, geometry);
  dispose4();
  return out;
}
function convolveCode(tile, { source, out }, geometry, { bias, moments: moments2, wide }) {
  const [sourceHeight, sourceWidth, inputs] = source;
  const [height, width, outputs] = out;
  const { kernel: [kernelRows, kernelColumns], phases } = geometry;
  const tap = firstTap(geometry);
  const scale = phases === 4 ? 2 : 1;
  const [phaseHeight, phaseWidth] = [
    height / scale,
    width / scale
  ];
  const inner = kernelRows * kernelColumns * inputs;
  const inside = geometry.border[0] === 0 && geometry.border[1] === 0;
  const [vectors, number] = wide ? [
    "vec4<f32>",
    "vec4<f32>()"
  ] : [
    "f32",
    "0.0"
  ];
  const own = wide ? ", own" : "";
  const columnTiles = Math.ceil(outputs / tile.columns);
  const carried = [
    {
      name: "left",
      count: tile.depth * tile.rows / (wide ? 16 : 4),
      type: wide ? "mat4x4<f32>" : "vec4<f32>",
      loadArguments: "inner",
      held: wide
    },
    {
      name: "right",
      count: tile.depth * tile.columns / 4,
      type: "vec4<f32>",
      loadArguments: "inner, phase, start_column",
      held: outputs % 4 === 0
    }
  ];
  return `${declareStrips(tile)}
// For each row of the tile, row, column and number of the pixel that the filter's first tap falls
// on; it may lie outside.
var<workgroup> first: array<vec4<i32>, ${tile.rows}>;
${moments2 ? declareCells(tile) : ""}
fn find_first(element: u32, start: u32, phase: u32) {
  let position = min(start + element, sizes.pixels - 1u);
${declarePhase(geometry)}
    ${declarePosition(phaseHeight, phaseWidth)}
  let tap_row = ${tap.row};
  let tap_column = ${tap.column};
  let pixel = (i32(image) * ${sourceHeight} + tap_row) * ${sourceWidth} + tap_column;
  first[element] = vec4<i32>(tap_row, tap_column, pixel, 0);
}

fn fetch(
  tile_row: u32, tap_row: i32, tap_column: i32, channel: u32${wide ? ", own: Channels" : ""}
) -> ${vectors} {
  let corner = first[tile_row];
  let pixel = corner.z + tap_row * ${sourceWidth} + tap_column;
${inside ? `  return source(u32(pixel), channel${own});` : `
  // Pixels outside are read as any other and left out: without a branch, loads wait together.
  let row = u32(corner.x + tap_row);
  let column = u32(corner.y + tap_column);
  let exists = row < ${sourceHeight}u && column < ${sourceWidth}u;
  let values = source(u32(select(0, pixel, exists)), channel${own});
  return select(${number}, values, exists);`}
}

${wide ? loadWide(tile, {
    inner,
    inputs,
    kernelColumns
  }) : loadNarrow(tile, {
    inner,
    inputs,
    kernelColumns
  })}

fn panel(at: u32, column: u32) -> vec4<f32> {
${outputs % 4 === 0 ? `  return panels[panels_at + (at + column) / 4u];` : `  var values = vec4<f32>();
${unrolled(4, (c) => `  if (column + ${c}u < ${outputs}u) { values[${c}] = panels[panels_at + at + column + ${c}u]; }`)}
  return values;`}
}

fn load_right(element: u32, inner: u32, phase: u32, start_column: u32) -> vec4<f32> {
  let at = inner + element / ${tile.columns / 4}u;
  let column = start_column + element % ${tile.columns / 4}u * 4u;
  var values = vec4<f32>();
  ${inner % tile.depth || outputs % tile.columns ? `if (at < ${inner}u && column < ${outputs}u)` : ""} {
    values = panel((phase * ${inner}u + at) * ${outputs}u, column);
  }
  return values;
}

fn keep_right(element: u32, values: vec4<f32>) { right[element] = values; }
${bias ? declareBias(outputs) : ""}
fn store(position: u32, phase: u32, start: u32, values: vec4<f32>) {
  if (position >= sizes.pixels) { return; }
${declarePhase(geometry)}
    ${declarePosition(phaseHeight, phaseWidth)}
  let pixel = ${outputPixel(geometry, height, width)};
  let at = pixel * ${outputs}u + start;
${storeVector("out", "at", {
    column: "start",
    columns: outputs
  })}
}

@compute @workgroup_size(${TILE_THREADS})
fn main(${PLACE}) {
  // Tiles that share rows of the left matrix are neighbours.
  let tile_index = ${GROUP_INDEX} / ${columnTiles * phases}u;
  let beside = ${GROUP_INDEX} % ${columnTiles * phases}u;
  if (tile_index >= sizes.row_tiles) { return; }
  let phase = beside % ${phases}u;
  let start = tile_index * ${tile.rows}u;
  let start_column = (beside / ${phases}u) * ${tile.columns}u;
${shareOut(tile.rows, (element) => `find_first(${element}, start, phase)`)}
  workgroupBarrier();
${declareSums(tile)}
${walkStrips(tile, {
    carried,
    first: "0u",
    end: `${inner}u`
  })}
${bias ? addBias(tile) : ""}
  let first_position = start + down * ${tile.threadRows}u;
${unrolled(tile.threadVectors, (vector) => `  let column_${vector} = ${columnOf(tile, vector)};`)}
${eachSum(tile, (sum5, row, vector) => `  store(first_position + ${row}u, phase, column_${vector}, ${sum5});`)}
${moments2 ? storeMoments(tile, outputs) : ""}
}`;
}
function loadNarrow(tile, { inner, inputs, kernelColumns }) {
  return `
fn load_left(element: u32, inner: u32) -> vec4<f32> {
  let quad = element / ${tile.depth}u;
  let at = inner + element % ${tile.depth}u;
  let tap = at / ${inputs}u;
  let tap_row = i32(tap / ${kernelColumns}u);
  let tap_column = i32(tap % ${kernelColumns}u);
  let channel = at % ${inputs}u;
  var values = vec4<f32>();
  ${inner % tile.depth ? `if (at < ${inner}u)` : ""} {
    values = vec4<f32>(
${unrolled(4, (k) => `      fetch(quad * 4u + ${k}u, tap_row, tap_column, channel),`)}
    );
  }
  return values;
}

fn keep_left(element: u32, values: vec4<f32>) {
  left[element % ${tile.depth}u * ${leftStride(tile)}u + element / ${tile.depth}u] = values;
}`;
}
function loadWide(tile, { inner, inputs, kernelColumns }) {
  const fours = tile.depth / 4;
  return `
fn load_left(element: u32, inner: u32) -> mat4x4<f32> {
  let quad = element / ${fours}u;
  let at = inner + element % ${fours}u * 4u;
  let tap = at / ${inputs}u;
  let tap_row = i32(tap / ${kernelColumns}u);
  let tap_column = i32(tap % ${kernelColumns}u);
  let channel = at % ${inputs}u;
  var values = mat4x4<f32>();
  ${inner % tile.depth ? `if (at < ${inner}u)` : ""} {
    let own = channels(channel);
    values = mat4x4<f32>(
${unrolled(4, (k) => `      fetch(quad * 4u + ${k}u, tap_row, tap_column, channel, own),`)}
    );
  }
  return values;
}

fn keep_left(element: u32, values: mat4x4<f32>) {
  let at = element % ${fours}u * ${4 * leftStride(tile)}u + element / ${fours}u;
  let turned = transpose(values);
${unrolled(4, (k) => `  left[at + ${k * leftStride(tile)}u] = turned[${k}];`)}
}`;
}
function declareBias(outputs) {
  return `
fn biases(column: u32) -> vec4<f32> {
  var values = vec4<f32>();
${unrolled(4, (c) => `  if (column + ${c}u < ${outputs}u) { values[${c}] = bias[bias_at + column + ${c}u]; }`)}
  return values;
}
`;
}
function addBias(tile) {
  const biases = unrolled(tile.threadVectors, (vector) => `  let bias_${vector} = biases(${columnOf(tile, vector)});`);
  return `${biases}
${eachSum(tile, (sum5, _, k) => `  ${sum5} = max(${sum5} + bias_${k}, vec4<f32>());`)}`;
}

// lib/backend/webgpu/filter_gradient.ts
var ENOUGH_WORKGROUPS = 1024;
var SLICE = 256;
var MOST_SLICES = 128;
function filterGradient(gpu, operands, { upsample, border, transposed }) {
  const geometry = upsample ? FOLDED : plainGeometry(operands.filterShape, border);
  return gradientOf(gpu, operands, geometry, {
    transposed
  });
}
function gradientOf(gpu, { x, gradient, filterShape }, geometry, { transposed = false } = {}) {
  const [, , ...channels] = filterShape;
  const [inputs, outputs] = transposed ? channels.reverse() : channels;
  const [, height, width] = gradient.shape;
  const { kernel, phases } = geometry;
  const rows = kernel[0] * kernel[1] * inputs;
  const tile = cheapestTile(rows, outputs);
  const tiles = Math.ceil(rows / tile.rows) * Math.ceil(outputs / tile.columns);
  const input2 = renamed(x, "x");
  const tensors = [
    input2,
    gradient
  ].flatMap(({ perImage }) => Object.values(perImage));
  const parts = imageGroups(gpu, tensors);
  const bindable = bindableSlices(gpu, phases * (rows + 1) * outputs);
  const most = Math.min(bindable, Math.floor(MOST_SLICES / parts.length));
  const groups = parts.map((group) => {
    const pixels = group.images * height * width / phases;
    const wanted = Math.ceil(ENOUGH_WORKGROUPS / (tiles * phases));
    const slices = Math.max(1, Math.min(wanted, most, Math.ceil(pixels / SLICE)));
    const length = Math.ceil(pixels / slices / tile.depth) * tile.depth;
    return {
      ...group,
      pixels,
      length,
      slices: Math.ceil(pixels / length)
    };
  });
  const total = groups.reduce((sum5, { slices }) => sum5 + slices, 0);
  const partials = gpu.output([
    total,
    phases,
    rows + 1,
    outputs
  ]);
  let done = 0;
  const shapes = {
    x: x.shape.slice(1),
    dy: [
      height,
      width,
      outputs
    ]
  };
  const wide = {
    x: inputs % 4 === 0,
    dy: isWide(gradient)
  };
  const vectors = [
    ...wide.x ? input2.vectors : [],
    ...wide.dy ? [
      ...gradient.vectors,
      "partials"
    ] : []
  ];
  for (const { window, pixels, length, slices } of groups) {
    const size = phases * (rows + 1) * outputs;
    gpu.run({
      key: JSON.stringify([
        "filter gradient",
        x.key,
        gradient.key,
        shapes,
        geometry
      ]),
      code: () => (wide.x ? input2.vectorCode : input2.code) + (wide.dy ? gradient.vectorCode : gradient.code) + gradientCode(tile, shapes, geometry, wide),
      reads: {
        ...sourceReads(input2, window),
        ...sourceReads(gradient, window)
      },
      writes: {
        partials: {
          tensor: partials,
          first: done * size,
          count: slices * size
        }
      },
      vectors,
      sizes: {
        pixels,
        length
      },
      workgroups: [
        Math.ceil(rows / tile.rows),
        Math.ceil(outputs / tile.columns),
        slices * phases
      ]
    });
    done += slices;
  }
  const result = addSlices(gpu, partials, {
    filterShape,
    phases,
    slices: total,
    transposed
  });
  gpu.dispose(partials);
  return result;
}
function bindableSlices(gpu, size) {
  return Math.max(1, Math.floor((gpu.bindingLimit - ALIGNMENT) / (4 * size)));
}
function gradientCode(tile, { x, dy }, geometry, wide) {
  const [sourceHeight, sourceWidth, inputs] = x;
  const [height, width, outputs] = dy;
  const { kernel: [kernelRows, kernelColumns], phases } = geometry;
  const tap = firstTap(geometry);
  const scale = phases === 4 ? 2 : 1;
  const [phaseHeight, phaseWidth] = [
    height / scale,
    width / scale
  ];
  const rows = kernelRows * kernelColumns * inputs;
  const [fetched, nothing] = wide.x ? [
    "vec4<f32>",
    "vec4<f32>()"
  ] : [
    "f32",
    "0.0"
  ];
  const perQuad = wide.x ? 1 : 4;
  const carried = [
    {
      name: "left",
      count: tile.depth * tile.rows / 4,
      type: "vec4<f32>",
      loadArguments: `inner, phase${wide.x ? ", x_tap, x_own" : ""}`,
      held: wide.x
    },
    {
      name: "right",
      count: tile.depth * tile.columns / 4,
      type: "vec4<f32>",
      loadArguments: `inner, end, phase, start_column${wide.dy ? ", own" : ""}`,
      held: wide.dy
    }
  ];
  return `${declareStrips(tile)}
// What a row of the tile is of the filter: row and column of its tap, and its channel; -1 for none.
fn tap_of(row: u32) -> vec3<i32> {
  let tap = row / ${inputs}u;
  return vec3<i32>(
    i32(tap / ${kernelColumns}u),
    i32(tap % ${kernelColumns}u),
    select(-1, i32(row % ${inputs}u), row < ${rows}u),
  );
}
${wide.x ? "" : `
var<workgroup> taps: array<vec3<i32>, ${tile.rows}>;

fn find_tap(element: u32, start_row: u32) { taps[element] = tap_of(start_row + element); }
`}
// Of a pixel of the output: its image, row and column of the source under the filter's first tap, and
// its own number.
fn place(wanted: u32, phase: u32) -> vec4<i32> {
  let position = min(wanted, sizes.pixels - 1u);
${declarePhase(geometry)}
    ${declarePosition(phaseHeight, phaseWidth)}
  let pixel = ${outputPixel(geometry, height, width)};
  return vec4<i32>(i32(image), ${tap.row}, ${tap.column}, i32(pixel));
}

fn fetch(at: vec4<i32>, tap: vec3<i32>${wide.x ? ", own: x_Channels" : ""}) -> ${fetched} {
  let row = at.y + tap.x;
  let column = at.z + tap.y;
  let pixel = (at.x * ${sourceHeight} + row) * ${sourceWidth} + column;
  // Pixels outside are read as any other and left out: without a branch, loads wait together.
  let exists = tap.z >= 0 && u32(row) < ${sourceHeight}u && u32(column) < ${sourceWidth}u;
  let values = x_source(u32(select(0, pixel, exists)), u32(max(tap.z, 0))${wide.x ? ", own" : ""});
  return select(${nothing}, values, exists);
}

fn load_left(
  element: u32, inner: u32, phase: u32${wide.x ? ", x_tap: vec3<i32>, x_own: x_Channels" : ""}
) -> vec4<f32> {
  let at = place(inner + element / ${tile.rows / 4}u, phase);
${wide.x ? "  return fetch(at, x_tap, x_own);" : `  let quad = element % ${tile.rows / 4}u * 4u;
  return vec4<f32>(
${unrolled(perQuad, (k) => `    fetch(at, taps[quad + ${k}u]),`)}
  );`}
}

fn keep_left(element: u32, values: vec4<f32>) {
  left[element / ${tile.rows / 4}u * ${leftStride(tile)}u + element % ${tile.rows / 4}u] = values;
}
${wide.dy ? "" : `
fn gradient(pixel: u32, column: u32) -> vec4<f32> {
  var values = vec4<f32>();
${unrolled(4, (c) => `  if (column + ${c}u < ${outputs}u) { values[${c}] = source(pixel, column + ${c}u); }`)}
  return values;
}
`}
fn load_right(
  element: u32, inner: u32, end: u32, phase: u32, start_column: u32${wide.dy ? ", own: Channels" : ""}
) -> vec4<f32> {
  let first = start_column + element % ${tile.columns / 4}u * 4u;
  let wanted = inner + element / ${tile.columns / 4}u;
  let pixel = u32(place(wanted, phase).w);
  let values = ${wide.dy ? `source(pixel, min(first, ${outputs - 4}u), own)` : `gradient(pixel, first)`};
  return select(vec4<f32>(), values, wanted < end && first < ${outputs}u);
}

fn keep_right(element: u32, values: vec4<f32>) { right[element] = values; }

fn keep_sums(at: u32, column: u32, values: vec4<f32>) {
${storeVector("partials", "at", {
    column: "column",
    columns: outputs
  })}
}

fn store(base: u32, row: u32, column: u32, values: vec4<f32>) {
  if (row < ${rows}u) { keep_sums(base + row * ${outputs}u + column, column, values); }
}

@compute @workgroup_size(${TILE_THREADS})
fn main(${PLACE}) {
  let phase = group.z % ${phases}u;
  let slice = group.z / ${phases}u;
  let start_row = group.x * ${tile.rows}u;
  let start_column = group.y * ${tile.columns}u;
  let end = min((slice + 1u) * sizes.length, sizes.pixels);
${// the number of threads (cheapestTile).
  wide.x ? `  let x_tap = tap_of(start_row + thread % ${tile.rows / 4}u * 4u);
  let x_own = x_channels(u32(max(x_tap.z, 0)));` : `${shareOut(tile.rows, (element) => `find_tap(${element}, start_row)`)}
  workgroupBarrier();`}
${wide.dy ? `  let own = channels(min(start_column + thread % ${tile.columns / 4}u * 4u, ${outputs - 4}u));` : ""}
${declareSums(tile)}
  // Of the first row of tiles, as many threads as there are vectors of columns sum these.
  var sum_bias = vec4<f32>();
  let sums_bias = group.x == 0u && thread < ${tile.columns / 4}u;
${walkStrips(tile, {
    carried,
    first: "slice * sizes.length",
    end: "end",
    also: `    if (sums_bias) {
      for (var step = 0u; step < ${tile.depth}u; step++) {
        sum_bias += right[step * ${tile.columns / 4}u + thread];
      }
    }`
  })}
  let base = (slice * ${phases}u + phase) * ${(rows + 1) * outputs}u;
  let first_row = start_row + down * ${tile.threadRows}u;
${unrolled(tile.threadVectors, (vector) => `  let column_${vector} = ${columnOf(tile, vector)};`)}
${eachSum(tile, (sum5, row, vector) => `  store(base, first_row + ${row}u, column_${vector}, ${sum5});`)}
  if (sums_bias) {
    let column = start_column + thread * 4u;
    keep_sums(base + ${rows * outputs}u + column, column, sum_bias);
  }
}`;
}
function addSlices(gpu, partials, { filterShape, phases, slices, transposed }) {
  const [height, width, rows, columns] = filterShape;
  const outputs = transposed ? rows : columns;
  const taps = height * width, area = rows * columns, size = taps * area;
  const phaseTaps = phases === 4 ? 4 : taps;
  const [dFilter, dBias] = [
    gpu.output(filterShape),
    gpu.output([
      outputs
    ])
  ];
  const place = transposed ? `
    let tap = sizes.taps - 1u - index / sizes.area;
    let stored = index % sizes.area;
    let within = stored % sizes.columns * (sizes.area / sizes.columns) + stored / sizes.columns;` : `
    let tap = index / sizes.area;
    let within = index % sizes.area;`;
  const where = phases === 4 ? `${place}
    // Row ky of the 3\xD73 filter falls on small row (ky + 1 - phase) / 2 of the phase's 2\xD72.
    let small_row = (tap / 3u + 1u - phase / 2u) / 2u;
    let small_column = (tap % 3u + 1u - phase % 2u) / 2u;
    at += (small_row * 2u + small_column) * sizes.area + within;` : `${place}
    at += tap * sizes.area + within;`;
  const phaseSize = phaseTaps * area + outputs, sliceSize = phases * phaseSize;
  const bindable = bindableSlices(gpu, sliceSize);
  for (let first = 0; first < slices; first += bindable) {
    const own = Math.min(bindable, slices - first);
    runEachIndex(gpu, {
      key: `add slices ${phases} ${transposed}`,
      reads: {
        partials: {
          tensor: partials,
          first: first * sliceSize,
          count: own * sliceSize
        }
      },
      writes: {
        filters: dFilter,
        biases: dBias
      },
      sizes: {
        size,
        area,
        taps,
        columns,
        phase_size: phaseSize,
        slices: own,
        first
      },
      count: size + outputs,
      body: () => `  var sum = 0.0;
  if (sizes.first > 0u) {
    if (index < sizes.size) { sum = filters[filters_at + index]; }
    else { sum = biases[biases_at + index - sizes.size]; }
  }
  for (var phase = 0u; phase < ${phases}u; phase++) {
    var at = partials_at + phase * sizes.phase_size;
    if (index < sizes.size) {${where}
    } else {
      // The bias's row is the last.
      at += sizes.phase_size - (sizes.count - index);
    }
    for (var slice = 0u; slice < sizes.slices; slice++) {
      sum += partials[at];
      at += ${phases}u * sizes.phase_size;
    }
  }
  if (index < sizes.size) {
    filters[filters_at + index] = sum;
  } else {
    biases[biases_at + index - sizes.size] = sum;
  }`
    });
  }
  return [
    dFilter,
    dBias
  ];
}

// lib/backend/webgpu/batch_norm.ts
function batchNormKernels(gpu) {
  return {
    ConvReluBatchNorm(inputs, attrs) {
      const { r, mean: mean7, variance, scaling } = convReluMoments(gpu, inputs, blockAttrs(attrs));
      const y = normalise(gpu, r, scaling);
      gpu.dispose(scaling);
      return [
        y,
        r,
        mean7,
        variance
      ];
    },
    ConvReluBatchNormLater(inputs, attrs) {
      const { r, mean: mean7, variance, scaling } = convReluMoments(gpu, inputs, blockAttrs(attrs));
      return [
        r,
        scaling,
        mean7,
        variance
      ];
    },
    ConvReluScaleLater({ gamma, beta, mean: mean7, variance, ...inputs }, attrs) {
      const options = blockAttrs(attrs);
      const { out: r } = convReluSame(gpu, inputs, options);
      return [
        r,
        scalingOf(gpu, {
          gamma,
          beta,
          mean: mean7,
          variance
        }, options.epsilon)
      ];
    },
    ConvReluScale({ gamma, beta, mean: mean7, variance, ...inputs }, attrs) {
      const options = blockAttrs(attrs);
      const { out: r } = convReluSame(gpu, inputs, options);
      const scaling = scalingOf(gpu, {
        gamma,
        beta,
        mean: mean7,
        variance
      }, options.epsilon);
      const y = normalise(gpu, r, scaling);
      gpu.dispose(scaling);
      return [
        y,
        r
      ];
    },
    ConvReluBatchNormGradient({ dy, x, scaling, filter, gamma, r, mean: mean7, variance }, attrs) {
      const { epsilon, ...rest } = blockAttrs(attrs);
      const sums = gradientSums(gpu, {
        dy,
        r,
        mean: mean7
      });
      const normalisation = {
        gamma,
        mean: mean7,
        variance
      };
      const { coefficients, dGamma, dBeta } = normalisationGradient(gpu, sums, normalisation, {
        pixels: sizeOf(r) / r.shape[3],
        epsilon
      });
      const dr = reluGradient(gpu, {
        dy,
        r
      }, coefficients);
      gpu.dispose(sums, coefficients);
      const options = {
        ...rest,
        border: (filter.shape[0] - 1) / 2
      };
      const gradient = plainSource(dr);
      const dx = inputGradient(gpu, {
        gradient,
        filter,
        shape: x.shape
      }, options);
      const operands = {
        x: inputSource({
          x,
          scaling
        }),
        gradient,
        filterShape: filter.shape
      };
      const [dFilter, dBias] = filterGradient(gpu, operands, options);
      gpu.dispose(dr);
      return [
        dx,
        dFilter,
        dBias,
        dGamma,
        dBeta
      ];
    }
  };
}
function convReluMoments(gpu, { gamma, beta, ...inputs }, { epsilon, ...options }) {
  const { out: r, partials } = convReluSame(gpu, inputs, {
    ...options,
    moments: true
  });
  const [mean7, variance, scaling] = momentsOf(gpu, partials, {
    gamma,
    beta
  }, epsilon);
  gpu.dispose(partials);
  return {
    r,
    mean: mean7,
    variance,
    scaling
  };
}
function convReluSame(gpu, { x, scaling, filter, bias }, { upsample, transposed, moments: moments2 }) {
  const [batch, height, width] = x.shape;
  const scale = upsample ? 2 : 1;
  const shape = [
    batch,
    height * scale,
    width * scale,
    filter.shape[transposed ? 2 : 3]
  ];
  const options = {
    upsample,
    transposed,
    border: (filter.shape[0] - 1) / 2
  };
  const { panels, geometry, dispose: dispose4 } = forwardPanels(gpu, filter, options);
  const operands = {
    source: inputSource({
      x,
      scaling
    }),
    panels,
    shape
  };
  const result = convolve(gpu, operands, geometry, {
    bias,
    moments: moments2
  });
  dispose4();
  return result;
}
function normalise(gpu, r, scaling) {
  const y = gpu.output(r.shape);
  const channels = r.shape[3];
  for (const { window } of imageGroups(gpu, [
    r
  ])) {
    runEachIndex(gpu, {
      key: "normalise",
      reads: {
        r: window(r),
        scaling
      },
      writes: {
        y: window(y)
      },
      sizes: {
        channels
      },
      count: window(r).count,
      body: () => `  let at = scaling_at + index % sizes.channels;
  y[y_at + index] = fma(r[r_at + index], scaling[at], scaling[at + sizes.channels]);`
    });
  }
  return y;
}
function reluGradient(gpu, { dy, r }, coefficients) {
  const dr = gpu.output(r.shape);
  const channels = r.shape[3];
  for (const { window } of imageGroups(gpu, [
    r
  ])) {
    runEachIndex(gpu, {
      key: "relu gradient",
      reads: {
        dy: window(dy),
        r: window(r),
        coefficients
      },
      writes: {
        dr: window(dr)
      },
      sizes: {
        channels
      },
      count: window(r).count,
      body: () => `  let at = coefficients_at + index % sizes.channels;
  let value = r[r_at + index];
  let slope = coefficients[at] * dy[dy_at + index] +
    coefficients[at + sizes.channels] * value + coefficients[at + 2u * sizes.channels];
  dr[dr_at + index] = select(0.0, slope, value > 0.0);`
    });
  }
  return dr;
}

// lib/backend/webgpu/cross_entropy.ts
function crossEntropyKernels(gpu) {
  return {
    LogitsCrossEntropy({ logits, targets }) {
      const batch = logits.shape[0], pixels = sizeOf(logits) / batch;
      const out = gpu.output([
        batch
      ]);
      for (const { images, window } of imageGroups(gpu, [
        logits
      ])) {
        gpu.run({
          key: "cross-entropy",
          code: crossEntropyCode,
          reads: {
            logits: window(logits),
            targets: window(targets)
          },
          writes: {
            losses: window(out)
          },
          sizes: {
            pixels
          },
          workgroups: [
            images
          ]
        });
      }
      return [
        out
      ];
    },
    LogitsCrossEntropyGradient({ dy, logits, targets }) {
      const batch = logits.shape[0], pixels = sizeOf(logits) / batch;
      const out = gpu.output(logits.shape);
      for (const { window } of imageGroups(gpu, [
        logits
      ])) {
        runEachIndex(gpu, {
          key: "cross-entropy gradient",
          reads: {
            dy: window(dy),
            logits: window(logits),
            targets: window(targets)
          },
          writes: {
            gradient: window(out)
          },
          sizes: {
            pixels
          },
          count: window(logits).count,
          body: () => `  // The exponential of a negative number alone: it cannot overflow.
  let logit = logits[logits_at + index];
  let small = exp(-abs(logit));
  let sigmoid = select(small, 1.0, logit >= 0.0) / (1.0 + small);
  let slope = dy[dy_at + index / sizes.pixels] / f32(sizes.pixels);
  gradient[gradient_at + index] = (sigmoid - targets[targets_at + index]) * slope;`
        });
      }
      return [
        out
      ];
    }
  };
}
function crossEntropyCode() {
  const halves = [];
  for (let half = THREADS / 2; half >= 1; half /= 2) halves.push(half);
  return `
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(${PLACE}) {
  var sum = 0.0;
  for (var pixel = thread; pixel < sizes.pixels; pixel += ${THREADS}u) {
    let at = group.x * sizes.pixels + pixel;
    let logit = logits[logits_at + at];
    let small = exp(-abs(logit));
    let softplus = select(log(1.0 + small), small * (1.0 - 0.5 * small), small < 1e-3);
    sum += max(logit, 0.0) - logit * targets[targets_at + at] + softplus;
  }
  sums[thread] = sum;
${halves.map((half) => `  workgroupBarrier();
  if (thread < ${half}u) { sums[thread] += sums[thread + ${half}u]; }`).join("\n")}
  if (thread == 0u) { losses[losses_at + group.x] = sums[0] / f32(sizes.pixels); }
}`;
}

// lib/backend/webgpu/latents.ts
function latentKernels(gpu) {
  return {
    LatentDivergence({ mean: mean7, logVariance }) {
      const [count, latents] = mean7.shape;
      const divergences = gpu.output([
        count
      ]);
      runEachIndex(gpu, {
        key: "latent divergence",
        reads: {
          mean: mean7,
          log_variance: logVariance
        },
        writes: {
          divergences
        },
        sizes: {
          latents
        },
        count,
        body: () => `  var sum = 0.0;
  for (var latent = 0u; latent < sizes.latents; latent++) {
    let at = index * sizes.latents + latent;
    let m = mean[mean_at + at];
    let l = log_variance[log_variance_at + at];
    sum += m * m + exp(l) - (l + 1.0);
  }
  divergences[divergences_at + index] = sum / f32(sizes.latents);`
      });
      return [
        divergences
      ];
    },
    LatentDivergenceGradient({ dy, mean: mean7, logVariance }) {
      const [dMean, dLogVariance] = [
        gpu.output(mean7.shape),
        gpu.output(mean7.shape)
      ];
      runEachIndex(gpu, {
        key: "latent divergence gradient",
        reads: {
          dy,
          mean: mean7,
          log_variance: logVariance
        },
        writes: {
          d_mean: dMean,
          d_log_variance: dLogVariance
        },
        sizes: {
          latents: mean7.shape[1]
        },
        count: sizeOf(mean7),
        body: () => `  let slope = dy[dy_at + index / sizes.latents] / f32(sizes.latents);
  d_mean[d_mean_at + index] = slope * 2.0 * mean[mean_at + index];
  d_log_variance[d_log_variance_at + index] =
    slope * (exp(log_variance[log_variance_at + index]) - 1.0);`
      });
      return [
        dMean,
        dLogVariance
      ];
    },
    DrawLatents({ mean: mean7, logVariance, noise }) {
      const drawn = gpu.output(mean7.shape);
      runEachIndex(gpu, {
        key: "draw latents",
        reads: {
          mean: mean7,
          log_variance: logVariance,
          noise
        },
        writes: {
          drawn
        },
        count: sizeOf(mean7),
        body: () => `  let sigma = exp(0.5 * log_variance[log_variance_at + index]);
  drawn[drawn_at + index] = mean[mean_at + index] + sigma * noise[noise_at + index];`
      });
      return [
        drawn
      ];
    },
    DrawLatentsGradient({ dy, logVariance, noise }) {
      const dLogVariance = gpu.output(dy.shape);
      runEachIndex(gpu, {
        key: "draw latents gradient",
        reads: {
          dy,
          log_variance: logVariance,
          noise
        },
        writes: {
          d_log_variance: dLogVariance
        },
        count: sizeOf(dy),
        body: () => `  let sigma = exp(0.5 * log_variance[log_variance_at + index]);
  d_log_variance[d_log_variance_at + index] =
    0.5 * sigma * noise[noise_at + index] * dy[dy_at + index];`
      });
      return [
        dLogVariance
      ];
    }
  };
}

// lib/backend/webgpu/matmul.ts
const tf3 = globalThis.tf;
var SMALL_TILES = 2;
var SPLIT_FROM = 2e3;
var MOST_TILES = 32;
function matMulKernels(backend2) {
  const stock = tf3.getKernel("BatchMatMul", "webgpu").kernelFunc;
  return {
    BatchMatMul(inputs, attrs) {
      const flag = tf3.env().getNumber("WEBGPU_MATMUL_PROGRAM_TYPE");
      if (flag < 0 && mayBeSplit(inputs, attrs)) {
        tf3.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", SMALL_TILES);
      }
      try {
        return [
          stock({
            inputs,
            backend: backend2,
            attrs
          })
        ];
      } finally {
        tf3.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", flag);
      }
    }
  };
}
function mayBeSplit({ a, b }, attrs) {
  const inner = a.shape.at(attrs.transposeA ? -2 : -1);
  const rows = a.shape.at(attrs.transposeA ? -1 : -2);
  const columns = b.shape.at(attrs.transposeB ? -2 : -1);
  const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  return inner >= SPLIT_FROM && rows * columns > 128 && tiles <= MOST_TILES;
}

// lib/backend/webgpu/moving_average.ts
var TOGETHER2 = 2;
function averageKernels(gpu) {
  return {
    MovingAverages(tensors, attrs) {
      const kept = Math.fround(attrs.momentum);
      const taken2 = Math.fround(1 - attrs.momentum);
      const count = Object.keys(tensors).length / 2;
      const all = Array.from({
        length: count
      }, (_, k) => ({
        average: tensors[`average${k}`],
        batch: tensors[`batch${k}`],
        moved: gpu.output(tensors[`average${k}`].shape)
      }));
      for (let k = 0; k < count; k += TOGETHER2) {
        const together2 = all.slice(k, k + TOGETHER2);
        const named = (name) => Object.fromEntries(together2.map((one, n) => [
          `${name}_${n}`,
          one[name]
        ]));
        runEachIndex(gpu, {
          key: `moving average ${kept} ${taken2} ${together2.length}`,
          reads: {
            ...named("average"),
            ...named("batch")
          },
          writes: named("moved"),
          sizes: Object.fromEntries(together2.map(({ average }, n) => [
            `length_${n}`,
            sizeOf(average)
          ])),
          count: Math.max(...together2.map(({ average }) => sizeOf(average))),
          body: () => together2.map((_, n) => `  if (index < sizes.length_${n}) {
    let kept = average_${n}[average_${n}_at + index] * ${kept};
    moved_${n}[moved_${n}_at + index] = kept + batch_${n}[batch_${n}_at + index] * ${taken2};
  }`).join("\n")
        });
      }
      return all.map(({ moved }) => moved);
    }
  };
}

// lib/backend/webgpu/objective.ts
var SHARERS2 = 64;
function objectiveKernels(gpu) {
  return {
    Objective({ crossEntropy, divergence, penalty }, { lambda, gamma }) {
      const [loss, bce, kl] = [
        0,
        1,
        2
      ].map(() => gpu.output([]));
      gpu.run({
        key: `objective ${lambda} ${gamma}`,
        code: () => `
var<workgroup> parts: array<vec2<f32>, ${SHARERS2}>;
@compute @workgroup_size(${SHARERS2})
fn main(${PLACE}) {
  var sum = vec2<f32>();
  for (var image = thread; image < sizes.images; image += ${SHARERS2}u) {
    sum += vec2<f32>(
      cross_entropy[cross_entropy_at + image],
      divergence[divergence_at + image],
    );
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread == 0u) {
    var all = vec2<f32>();
    for (var part = 0u; part < ${SHARERS2}u; part++) { all += parts[part]; }
    let means = all / f32(sizes.images);
    bce[bce_at] = means.x;
    kl[kl_at] = means.y;
    loss[loss_at] = means.x + (means.y * ${lambda} + penalty[penalty_at] * ${gamma});
  }
}`,
        reads: {
          cross_entropy: crossEntropy,
          divergence,
          penalty
        },
        writes: {
          loss,
          bce,
          kl
        },
        sizes: {
          images: sizeOf(crossEntropy)
        },
        workgroups: [
          1
        ]
      });
      return [
        loss,
        bce,
        kl
      ];
    },
    ObjectiveGradient({ dy }, { lambda, gamma, images }) {
      const count = images;
      const [dCrossEntropy, dDivergence] = [
        gpu.output([
          count
        ]),
        gpu.output([
          count
        ])
      ];
      const dPenalty = gpu.output([]);
      runEachIndex(gpu, {
        key: `objective gradient ${lambda} ${gamma}`,
        reads: {
          dy
        },
        writes: {
          d_cross_entropy: dCrossEntropy,
          d_divergence: dDivergence,
          d_penalty: dPenalty
        },
        count,
        body: () => `  let slope = dy[dy_at] / f32(sizes.count);
  d_cross_entropy[d_cross_entropy_at + index] = slope;
  d_divergence[d_divergence_at + index] = slope * ${lambda};
  if (index == 0u) { d_penalty[d_penalty_at] = dy[dy_at] * ${gamma}; }`
      });
      return [
        dCrossEntropy,
        dDivergence,
        dPenalty
      ];
    }
  };
}

// lib/backend/webgpu/pooling.ts
function poolingKernels(gpu) {
  return {
    ConvReluPool({ x, filter, bias }) {
      const [batch, height, width] = x.shape;
      const [kernelHeight, kernelWidth, , channels] = filter.shape;
      const shape = [
        batch,
        height - kernelHeight + 1,
        width - kernelWidth + 1,
        channels
      ];
      const operands = {
        source: plainSource(x),
        panels: filter,
        shape
      };
      const { out: r } = convolve(gpu, operands, plainGeometry(filter.shape, 0), {
        bias
      });
      return [
        maxPool(gpu, r),
        r
      ];
    },
    ConvReluPoolGradient({ dy, x, filter, r, y }, { inputGradient: wanted }) {
      const dr = maxPoolGradient(gpu, {
        dy,
        r,
        y
      });
      const gradient = plainSource(dr);
      const operands = {
        x: plainSource(x),
        gradient,
        filterShape: filter.shape
      };
      const options = {
        upsample: false,
        border: 0
      };
      const [dFilter, dBias] = filterGradient(gpu, operands, options);
      const gradients = [
        dFilter,
        dBias
      ];
      if (wanted) {
        gradients.push(inputGradient(gpu, {
          gradient,
          filter,
          shape: x.shape
        }, options));
      }
      gpu.dispose(dr);
      return gradients;
    }
  };
}
var WINDOW = `  let across = (sizes.width + 1u) / 2u;
  let down = (sizes.height + 1u) / 2u;
  let channel = index % sizes.channels;
  let pixel = index / sizes.channels;
  let column = pixel % across * 2u;
  let row = pixel / across % down * 2u;
  let image = pixel / across / down;
  let corner = ((image * sizes.height + row) * sizes.width + column) * sizes.channels + channel;
  let below = sizes.width * sizes.channels;
  let beside = sizes.channels;
  let has_below = row + 1u < sizes.height;
  let has_beside = column + 1u < sizes.width;`;
var WINDOW_PIXELS = [
  {
    offset: "0u",
    exists: "true"
  },
  {
    offset: "beside",
    exists: "has_beside"
  },
  {
    offset: "below",
    exists: "has_below"
  },
  {
    offset: "below + beside",
    exists: "has_below && has_beside"
  }
];
function maxPool(gpu, r) {
  const [batch, height, width, channels] = r.shape;
  const y = gpu.output([
    batch,
    Math.ceil(height / 2),
    Math.ceil(width / 2),
    channels
  ]);
  for (const { window } of imageGroups(gpu, [
    r
  ])) {
    runEachIndex(gpu, {
      key: "max pool",
      reads: {
        r: window(r)
      },
      writes: {
        y: window(y)
      },
      sizes: {
        height,
        width,
        channels
      },
      count: window(y).count,
      body: () => `${WINDOW}
  var largest = r[r_at + corner];
${WINDOW_PIXELS.slice(1).map(({ offset, exists }) => `  if (${exists}) { largest = max(largest, r[r_at + corner + ${offset}]); }`).join("\n")}
  y[y_at + index] = largest;`
    });
  }
  return y;
}
function maxPoolGradient(gpu, { dy, r, y }) {
  const dr = gpu.output(r.shape);
  const [, height, width, channels] = r.shape;
  for (const { window } of imageGroups(gpu, [
    r
  ])) {
    runEachIndex(gpu, {
      key: "max pool gradient",
      reads: {
        dy: window(dy),
        r: window(r),
        y: window(y)
      },
      writes: {
        dr: window(dr)
      },
      sizes: {
        height,
        width,
        channels
      },
      count: window(y).count,
      body: () => `${WINDOW}
  let largest = y[y_at + index];
  var slope = select(0.0, dy[dy_at + index], largest > 0.0);
${WINDOW_PIXELS.map(({ offset, exists }) => `  if (${exists}) {
    let here = r[r_at + corner + ${offset}] == largest;
    dr[dr_at + corner + ${offset}] = select(0.0, slope, here);
    slope = select(slope, 0.0, here);
  }`).join("\n")}`
    });
  }
  return dr;
}

// lib/backend/webgpu/tail.ts
function tailKernels(gpu) {
  return {
    ConvReluBatchNormDot({ outFilter, outBias, ...inputs }, attrs) {
      const { r, mean: mean7, variance, scaling } = convReluMoments(gpu, inputs, blockAttrs(attrs));
      const logits = scaleAndDot(gpu, r, {
        scaling,
        outFilter,
        outBias
      });
      gpu.dispose(scaling);
      return [
        logits,
        r,
        mean7,
        variance
      ];
    },
    ConvReluScaleDot({ gamma, beta, mean: mean7, variance, outFilter, outBias, ...inputs }, attrs) {
      const options = blockAttrs(attrs);
      const { out: r } = convReluSame(gpu, inputs, options);
      const scaling = scalingOf(gpu, {
        gamma,
        beta,
        mean: mean7,
        variance
      }, options.epsilon);
      const logits = scaleAndDot(gpu, r, {
        scaling,
        outFilter,
        outBias
      });
      gpu.dispose(scaling);
      return [
        logits,
        r
      ];
    },
    ConvReluBatchNormDotGradient({ dy, x, scaling, filter, gamma, beta, outFilter, r, mean: mean7, variance }, attrs) {
      const { epsilon, ...rest } = blockAttrs(attrs);
      const sums = gradientSums(gpu, {
        dy,
        r,
        mean: mean7
      });
      const normalisation = {
        gamma,
        mean: mean7,
        variance,
        beta,
        outFilter
      };
      const { coefficients, dGamma, dBeta } = normalisationGradient(gpu, sums, normalisation, {
        pixels: sizeOf(dy),
        epsilon
      });
      const dot = dotGradient(gpu, sums, normalisation, epsilon);
      const gradient = gradientSource({
        r,
        dy,
        coefficients
      });
      const options = {
        ...rest,
        border: (filter.shape[0] - 1) / 2
      };
      const dx = inputGradient(gpu, {
        gradient,
        filter,
        shape: x.shape
      }, options);
      const operands = {
        x: inputSource({
          x,
          scaling
        }),
        gradient,
        filterShape: filter.shape
      };
      const [dFilter, dBias] = filterGradient(gpu, operands, options);
      gpu.dispose(sums, coefficients);
      return [
        dx,
        dFilter,
        dBias,
        dGamma,
        dBeta,
        ...dot
      ];
    }
  };
}
function gradientSource({ r, dy, coefficients }) {
  const channels = r.shape[3];
  return {
    key: `tail ${channels}`,
    shape: r.shape,
    perImage: {
      r,
      dy
    },
    shared: {
      coefficients
    },
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  let value = r[r_at + pixel * ${channels}u + channel];
  let at = coefficients_at + channel;
  let slope = coefficients[at] * dy[dy_at + pixel] +
    coefficients[at + ${channels}u] * value + coefficients[at + ${2 * channels}u];
  return select(0.0, slope, value > 0.0);
}`,
    vectorCode: `
struct Channels { a: vec4<f32>, b: vec4<f32>, d: vec4<f32> }
fn channels(channel: u32) -> Channels {
  let at = coefficients_at + channel / 4u;
  return Channels(
    coefficients[at], coefficients[at + ${channels / 4}u], coefficients[at + ${channels / 2}u],
  );
}
fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32> {
  let value = r[r_at + (pixel * ${channels}u + channel) / 4u];
  let slope = own.a * dy[dy_at + pixel] + own.b * value + own.d;
  return select(vec4<f32>(), slope, value > vec4<f32>());
}`,
    vectors: [
      "r",
      "coefficients"
    ]
  };
}
var PIXELS = 64;
var STRIP = 16;
function scaleAndDot(gpu, r, { scaling, outFilter, outBias }) {
  const channels = r.shape[3];
  const logits = gpu.output([
    ...r.shape.slice(0, 3),
    1
  ]);
  for (const { window } of imageGroups(gpu, [
    r
  ])) {
    const { count: pixels } = window(logits);
    const groups = Math.ceil(pixels / PIXELS);
    gpu.run({
      key: "scale and dot",
      code: () => `
// One more than a power of two a row, so that the threads' rows begin in different banks.
var<workgroup> strip: array<f32, ${PIXELS * (STRIP + 1)}>;
@compute @workgroup_size(${PIXELS})
fn main(${PLACE}) {
  let start = ${GROUP_INDEX} * ${PIXELS}u;
  let channels = sizes.channels;
  if (start >= sizes.pixels) { return; }
  var sum = bias[bias_at];
  for (var first = 0u; first < channels; first += ${STRIP}u) {
    let channel = first + thread % ${STRIP}u;
    var scale = 0.0;
    var shift = 0.0;
    if (channel < channels) {
      let weight = weights[weights_at + channel];
      scale = scaling[scaling_at + channel] * weight;
      shift = scaling[scaling_at + channels + channel] * weight;
    }
${unrolled(STRIP, (k) => `    {
      let row = ${k * PIXELS / STRIP}u + thread / ${STRIP}u;
      let pixel = min(start + row, sizes.pixels - 1u);
      let at = r_at + pixel * channels + min(channel, channels - 1u);
      strip[row * ${STRIP + 1}u + thread % ${STRIP}u] = fma(r[at], scale, shift);
    }`)}
    workgroupBarrier();
${unrolled(STRIP, (k) => `    sum += strip[thread * ${STRIP + 1}u + ${k}u];`)}
    workgroupBarrier();
  }
  if (start + thread < sizes.pixels) { logits[logits_at + start + thread] = sum; }
}`,
      reads: {
        r: window(r),
        scaling,
        weights: outFilter,
        bias: outBias
      },
      writes: {
        logits: window(logits)
      },
      sizes: {
        pixels,
        channels
      },
      workgroups: spread(groups)
    });
  }
  return logits;
}

// lib/backend/webgpu/turned_filter.ts
function turnedFilterKernels(gpu) {
  return {
    TurnFilter({ filter }) {
      const [height, width, rows, columns] = filter.shape;
      const turned = gpu.output([
        height,
        width,
        columns,
        rows
      ]);
      runEachIndex(gpu, {
        key: "turn filter",
        reads: {
          filter_values: filter
        },
        writes: {
          turned
        },
        sizes: {
          taps: height * width,
          rows,
          columns
        },
        count: sizeOf(filter),
        body: () => `  let area = sizes.rows * sizes.columns;
  let tap = sizes.taps - 1u - index / area;
  let within = index % area;
  let at = tap * area + within % sizes.rows * sizes.columns + within / sizes.rows;
  turned[turned_at + index] = filter_values[filter_values_at + at];`
      });
      return [
        turned
      ];
    }
  };
}

// lib/backend/webgpu/kernels.ts
function registerWebGpuKernels(backend2, options = {}) {
  const gpu = new Gpu(backend2, options);
  const kernels = {
    ...poolingKernels(gpu),
    ...batchNormKernels(gpu),
    ...tailKernels(gpu),
    ...crossEntropyKernels(gpu),
    ...adamKernels(gpu),
    ...turnedFilterKernels(gpu),
    ...latentKernels(gpu),
    ...objectiveKernels(gpu),
    ...averageKernels(gpu),
    ...matMulKernels(backend2),
    ...slowKernels(gpu)
  };
  registerKernels("webgpu", kernels);
  return gpu;
}
function slowKernels(gpu) {
  return {
    // One thread a weight there, which walks over batch, height and width alone.
    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { filterShape, info } = filterGradientInfo(x, attrs);
      const [dFilter, dBias] = gradientOf(gpu, {
        x: plainSource(x),
        gradient: plainSource(dy),
        filterShape
      }, {
        kernel: [
          info.filterHeight,
          info.filterWidth
        ],
        step: [
          info.strideHeight,
          info.strideWidth
        ],
        border: [
          info.padInfo.top,
          info.padInfo.left
        ],
        phases: 1
      });
      gpu.dispose(dBias);
      return [
        dFilter
      ];
    }
  };
}

// lib/backend/webgpu/pool.ts
function reuseOldest(backend2) {
  const manager = backend2.bufferManager;
  const ages = /* @__PURE__ */ new WeakMap();
  let made = 0;
  const age = (buffer) => ages.get(buffer) ?? Infinity;
  const acquire = manager.acquireBuffer.bind(manager);
  manager.acquireBuffer = (size, usage, mapped, reuse) => {
    const free = manager.freeBuffers.get(`${size}_${usage}`) ?? [];
    const last = free.length - 1;
    let oldest = last;
    for (let k = 0; k < last; k++) if (age(free[k]) < age(free[oldest])) oldest = k;
    if (oldest < last) [free[oldest], free[last]] = [
      free[last],
      free[oldest]
    ];
    const buffer = acquire(size, usage, mapped, reuse);
    if (!ages.has(buffer)) ages.set(buffer, made++);
    return buffer;
  };
}
function destroyFreeBuffers(backend2) {
  submitRecorded(backend2);
  const manager = backend2.bufferManager;
  for (const buffers of manager.freeBuffers.values()) {
    for (const { size, usage } of [
      ...buffers
    ]) {
      manager.releaseBuffer(manager.acquireBuffer(size, usage), false);
    }
  }
}
function submitRecorded(backend2) {
  backend2.ensureCommandEncoderReady();
  backend2.endComputePassEncoder();
  backend2.submitQueue();
}

// lib/backend/webgpu/uploads.ts
const tf4 = globalThis.tf;
var USAGE = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
function uploadByQueue(backend2) {
  backend2.uploadToGPU = (dataId) => {
    const data = backend2.tensorMap.get(dataId);
    if (data.resource) return;
    const { dtype, shape, values } = data;
    const size = tf4.util.sizeFromShape([
      ...shape
    ]) * (dtype === "complex64" ? 8 : 4);
    const buffer = backend2.bufferManager.acquireBuffer(size, USAGE);
    if (values) {
      backend2.queue.writeBuffer(buffer, 0, inFourBytes(values, dtype));
      data.values = null;
    }
    data.resource = buffer;
  };
}
function inFourBytes(values, dtype) {
  const [From] = dtype === "int32" || dtype === "bool" ? [
    Int32Array
  ] : [
    Float32Array
  ];
  return values instanceof From ? values : From.from(values);
}

// lib/backend/webgpu/start.ts
async function startWebGpu(adapter, why, kernels) {
  tf5.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", SUBMIT_EVERY);
  if (!await tf5.setBackend("webgpu")) return null;
  const webgpu = tf5.backend();
  const { device } = webgpu;
  if (kernels === "ours") {
    keepBindGroups(device);
    reuseOldest(webgpu);
    uploadByQueue(webgpu);
  }
  const gpu = kernels === "ours" ? registerWebGpuKernels(webgpu) : null;
  let fault = null;
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    fault ??= event.error.message.trim().split("\n")[0];
  });
  device.lost.then((info) => {
    fault ??= `the device was lost (${info.reason || "unknown reason"}): ${info.message}`;
  });
  return {
    name: "webgpu",
    adapter,
    software: isSoftware(device.adapterInfo ?? {}),
    bindingLimit: device.limits.maxStorageBufferBindingSize,
    reason: `backend webgpu on ${adapter} (${why})` + (kernels === "stock" ? ", stock kernels" : ""),
    module: import.meta.url,
    // Part of a result's key: count up where the WGSL gives other bytes.
    flags: {
      kernels: kernels === "ours" ? "wgsl 4" : "stock"
    },
    onProcessor: false,
    // A reading costs a round trip of 10 ms.
    readEvery: 16,
    // WGSL lets max(NaN, 0) be 0, and most GPUs make use of it.
    hidesNaN: true,
    check() {
      if (fault) throw new RunError(`WebGPU failed: ${fault}`);
    },
    async prepare(run) {
      const cache = () => Object.keys(webgpu.pipelineCache).length;
      const count = () => cache() + (gpu?.pipelineCount ?? 0);
      const before = count();
      tf5.env().set("WEBGPU_ENGINE_COMPILE_ONLY", true);
      try {
        const made = gpu ? gpu.prepare(run) : run();
        tf5.env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
        await made;
        await webgpu.checkCompileCompletionAsync();
      } catch (error) {
        if (fault || error.name === "GPUPipelineError") {
          throw new RunError(`WebGPU failed: ${fault ?? error.message.split("\n")[0]}`);
        }
        throw error;
      } finally {
        tf5.env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
      }
      return count() - before;
    },
    freeUnused: () => destroyFreeBuffers(webgpu)
  };
}

// lib/space/space.ts
var SPACE = {
  a: [
    0.5,
    2
  ],
  b: [
    0,
    2
  ]
};
function inSpace({ a, b }) {
  return a >= SPACE.a[0] && a <= SPACE.a[1] && b >= SPACE.b[0] && b <= SPACE.b[1];
}

// lib/space/periodic.ts
function periodOf(axis) {
  return SPACE[axis][1] - SPACE[axis][0];
}
function wrapped(axis, value) {
  const [low, high] = SPACE[axis];
  if (value >= low && value < high) return value;
  const period = high - low;
  const found = value - period * Math.floor((value - low) / period);
  return found >= high || found < low ? low : found;
}
function wrappedPoint(point, periodic) {
  return periodic === void 0 ? point : {
    ...point,
    [periodic]: wrapped(periodic, point[periodic])
  };
}
function onCircle(axis, value) {
  const angle = 2 * Math.PI * (value - SPACE[axis][0]) / periodOf(axis);
  return [
    Math.cos(angle),
    Math.sin(angle)
  ];
}

// lib/curve/family.ts
var BUMP_SIGMA = 0.5;
var BUMP_PLACES = {
  a: [
    -1.5,
    1.5
  ],
  b: [
    -2,
    2
  ]
};
var ELLIPSE_RADIUS = 1.5;
var FAMILIES = {
  rose: {
    kind: "curve",
    petals: [
      5,
      3,
      7
    ],
    formula: (petals) => `R(\u03B8) = b\xB7cos ${petals}\u03B8 + a`,
    draws: "a closed curve of petals; from b > a on, they pass through the origin and cross",
    parameters: {
      a: {
        symbol: "a",
        words: "mean radius",
        unit: "axis units",
        range: SPACE.a
      },
      b: {
        symbol: "b",
        words: "petal amplitude",
        unit: "axis units",
        range: SPACE.b
      }
    },
    radius: (theta, { a, b }, petals) => b * Math.cos(petals * theta) + a
  },
  superellipse: {
    kind: "curve",
    formula: () => "|x/a|\u207F + |y/a|\u207F = 1, n = 2^b",
    draws: "a Lam\xE9 curve: a diamond for b = 0, a circle for b = 1, almost a square for b = 2",
    parameters: {
      a: {
        symbol: "a",
        words: "semi-diameter",
        unit: "axis units",
        range: SPACE.a
      },
      b: {
        symbol: "b",
        words: "log\u2082 of the exponent",
        unit: "octaves",
        range: SPACE.b
      }
    },
    radius: (theta, { a, b }) => {
      const n = 2 ** b;
      return a * (Math.abs(Math.cos(theta)) ** n + Math.abs(Math.sin(theta)) ** n) ** (-1 / n);
    }
  },
  bump: {
    kind: "spot",
    formula: () => `exp(\u2212((u \u2212 x)\xB2 + (v \u2212 y)\xB2) / 2\u03C3\xB2), \u03C3 = ${BUMP_SIGMA}`,
    draws: "a Gaussian spot, moved across the image and upwards",
    parameters: {
      a: {
        symbol: "x",
        words: "place across",
        unit: "axis units",
        range: BUMP_PLACES.a
      },
      b: {
        symbol: "y",
        words: "place upwards",
        unit: "axis units",
        range: BUMP_PLACES.b
      }
    },
    centre: ({ a, b }) => [
      valueIn(BUMP_PLACES.a, "a", a),
      valueIn(BUMP_PLACES.b, "b", b)
    ],
    profile: (distance) => Math.exp(-(distance ** 2) / (2 * BUMP_SIGMA ** 2))
  },
  ellipse: {
    kind: "curve",
    formula: () => `(${ELLIPSE_RADIUS}\xB72^(a/2)\xB7cos t, ${ELLIPSE_RADIUS}\xB72^(\u2212a/2)\xB7sin t), turned by \u03C6`,
    draws: "an ellipse of one area, 2^a times as long as wide, turned by up to half a turn",
    parameters: {
      a: {
        symbol: "a",
        words: "log\u2082 of length by width",
        unit: "octaves",
        range: SPACE.a
      },
      b: {
        symbol: "\u03C6",
        words: "rotation",
        unit: "degrees",
        range: [
          0,
          180
        ],
        periodic: true
      }
    },
    radius: (theta, { a, b }) => {
      const [long, short] = [
        ELLIPSE_RADIUS * 2 ** (a / 2),
        ELLIPSE_RADIUS * 2 ** (-a / 2)
      ];
      const angle = theta - Math.PI / 2 * wrapped("b", b);
      return long * short / Math.hypot(short * Math.cos(angle), long * Math.sin(angle));
    }
  }
};
var FAMILY_NAMES = Object.keys(FAMILIES);
var DEFAULT_SHAPES = usualShapes(FAMILY_NAMES[0]);
function periodicAxis(family = DEFAULT_SHAPES.family) {
  const { parameters } = familyOf(family);
  return [
    "a",
    "b"
  ].find((axis) => parameters[axis].periodic);
}
var PERIODIC_AXES = [
  ...new Set(FAMILY_NAMES.map(periodicAxis).filter((axis) => axis !== void 0))
];
function hasStroke(family) {
  return familyOf(family).kind === "curve";
}
function areUsual({ family, petals }) {
  return family === DEFAULT_SHAPES.family && petals === DEFAULT_SHAPES.petals;
}
function shapesSlug({ family, petals }) {
  return areUsual({
    family,
    petals
  }) ? [] : [
    `${family}${petals ?? ""}`
  ];
}
function familyOf(name) {
  return FAMILIES[name];
}
function usualShapes(family) {
  const { petals } = familyOf(family);
  return {
    family,
    ...petals ? {
      petals: petals[0]
    } : {}
  };
}
function valueIn([low, high], axis, coordinate) {
  const [from, to] = SPACE[axis];
  if (low === from && high === to) return coordinate;
  return low + (high - low) * (coordinate - from) / (to - from);
}

// lib/curve/curve.ts
var CURVE_SAMPLES = 500;
function radius(theta, point, { family, petals = 0 } = DEFAULT_SHAPES) {
  const entry = familyOf(family);
  if (entry.kind !== "curve") {
    throw new RangeError(`Cannot draw the curve: family must be one of curves, received ${family}`);
  }
  return entry.radius(theta, point, petals);
}
function curvePoints(point, { samples = CURVE_SAMPLES, shapes = DEFAULT_SHAPES } = {}) {
  if (!Number.isFinite(point.a) || !Number.isFinite(point.b)) {
    throw new RangeError(`Cannot draw the curve: a and b must be finite, received (${point.a}, ${point.b})`);
  }
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(`Cannot draw the curve: samples must be a whole number \u2265 2, received ${samples}`);
  }
  const { angles, directions } = samples === CURVE_SAMPLES ? PUBLISHED_RAYS : rays(samples);
  const xy = new Float64Array(2 * samples);
  for (let i = 0; i < samples; i++) {
    const r = radius(angles[i], point, shapes);
    xy[2 * i] = r * directions[2 * i];
    xy[2 * i + 1] = r * directions[2 * i + 1];
  }
  return xy;
}
function rays(samples) {
  const angles = Float64Array.from({
    length: samples
  }, (_, i) => Math.PI * (2 * i - (samples - 1)) / (samples - 1));
  const directions = new Float64Array(2 * samples);
  angles.forEach((theta, i) => directions.set([
    Math.cos(theta),
    Math.sin(theta)
  ], 2 * i));
  return {
    angles,
    directions
  };
}
var PUBLISHED_RAYS = rays(CURVE_SAMPLES);

// lib/curve/geometry.ts
var GEOMETRIES = [
  "square",
  "published"
];
var SIZE_RANGE = [
  16,
  1024
];
var MAX_STROKE = 100;
var AXIS_LIMIT = 4;
var PUBLISHED = {
  width: 229,
  height: 172,
  pixelsPerUnit: 17.5,
  /** Horizontal position of the middle of each curve's own extent: those limits followed the data. */
  centreX: 119,
  /** Vertical position of y = 0. */
  centreY: 83.4,
  /** MATLAB measures lines in points. */
  pixelsPerLineWidth: 0.55
};
function defaultStroke(geometry, size) {
  return geometry === "published" ? 4 : Math.round(200 * (size / 64) ** 0.25) / 100;
}
function usualStroke({ family, geometry, size }) {
  return hasStroke(family) ? defaultStroke(geometry, size) : 0;
}
function makeFrame(options) {
  const { size, geometry = "square", family = DEFAULT_SHAPES.family } = options;
  const { stroke = usualStroke({
    family,
    geometry,
    size
  }) } = options;
  checkOptions({
    size,
    geometry,
    stroke,
    family
  });
  return geometry === "published" ? publishedFrame(stroke) : squareFrame(size, stroke);
}
function squareFrame(size, stroke) {
  return {
    width: size,
    height: size,
    lineWidth: stroke,
    scale: size / (2 * AXIS_LIMIT),
    origin: () => [
      size / 2,
      size / 2
    ]
  };
}
function publishedFrame(stroke) {
  const { width, height, pixelsPerUnit, centreX, centreY, pixelsPerLineWidth } = PUBLISHED;
  return {
    width,
    height,
    lineWidth: stroke * pixelsPerLineWidth,
    scale: pixelsPerUnit,
    origin(xy) {
      let low = Infinity, high = -Infinity;
      for (let i = 0; i < xy.length; i += 2) {
        low = Math.min(low, xy[i]);
        high = Math.max(high, xy[i]);
      }
      return [
        centreX - pixelsPerUnit * (low + high) / 2,
        centreY
      ];
    }
  };
}
function checkOptions({ size, stroke, geometry, family }) {
  const [least, most] = SIZE_RANGE;
  const refuse = (what, given) => {
    throw new RangeError(`Cannot render the curve: ${what}, received ${given}`);
  };
  if (!Number.isInteger(size) || size < least || size > most) {
    refuse(`size must be a whole number from ${least} to ${most}`, size);
  }
  if (!hasStroke(family)) {
    if (stroke !== 0) refuse(`stroke must be left out with family ${family}`, stroke);
  } else if (!(stroke > 0 && stroke <= MAX_STROKE)) {
    refuse(`stroke must be > 0 and at most ${MAX_STROKE}`, stroke);
  }
  if (!GEOMETRIES.includes(geometry)) {
    refuse(`geometry must be ${GEOMETRIES.join(" or ")}`, geometry);
  }
}

// lib/curve/resample.ts
function triangleFilter(from, to) {
  const scale = from / to;
  const support = Math.max(1, scale);
  const taps = Math.min(from, Math.ceil(2 * support));
  const first = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.floor(centre - support + 0.5);
    first[i] = Math.min(Math.max(start, 0), from - taps);
    const own = Array.from({
      length: taps
    }, (_, k) => {
      const distance = Math.abs(first[i] + k + 0.5 - centre) / support;
      return Math.max(0, 1 - distance);
    });
    const sum5 = own.reduce((total, weight) => total + weight, 0);
    own.forEach((weight, k) => weights[i * taps + k] = weight / sum5);
  }
  return {
    taps,
    first,
    weights
  };
}
function createResampler({ width, height, size }) {
  const across = triangleFilter(width, size);
  const down = triangleFilter(height, size);
  const rows = new Float32Array(height * size);
  const blank = new Uint8Array(height);
  const sums = new Float32Array(size);
  return (source, target) => {
    for (let y = 0; y < height; y++) {
      const start = y * width;
      let ink = 0;
      for (let x = start; x < start + width; x++) ink |= source[x];
      blank[y] = ink === 0 ? 1 : 0;
      if (ink === 0) continue;
      for (let x = 0; x < size; x++) {
        let sum5 = 0;
        for (let k = 0; k < across.taps; k++) {
          sum5 += across.weights[x * across.taps + k] * source[start + across.first[x] + k];
        }
        rows[y * size + x] = sum5;
      }
    }
    for (let y = 0; y < size; y++) {
      sums.fill(0);
      for (let k = 0; k < down.taps; k++) {
        const from = down.first[y] + k;
        if (blank[from]) continue;
        const weight = down.weights[y * down.taps + k];
        for (let x = 0; x < size; x++) sums[x] += weight * rows[from * size + x];
      }
      for (let x = 0; x < size; x++) target[y * size + x] = sums[x] + 0.5;
    }
  };
}

// lib/curve/drawing.ts
function createRendererOn(options, createSurface) {
  const frame = makeFrame(options);
  const { size, family = DEFAULT_SHAPES.family, petals } = options;
  const shapes = {
    ...usualShapes(family),
    ...petals === void 0 ? {} : {
      petals
    }
  };
  const entry = familyOf(family);
  const draw = entry.kind === "spot" ? createSpotFiller(entry, frame) : createStroker(shapes, {
    frame,
    surface: createSurface(frame.width, frame.height)
  });
  const same = frame.width === size && frame.height === size;
  const resample = same ? void 0 : createResampler({
    ...frame,
    size
  });
  const drawn = new Uint8Array(frame.width * frame.height);
  return (point, image3) => {
    if (image3.length !== size * size) {
      throw new RangeError(`Cannot render the curve: the image must be ${size}\xD7${size} bytes, received ${image3.length}`);
    }
    draw(point, resample ? drawn : image3);
    resample?.(drawn, image3);
  };
}
function createStroker(shapes, { frame, surface: { context, pixels } }) {
  return (point, picture) => {
    strokeCurve(context, frame, curvePoints(point, {
      shapes
    }));
    const rgba = pixels();
    for (let i = 0; i < picture.length; i++) picture[i] = rgba[4 * i];
  };
}
var MIDDLE = Float64Array.of(0, 0);
function createSpotFiller({ centre, profile }, { width, height, scale, origin }) {
  const [originX, originY] = origin(MIDDLE);
  const across = new Float64Array(width);
  return (point, picture) => {
    if (!Number.isFinite(point.a) || !Number.isFinite(point.b)) {
      throw new RangeError(`Cannot draw the spot: a and b must be finite, received (${point.a}, ${point.b})`);
    }
    const [x, y] = centre(point);
    for (let i = 0; i < width; i++) across[i] = 255 * profile((i + 0.5 - originX) / scale - x);
    for (let j = 0; j < height; j++) {
      const upwards = profile((originY - j - 0.5) / scale - y);
      const row = picture.subarray(j * width, (j + 1) * width);
      for (let i = 0; i < width; i++) row[i] = across[i] * upwards + 0.5;
    }
  };
}
function strokeCurve(context, frame, xy) {
  const [originX, originY] = frame.origin(xy);
  context.fillStyle = "#000";
  context.fillRect(0, 0, frame.width, frame.height);
  context.strokeStyle = "#fff";
  context.lineWidth = frame.lineWidth;
  context.lineJoin = "round";
  context.lineCap = "round";
  context.beginPath();
  for (let i = 0; i < xy.length; i += 2) {
    const x = originX + frame.scale * xy[i];
    const y = originY - frame.scale * xy[i + 1];
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
}

// npm:@noble/hashes/2.4.0/_u64.js
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE) {
  const h = fromNumH(n);
  const l = fromNumL(n);
  view.setUint32(byteOffset, isLE ? l : h, isLE);
  view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
}

// npm:@noble/hashes/2.4.0/utils.js
function isBytes(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
  if (typeof n !== "number") throw new TypeError(atitle(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
  return n;
}
function abytes(value, length, title = "") {
  if (isBytes(value) && (length === void 0 || value.length === length)) return value;
  if (length !== void 0) anumber(length, "length");
  const bytes = isBytes(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes) throw new TypeError(message);
  throw new RangeError(message);
}
var aobject = (value, label) => {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label) => {
  aobject(value, label);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null) throw new TypeError(`"${label}" expected plain object`);
  if (Object.hasOwn(value, "__proto__")) throw new TypeError(`"${label}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
  if (instance.destroyed) throw new Error("hash was destroyed");
  if (checkFinished && instance.finished) throw new Error("digest() was already called");
}
function aoutput(out, instance) {
  abytes(out, void 0, "output");
  const min = instance.outputLen;
  if (!(out.length >= min)) {
    throw new RangeError('"output" expected length >= ' + min);
  }
}
function clean(...arrays) {
  for (let i = 0; i < arrays.length; i++) {
    arrays[i].fill(0);
  }
}
function createView(arr) {
  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotr(word, shift) {
  return word << 32 - shift | word >>> shift;
}
function checkOpts(defaults, opts, title = "opts") {
  aopts(defaults, "defaults");
  if (opts !== void 0) aopts(opts, title);
  const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
  return merged;
}
function createHasher(hashCons, info = {}) {
  if (typeof hashCons !== "function") throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
  info = checkOpts({}, info, "info");
  const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
  const tmp = hashCons(void 0);
  hashC.outputLen = tmp.outputLen;
  hashC.blockLen = tmp.blockLen;
  hashC.canXOF = tmp.canXOF;
  hashC.create = (opts) => hashCons(opts);
  Object.assign(hashC, info);
  return Object.freeze(hashC);
}
var oidNist = (suffix) => ({
  // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
  // Larger suffix values would need base-128 OID encoding and a different length byte.
  oid: Uint8Array.from([
    6,
    9,
    96,
    134,
    72,
    1,
    101,
    3,
    4,
    2,
    suffix
  ])
});

// npm:@noble/hashes/2.4.0/_md.js
function Chi(a, b, c) {
  return a & b ^ ~a & c;
}
function Maj(a, b, c) {
  return a & b ^ a & c ^ b & c;
}
var HashMD = class {
  blockLen;
  outputLen;
  canXOF = false;
  padOffset;
  isLE;
  // For partial updates less than block size
  buffer;
  view;
  finished = false;
  length = 0;
  pos = 0;
  destroyed = false;
  constructor(blockLen, outputLen, padOffset, isLE) {
    this.blockLen = blockLen;
    this.outputLen = outputLen;
    this.padOffset = padOffset;
    this.isLE = isLE;
    this.buffer = new Uint8Array(blockLen);
    this.view = createView(this.buffer);
  }
  update(data) {
    aexists(this);
    abytes(data);
    const { view, buffer, blockLen } = this;
    const len = data.length;
    let processed = false;
    for (let pos = 0; pos < len; ) {
      const take = Math.min(blockLen - this.pos, len - pos);
      if (take === blockLen) {
        const dataView = createView(data);
        for (; blockLen <= len - pos; pos += blockLen) this.process(dataView, pos);
        processed = true;
        continue;
      }
      buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
      this.pos += take;
      pos += take;
      if (this.pos === blockLen) {
        this.process(view, 0);
        this.pos = 0;
        processed = true;
      }
    }
    this.length += data.length;
    if (processed) this.roundClean();
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const { buffer, view, blockLen, isLE } = this;
    let { pos } = this;
    buffer[pos++] = 128;
    buffer.fill(0, pos);
    if (this.padOffset > blockLen - pos) {
      this.process(view, 0);
      buffer.fill(0);
    }
    setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
    this.process(view, 0);
    this.roundClean();
    const oview = out === buffer ? view : createView(out);
    const len = this.outputLen;
    const outLen = len / 4;
    const state = this.get();
    if (len % 4 || outLen > state.length) throw new Error("invalid outputLen");
    for (let i = 0; i < outLen; i++) oview.setUint32(4 * i, state[i], isLE);
  }
  digest() {
    const { buffer, outputLen } = this;
    this.digestInto(buffer);
    const res = buffer.slice(0, outputLen);
    this.destroy();
    return res;
  }
  _cloneIntoMeta(to) {
    const { buffer, length, finished, destroyed, pos } = this;
    to.destroyed = destroyed;
    to.finished = finished;
    to.length = length;
    to.pos = pos;
    if (pos) to.buffer.set(buffer);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
};
var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
  1779033703,
  3144134277,
  1013904242,
  2773480762,
  1359893119,
  2600822924,
  528734635,
  1541459225
]);

// npm:@noble/hashes/2.4.0/sha2.js
var SHA256_K = /* @__PURE__ */ Uint32Array.from([
  1116352408,
  1899447441,
  3049323471,
  3921009573,
  961987163,
  1508970993,
  2453635748,
  2870763221,
  3624381080,
  310598401,
  607225278,
  1426881987,
  1925078388,
  2162078206,
  2614888103,
  3248222580,
  3835390401,
  4022224774,
  264347078,
  604807628,
  770255983,
  1249150122,
  1555081692,
  1996064986,
  2554220882,
  2821834349,
  2952996808,
  3210313671,
  3336571891,
  3584528711,
  113926993,
  338241895,
  666307205,
  773529912,
  1294757372,
  1396182291,
  1695183700,
  1986661051,
  2177026350,
  2456956037,
  2730485921,
  2820302411,
  3259730800,
  3345764771,
  3516065817,
  3600352804,
  4094571909,
  275423344,
  430227734,
  506948616,
  659060556,
  883997877,
  958139571,
  1322822218,
  1537002063,
  1747873779,
  1955562222,
  2024104815,
  2227730452,
  2361852424,
  2428436474,
  2756734187,
  3204031479,
  3329325298
]);
var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
var SHA2_32B = class extends HashMD {
  // We cannot use array here since array allows indexing by variable
  // which means optimizer/compiler cannot use registers.
  // Numeric initializers matter: starting the fields as `undefined` changes
  // V8's field representation and makes sha256 3x slower (measured).
  A = 0;
  B = 0;
  C = 0;
  D = 0;
  E = 0;
  F = 0;
  G = 0;
  H = 0;
  constructor(outputLen, IV) {
    super(64, outputLen, 8, false);
    this.A = IV[0] | 0;
    this.B = IV[1] | 0;
    this.C = IV[2] | 0;
    this.D = IV[3] | 0;
    this.E = IV[4] | 0;
    this.F = IV[5] | 0;
    this.G = IV[6] | 0;
    this.H = IV[7] | 0;
  }
  get() {
    const { A, B, C, D, E, F, G, H } = this;
    return [
      A,
      B,
      C,
      D,
      E,
      F,
      G,
      H
    ];
  }
  // prettier-ignore
  set(A, B, C, D, E, F, G, H) {
    this.A = A | 0;
    this.B = B | 0;
    this.C = C | 0;
    this.D = D | 0;
    this.E = E | 0;
    this.F = F | 0;
    this.G = G | 0;
    this.H = H | 0;
  }
  _cloneInto(to) {
    (to ||= new this.constructor()).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4) SHA256_W[i] = view.getUint32(offset, false);
    for (let i = 16; i < 64; i++) {
      const W15 = SHA256_W[i - 15];
      const W2 = SHA256_W[i - 2];
      const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
      const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
      SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
    }
    let { A, B, C, D, E, F, G, H } = this;
    for (let i = 0; i < 64; i++) {
      const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
      const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
      const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
      const T2 = sigma0 + Maj(A, B, C) | 0;
      H = G;
      G = F;
      F = E;
      E = D + T1 | 0;
      D = C;
      C = B;
      B = A;
      A = T1 + T2 | 0;
    }
    A = A + this.A | 0;
    B = B + this.B | 0;
    C = C + this.C | 0;
    D = D + this.D | 0;
    E = E + this.E | 0;
    F = F + this.F | 0;
    G = G + this.G | 0;
    H = H + this.H | 0;
    this.set(A, B, C, D, E, F, G, H);
  }
  roundClean() {
    clean(SHA256_W);
  }
  destroy() {
    this.destroyed = true;
    this.set(0, 0, 0, 0, 0, 0, 0, 0);
    clean(this.buffer);
  }
};
var _SHA256 = class extends SHA2_32B {
  constructor() {
    super(32, SHA256_IV);
  }
};
var sha256 = /* @__PURE__ */ createHasher(() => new _SHA256(), /* @__PURE__ */ oidNist(1));

// npm:pure-rand/8.4.2/lib/esm/generator/xoroshiro128plus.js
var jumps = [
  3639956645,
  3750757012,
  1261568508,
  386426335
];
var XoroShiro128Plus = class XoroShiro128Plus2 {
  constructor(s01, s00, s11, s10) {
    this.s01 = s01;
    this.s00 = s00;
    this.s11 = s11;
    this.s10 = s10;
  }
  clone() {
    return new XoroShiro128Plus2(this.s01, this.s00, this.s11, this.s10);
  }
  next() {
    const out = this.s00 + this.s10 | 0;
    const a0 = this.s10 ^ this.s00;
    const a1 = this.s11 ^ this.s01;
    const s00 = this.s00;
    const s01 = this.s01;
    this.s00 = s00 << 24 ^ s01 >>> 8 ^ a0 ^ a0 << 16;
    this.s01 = s01 << 24 ^ s00 >>> 8 ^ a1 ^ (a1 << 16 | a0 >>> 16);
    this.s10 = a1 << 5 ^ a0 >>> 27;
    this.s11 = a0 << 5 ^ a1 >>> 27;
    return out;
  }
  jump() {
    let ns01 = 0;
    let ns00 = 0;
    let ns11 = 0;
    let ns10 = 0;
    let s01 = this.s01;
    let s00 = this.s00;
    let s11 = this.s11;
    let s10 = this.s10;
    for (let i = 0; i !== 4; ++i) {
      const ji = jumps[i];
      for (let mask = 1; mask; mask <<= 1) {
        if (ji & mask) {
          ns01 ^= s01;
          ns00 ^= s00;
          ns11 ^= s11;
          ns10 ^= s10;
        }
        const a0 = s10 ^ s00;
        const a1 = s11 ^ s01;
        const s00_ = s00;
        const s01_ = s01;
        s00 = s00_ << 24 ^ s01_ >>> 8 ^ a0 ^ a0 << 16;
        s01 = s01_ << 24 ^ s00_ >>> 8 ^ a1 ^ (a1 << 16 | a0 >>> 16);
        s10 = a1 << 5 ^ a0 >>> 27;
        s11 = a0 << 5 ^ a1 >>> 27;
      }
    }
    this.s01 = ns01;
    this.s00 = ns00;
    this.s11 = ns11;
    this.s10 = ns10;
  }
  getState() {
    return [
      this.s01,
      this.s00,
      this.s11,
      this.s10
    ];
  }
};
function xoroshiro128plusFromState(state) {
  if (!(state.length === 4)) throw new Error("The state must have been produced by a xoroshiro128plus RandomGenerator");
  return new XoroShiro128Plus(state[0], state[1], state[2], state[3]);
}

// lib/random.ts
var TWO_32 = 2 ** 32;
function createRandom(seed, stream) {
  if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_32) {
    throw new RangeError(`Cannot create a random stream: seed must be a whole number from 0 to ${TWO_32 - 1}, received ${seed}`);
  }
  const digest = sha256(new TextEncoder().encode(`${seed}
${stream}`));
  const words = new DataView(digest.buffer, digest.byteOffset);
  return restoreRandom([
    0,
    4,
    8,
    12
  ].map((at) => words.getInt32(at, true)).concat(0, 0));
}
function restoreRandom(state) {
  const words = state.slice(0, 4);
  const valid = state.length === 6 && state.every(Number.isFinite) && words.every((word) => word === (word | 0)) && words.some((word) => word !== 0) && (state[4] === 0 || state[4] === 1);
  if (!valid) {
    throw new TypeError(`Cannot restore a random stream: state must be six numbers as given by state(), received ${JSON.stringify(state)}`);
  }
  const generator = xoroshiro128plusFromState(words);
  let hasSpare = state[4] === 1;
  let spare = state[5];
  const uniform = () => {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  };
  const normal = () => {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    const radius2 = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius2 * Math.sin(angle);
    hasSpare = true;
    return radius2 * Math.cos(angle);
  };
  const checkCount2 = (n, least) => {
    if (!Number.isInteger(n) || n < least || n > TWO_32) {
      throw new RangeError(`Cannot draw: n must be a whole number from ${least} to ${TWO_32}, received ${n}`);
    }
  };
  const below = (n) => Math.floor(uniform() * n);
  return {
    uniform,
    uniformInto(target) {
      for (let i = 0; i < target.length; i++) target[i] = (generator.next() >>> 8) * 2 ** -24;
      return target;
    },
    normal,
    normalInto(target) {
      for (let i = 0; i < target.length; i++) target[i] = normal();
      return target;
    },
    integer(n) {
      checkCount2(n, 1);
      return below(n);
    },
    permutation(n) {
      checkCount2(n, 0);
      const order = new Uint32Array(n);
      for (let i = 0; i < n; i++) order[i] = i;
      for (let i = n - 1; i > 0; i--) {
        const j = below(i + 1);
        const kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      return order;
    },
    // Adding 0 turns -0, which JSON would not bring back, into 0.
    state: () => [
      ...generator.getState(),
      hasSpare ? 1 : 0,
      hasSpare ? spare + 0 : 0
    ]
  };
}

// lib/space/hole.ts
var HOLE_GRAMMAR = "none, disc:a,b,r, strip:a,lo,hi, strip:b,lo,hi or box:a0,a1,b0,b1";
var PUBLISHED_HOLE = {
  kind: "disc",
  a: 1.25,
  b: 1,
  radius: 0.3
};
var PUBLISHED_HOLE_TEXT = formatHole(PUBLISHED_HOLE);
var DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
function sides(hole) {
  if (hole.kind === "box") return hole;
  const free = [
    -Infinity,
    Infinity
  ];
  const bound = [
    hole.low,
    hole.high
  ];
  return hole.axis === "a" ? {
    a: bound,
    b: free
  } : {
    a: free,
    b: bound
  };
}
function clip([low, high], axis, periodic) {
  if (axis !== periodic) return [
    Math.max(low, SPACE[axis][0]),
    Math.min(high, SPACE[axis][1])
  ];
  const period = periodOf(axis);
  if (high - low < period) return [
    low,
    high
  ];
  const middle = Number.isFinite(high - low) ? (low + high) / 2 : SPACE[axis][0] + period / 2;
  return [
    middle - period / 2,
    middle + period / 2
  ];
}
function beyond(axis, value) {
  return Math.max(SPACE[axis][0] - value, 0, value - SPACE[axis][1]);
}
function distanceToSpace({ a, b }) {
  return Math.hypot(beyond("a", a), beyond("b", b));
}
function bounds(hole) {
  const { periodic } = hole;
  if (hole.kind !== "disc") {
    const { a, b } = sides(hole);
    return {
      a: clip(a, "a", periodic),
      b: clip(b, "b", periodic)
    };
  }
  const reach = (axis) => Math.sqrt(Math.max(0, hole.radius ** 2 - beyond(axis, hole[axis]) ** 2));
  const [alongA, alongB] = [
    reach("b"),
    reach("a")
  ];
  return {
    a: clip([
      hole.a - alongA,
      hole.a + alongA
    ], "a", periodic),
    b: clip([
      hole.b - alongB,
      hole.b + alongB
    ], "b", periodic)
  };
}
function broughtIn(axis, value) {
  const inside = wrapped(axis, value);
  return inside === value ? value : wrapped(axis, rounded(inside));
}
function rounded(value) {
  return Math.round(value * 1e12) / 1e12;
}
function wrappedRange(axis, [low, high]) {
  const period = periodOf(axis);
  const from = broughtIn(axis, low);
  const to = from === low ? high : rounded(high - period * Math.round((low - from) / period));
  return high - low >= period || to - from >= period ? [
    ...SPACE[axis]
  ] : [
    from,
    to
  ];
}
function wrappedHole(hole, periodic) {
  switch (hole.kind) {
    case "none":
      return {
        ...hole,
        periodic
      };
    case "disc":
      return {
        ...hole,
        [periodic]: broughtIn(periodic, hole[periodic]),
        periodic
      };
    case "strip": {
      if (hole.axis !== periodic) return {
        ...hole,
        periodic
      };
      const [low, high] = wrappedRange(periodic, [
        hole.low,
        hole.high
      ]);
      return {
        ...hole,
        low,
        high,
        periodic
      };
    }
    case "box":
      return {
        ...hole,
        [periodic]: wrappedRange(periodic, hole[periodic]),
        periodic
      };
  }
}
function parseHole(text, { periodic } = {}) {
  const refuse = (what) => {
    throw new UsageError(`hole must be ${HOLE_GRAMMAR}, received ${JSON.stringify(text)}: ${what}`);
  };
  const match = /^(none$|disc:|strip:[ab],|box:)(.*)$/s.exec(text);
  if (!match) return refuse("no such hole");
  const [, word, list] = match;
  const numbers = (count) => {
    const parts = list.split(",");
    if (parts.length !== count) {
      refuse(`${word.slice(0, -1)} takes ${count} numbers, not ${parts.length}`);
    }
    return parts.map((part) => {
      const value = DECIMAL.test(part) ? Number(part) + 0 : NaN;
      return Number.isFinite(value) ? value : refuse(`${JSON.stringify(part)} is no finite number`);
    });
  };
  const range = (low, high) => low < high ? [
    low,
    high
  ] : refuse(`the lower end ${low} must be < the upper end ${high}`);
  let hole;
  if (word === "none") {
    return {
      kind: "none",
      ...periodic ? {
        periodic
      } : {}
    };
  } else if (word === "disc:") {
    const [a2, b2, radius2] = numbers(3);
    if (!(radius2 > 0)) refuse(`the radius must be > 0, received ${radius2}`);
    hole = {
      kind: "disc",
      a: a2,
      b: b2,
      radius: radius2
    };
  } else if (word === "box:") {
    const [a0, a1, b0, b1] = numbers(4);
    hole = {
      kind: "box",
      a: range(a0, a1),
      b: range(b0, b1)
    };
  } else {
    const [low, high] = range(...numbers(2));
    hole = {
      kind: "strip",
      axis: word === "strip:a," ? "a" : "b",
      low,
      high
    };
  }
  if (periodic) hole = wrappedHole(hole, periodic);
  const { a, b } = bounds(hole);
  const apart = hole.kind === "disc" ? distanceToSpace(hole) >= hole.radius : a[0] >= a[1] || b[0] >= b[1];
  if (apart) {
    refuse(`it lies outside the space, which is a from ${SPACE.a.join(" to ")}, b from ${SPACE.b.join(" to ")}`);
  }
  return hole;
}
function formatHole(hole) {
  switch (hole.kind) {
    case "none":
      return "none";
    case "disc":
      return `disc:${hole.a},${hole.b},${hole.radius}`;
    case "strip":
      return `strip:${hole.axis},${hole.low},${hole.high}`;
    case "box":
      return `box:${hole.a.join()},${hole.b.join()}`;
  }
}
function canonicalHole(hole) {
  if (hole.kind === "none" || hole.kind === "disc") return hole;
  const { periodic } = hole;
  const cut = (axis, range) => axis === periodic ? range : clip(range, axis, periodic);
  if (hole.kind === "strip") {
    const [low, high] = cut(hole.axis, [
      hole.low,
      hole.high
    ]);
    return {
      ...hole,
      low,
      high
    };
  }
  const a = cut("a", hole.a), b = cut("b", hole.b);
  const isWhole = (axis, [low, high]) => low === SPACE[axis][0] && high === SPACE[axis][1];
  const strip = (axis, [low, high]) => ({
    ...{
      kind: "strip",
      axis,
      low,
      high
    },
    ...periodic ? {
      periodic
    } : {}
  });
  if (isWhole("a", a)) return strip("b", b);
  if (isWhole("b", b)) return strip("a", a);
  return {
    ...hole,
    a,
    b
  };
}
function insideHole(hole, point) {
  const { periodic } = hole;
  if (periodic === void 0) return contains(hole, point);
  const value = wrapped(periodic, point[periodic]);
  return [
    0,
    1,
    -1
  ].some((turns) => contains(hole, {
    ...point,
    [periodic]: value + turns * periodOf(periodic)
  }));
}
function contains(hole, { a, b }) {
  switch (hole.kind) {
    case "none":
      return false;
    case "disc":
      return Math.hypot(a - hole.a, b - hole.b) <= hole.radius;
    default: {
      const { a: [a0, a1], b: [b0, b1] } = sides(hole);
      return a >= a0 && a <= a1 && b >= b0 && b <= b1;
    }
  }
}
function circleIntegral(t, r) {
  const ratio = Math.min(1, Math.max(-1, t / r));
  return r * r / 2 * (ratio * Math.sqrt(1 - ratio * ratio) + Math.asin(ratio));
}
function holeArea(hole) {
  if (hole.kind === "none") return 0;
  const { a: [a0, a1], b: [b0, b1] } = bounds(hole);
  if (hole.kind !== "disc") return (a1 - a0) * (b1 - b0);
  const { radius: radius2, periodic } = hole;
  const reach = periodOf("b") / 2;
  const [bottom, top] = periodic === "b" ? [
    -reach,
    reach
  ] : [
    SPACE.b[0] - hole.b,
    SPACE.b[1] - hole.b
  ];
  const [from, to] = [
    a0 - hole.a,
    a1 - hole.a
  ];
  const crossings = [
    bottom,
    top
  ].flatMap((edge) => {
    const half = Math.sqrt(radius2 ** 2 - edge ** 2);
    return [
      -half,
      half
    ].filter((t) => t > from && t < to);
  });
  const cuts = [
    from,
    ...crossings.sort((left, right) => left - right),
    to
  ];
  let area = 0;
  for (let i = 1; i < cuts.length; i++) {
    const half = Math.sqrt(Math.max(0, radius2 ** 2 - ((cuts[i - 1] + cuts[i]) / 2) ** 2));
    const width = cuts[i] - cuts[i - 1];
    const arc = circleIntegral(cuts[i], radius2) - circleIntegral(cuts[i - 1], radius2);
    const upper = half < top ? arc : top * width;
    const lower = -half > bottom ? -arc : bottom * width;
    area += Math.max(0, upper - lower);
  }
  return area;
}
function sampleHole(hole, { count, random }) {
  if (hole.kind === "none") {
    throw new RangeError("Cannot sample the hole: it must not be none");
  }
  const { a: [a0, a1], b: [b0, b1] } = bounds(hole);
  const points = [];
  for (let misses = 0; points.length < count; ) {
    const drawn = {
      a: a0 + (a1 - a0) * random.uniform(),
      b: b0 + (b1 - b0) * random.uniform()
    };
    const point = wrappedPoint(drawn, hole.periodic);
    if (insideHole(hole, point) && inSpace(point)) points.push(point);
    else if (++misses > 1e3 + 100 * count) {
      throw new RangeError(`Cannot sample the hole: ${formatHole(hole)} is too thin`);
    }
  }
  return points;
}

// lib/space/points.ts
function checkCount(count, what) {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Cannot place points: ${what} must be a whole number \u2265 1, received ${count}`);
  }
}
function samplePoints(count, random) {
  checkCount(count, "count");
  const { a: [a0, a1], b: [b0, b1] } = SPACE;
  return Array.from({
    length: count
  }, () => {
    const a = a0 + (a1 - a0) * random.uniform();
    return {
      a,
      b: b0 + (b1 - b0) * random.uniform()
    };
  });
}

// lib/space/repeats.ts
function firstIndices(points) {
  const firsts = /* @__PURE__ */ new Map();
  return Uint32Array.from(points, (point, index) => {
    const name = nameOf(point);
    const first = firsts.get(name);
    if (first === void 0) firsts.set(name, index);
    return first ?? index;
  });
}
function withoutPoints(candidates, points) {
  const names = new Set(points.map(nameOf));
  return candidates.filter((point) => !names.has(nameOf(point)));
}
function nameOf({ a, b }) {
  return `${a},${b}`;
}

// lib/curve/family_hole.ts
function datasetHole({ hole, family }) {
  return parseHole(hole, {
    periodic: periodicAxis(family)
  });
}

// lib/dataset/split.ts
function splitPoints(points, { hole, validation, leak = 0, seed }) {
  const firsts = firstIndices(points);
  const indices = Uint32Array.from(points.keys());
  const distinct = indices.filter((index) => firsts[index] === index);
  const order = createRandom(seed, "dataset/validation").permutation(distinct.length);
  const validationCount = Math.max(1, Math.round(validation * distinct.length));
  const held = marks(points.length, order.subarray(0, validationCount).map((i) => distinct[i]));
  const inside = points.map((point) => insideHole(hole, point));
  const chosen = indices.filter((index) => held[firsts[index]]);
  const full = indices.filter((index) => !held[firsts[index]]);
  const leaks = leaking(full, {
    firsts,
    inside,
    leak,
    seed
  });
  const removed = inside.map((within, index) => within && !leaks[firsts[index]]);
  const subsets = {
    full,
    punctured: full.filter((index) => !removed[index]),
    control: dropAtRandom(full, {
      firsts,
      removed,
      seed
    }),
    validation: chosen.filter((index) => !inside[index]),
    validationInHole: chosen.filter((index) => inside[index])
  };
  for (const [name, what] of [
    [
      "punctured",
      "training"
    ],
    [
      "validation",
      "validation"
    ]
  ]) {
    if (subsets[name].length > 0) continue;
    const repeated = distinct.length < points.length;
    throw new UsageError(`the hole ${formatHole(hole)} leaves no ${what} image of ${points.length} points ` + (repeated ? `(${distinct.length} distinct, ` : "(") + `${validationCount} of them for validation): a smaller hole or more ${repeated ? "distinct " : ""}points are needed`);
  }
  if (isForced(full, {
    firsts,
    removed
  })) {
    throw new UsageError(`the hole ${formatHole(hole)} removes points that repeat as often as no others do, so that a control of as many images could only miss the same ones: more distinct points are needed`);
  }
  return subsets;
}
function marks(length, indices) {
  const marked = new Uint8Array(length);
  for (const index of indices) marked[index] = 1;
  return marked;
}
function leaking(full, { firsts, inside, leak, seed }) {
  const distinct = full.filter((index) => firsts[index] === index && inside[index]);
  if (leak > distinct.length) {
    throw new UsageError(`leak must be at most the ${distinct.length} training points in the hole, received ${leak}`);
  }
  const order = createRandom(seed, "dataset/leak").permutation(distinct.length);
  return marks(firsts.length, order.subarray(0, leak).map((i) => distinct[i]));
}
function countCopies(full, firsts) {
  const copies = new Uint32Array(firsts.length);
  for (const index of full) copies[firsts[index]]++;
  return copies;
}
function dropAtRandom(full, { firsts, removed, seed }) {
  const copies = countCopies(full, firsts);
  const distinct = full.filter((index) => firsts[index] === index);
  const due = /* @__PURE__ */ new Map();
  for (const index of distinct) {
    if (removed[index]) due.set(copies[index], (due.get(copies[index]) ?? 0) + 1);
  }
  const dropped = new Uint8Array(firsts.length);
  for (const i of createRandom(seed, "dataset/control").permutation(distinct.length)) {
    const index = distinct[i];
    const left = due.get(copies[index]) ?? 0;
    if (left === 0) continue;
    due.set(copies[index], left - 1);
    dropped[index] = 1;
  }
  return full.filter((index) => !dropped[firsts[index]]);
}
function isForced(full, { firsts, removed }) {
  const copies = countCopies(full, firsts);
  const numbers = new Set(full.filter((index) => removed[index]).map((i) => copies[firsts[i]]));
  return numbers.size > 0 && full.every((index) => removed[index] || !numbers.has(copies[firsts[index]]));
}

// lib/dataset/layout.ts
var MOST_ROUNDS = 100;
function drawPoints({ points, seed }) {
  return samplePoints(points, createRandom(seed, "dataset/points"));
}
function layOut(points, parameters) {
  const { family = DEFAULT_SHAPES.family } = parameters;
  const hole = datasetHole({
    ...parameters,
    family
  });
  return {
    points,
    insideHole: Uint8Array.from(points, (point) => insideHole(hole, point) ? 1 : 0),
    subsets: splitPoints(points, {
      ...parameters,
      hole
    }),
    holePoints: hole.kind === "none" ? [] : freshPoints(hole, parameters, points)
  };
}
function freshPoints(hole, { holePoints, seed }, points) {
  const random = createRandom(seed, "dataset/hole");
  const fresh = [];
  for (let rounds = 0; fresh.length < holePoints; rounds++) {
    if (rounds > MOST_ROUNDS) {
      throw new UsageError(`the hole ${formatHole(hole)} is too small for ${holePoints} test points that are not in the points file`);
    }
    const drawn = sampleHole(hole, {
      count: holePoints - fresh.length,
      random
    });
    fresh.push(...withoutPoints(drawn, points));
  }
  return fresh;
}

// lib/measure/image/image_errors.ts
function checkPair(target, prediction) {
  if (target.length !== prediction.length || target.length === 0) {
    throw new RangeError(`Cannot compare images: both need the same number of pixels (> 0), received ${target.length} and ${prediction.length}`);
  }
}
function checkPixels(image3, name) {
  for (let i = 0; i < image3.length; i++) {
    if (image3[i] >= 0 && image3[i] <= 1) continue;
    throw new RangeError(`Cannot compare images: pixels of the ${name} must be from 0 to 1, received ${image3[i]} at ${i}`);
  }
}
function checkImages(target, prediction) {
  checkPair(target, prediction);
  checkPixels(target, "target");
  if (prediction !== target) checkPixels(prediction, "prediction");
}
var CLAMP = 2 ** -24;
function dice(target, prediction) {
  checkImages(target, prediction);
  let both = 0;
  let each = 0;
  for (let i = 0; i < target.length; i++) {
    both += target[i] * prediction[i];
    each += target[i] ** 2 + prediction[i] ** 2;
  }
  return each === 0 ? 1 : 2 * both / each;
}

// lib/measure/statistics.ts
function median(values) {
  if (values.length === 0) throw new RangeError("Cannot take the median of no values");
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// lib/model/saving.ts
const tf7 = globalThis.tf;

// lib/model/architecture.ts
const tf6 = globalThis.tf;

// lib/model/posteriors.ts
var POSTERIORS = {
  fixed: {
    encoder: true,
    noise: true,
    words: "fixed \u03C3 = 0.1"
  },
  learned: {
    encoder: true,
    noise: true,
    words: "learned \u03C3"
  },
  none: {
    encoder: true,
    noise: false,
    words: "no \u03C3, a plain autoencoder"
  },
  truth: {
    encoder: false,
    noise: false,
    words: "no encoder, the true (a, b)"
  }
};
var POSTERIOR_NAMES = Object.keys(POSTERIORS);

// lib/model/widths.ts
var ENCODER_FILTERS = [
  64,
  64,
  128,
  128
];
var DECODER_FILTERS = [
  64,
  64,
  128,
  256
];
function dividedFilters(filters, divide) {
  return Math.max(1, Math.floor(filters / divide));
}

// lib/model/architecture.ts
var FIXED_SIGMA = 0.1;
var BATCH_NORM_EPSILON = 1e-3;
var BATCH_NORM_MOMENTUM = 0.99;
var SEED_CHANNELS = 16;
function createNetwork(architecture, seed) {
  const network = createLayers(architecture);
  initialise(network, seed);
  return network;
}
function createLayers(architecture) {
  return {
    encoder: POSTERIORS[architecture.posterior].encoder ? createEncoder(architecture) : null,
    decoder: createDecoder(architecture)
  };
}
function kernelInitializer() {
  return tf6.initializers.randomNormal({
    mean: 0,
    stddev: 0.05,
    seed: 1
  });
}
function createEncoder(architecture) {
  const { size, latents, posterior } = architecture;
  const input2 = tf6.input({
    shape: [
      size,
      size,
      1
    ],
    name: "image"
  });
  let x = input2;
  ENCODER_FILTERS.forEach((filters, block2) => {
    const convolution = tf6.layers.conv2d({
      name: `encoder_conv_${block2 + 1}`,
      filters: dividedFilters(filters, architecture.divide),
      kernelSize: 3,
      padding: "valid",
      activation: "relu",
      kernelInitializer: kernelInitializer()
    });
    const pool = tf6.layers.maxPooling2d({
      name: `encoder_pool_${block2 + 1}`,
      poolSize: 2,
      padding: "same"
    });
    x = pool.apply(convolution.apply(x));
  });
  x = tf6.layers.flatten({
    name: "encoder_flatten"
  }).apply(x);
  const head = (name) => tf6.layers.dense({
    name,
    units: latents,
    kernelInitializer: kernelInitializer()
  }).apply(x);
  const outputs = posterior === "learned" ? [
    head("mean"),
    head("log_variance")
  ] : head("mean");
  return tf6.model({
    name: "encoder",
    inputs: input2,
    outputs
  });
}
function createDecoder(architecture) {
  const { size, latents } = architecture;
  const side = size / 8;
  const input2 = tf6.input({
    shape: [
      latents
    ],
    name: "latent"
  });
  const expand = tf6.layers.dense({
    name: "decoder_dense",
    units: side * side * SEED_CHANNELS,
    useBias: false,
    activation: "relu",
    kernelInitializer: kernelInitializer()
  });
  const reshape6 = tf6.layers.reshape({
    name: "decoder_reshape",
    targetShape: [
      side,
      side,
      SEED_CHANNELS
    ]
  });
  let x = reshape6.apply(expand.apply(input2));
  DECODER_FILTERS.forEach((filters, block2) => {
    const upsample = block2 < 3;
    if (upsample) {
      x = tf6.layers.upSampling2d({
        name: `decoder_up_${block2 + 1}`,
        size: [
          2,
          2
        ]
      }).apply(x);
    }
    const convolution = tf6.layers.conv2dTranspose({
      name: `decoder_conv_${block2 + 1}`,
      filters: dividedFilters(filters, architecture.divide),
      kernelSize: upsample ? 3 : 1,
      padding: "same",
      activation: "relu",
      kernelInitializer: kernelInitializer()
    });
    const norm = tf6.layers.batchNormalization({
      name: `decoder_norm_${block2 + 1}`,
      momentum: BATCH_NORM_MOMENTUM,
      epsilon: BATCH_NORM_EPSILON
    });
    x = norm.apply(convolution.apply(x));
  });
  const output = tf6.layers.conv2dTranspose({
    name: "decoder_output",
    filters: 1,
    kernelSize: 1,
    padding: "same",
    activation: "sigmoid",
    kernelInitializer: kernelInitializer()
  });
  return tf6.model({
    name: "decoder",
    inputs: input2,
    outputs: output.apply(x)
  });
}
function initialise({ encoder, decoder }, seed) {
  const random = createRandom(seed, "weights");
  for (const layer of [
    ...encoder?.layers ?? [],
    ...decoder.layers
  ]) {
    const kernel = layer.weights.find(({ name }) => name.includes("kernel"));
    if (!kernel) continue;
    const shape = kernel.shape;
    const values = random.normalInto(new Float32Array(tf6.util.sizeFromShape(shape)));
    for (let i = 0; i < values.length; i++) values[i] *= 0.05;
    const tensor2 = tf6.tensor(values, shape);
    kernel.write(tensor2);
    tensor2.dispose();
  }
}
function joinNetwork({ encoder, decoder }) {
  const [image3] = encoder.inputs;
  const [mean7] = encoder.outputs;
  const reconstruction = decoder.apply(mean7);
  return tf6.model({
    name: "vae",
    inputs: image3,
    outputs: reconstruction
  });
}

// lib/model/saving.ts
async function saveModel(model2, out, folder) {
  await model2.save(tf7.io.withSaveHandler(async (artifacts) => {
    const { modelTopology, weightSpecs, format } = artifacts;
    const manifest = {
      format,
      modelTopology,
      weightsManifest: [
        {
          paths: [
            "weights.bin"
          ],
          weights: weightSpecs
        }
      ]
    };
    const data = tf7.io.concatenateArrayBuffers([].concat(artifacts.weightData));
    await out.write(`${folder}/model.json`, JSON.stringify(manifest) + "\n");
    await out.write(`${folder}/weights.bin`, new Uint8Array(data));
    return {
      modelArtifactsInfo: {
        dateSaved: /* @__PURE__ */ new Date(0),
        modelTopologyType: "JSON"
      }
    };
  }));
}
async function saveVae(vae, out) {
  const { encoder, decoder } = vae.network;
  await saveModel(decoder, out, "decoder");
  if (encoder) {
    await saveModel(encoder, out, "encoder");
    await saveModel(joinNetwork({
      encoder,
      decoder
    }), out, "model");
    decoder.dispose();
  }
  const description = JSON.stringify(vae.architecture, null, 2) + "\n";
  await out.write("architecture.json", description);
}

// lib/model/inference.ts
const tf16 = globalThis.tf;

// lib/backend/cross_entropy.ts
const tf9 = globalThis.tf;

// lib/backend/kernel.ts
const tf8 = globalThis.tf;
function hasKernel(name) {
  return tf8.getKernel(name, tf8.getBackend()) != null;
}
function runKernel(name, inputs, attrs = {}) {
  return [].concat(tf8.engine().runKernel(name, inputs, attrs));
}
function differentiable(inputs, forward) {
  const operation = tf8.customGrad((...args) => {
    const { value, gradient } = forward(args[args.length - 1]);
    return {
      value,
      gradFunc: gradient
    };
  });
  return operation(...inputs);
}

// lib/backend/cross_entropy.ts
function crossEntropyFromLogits(logits, targets) {
  const [batch, ...rest] = logits.shape;
  const pixels = tf9.util.sizeFromShape(rest);
  const fused = hasKernel("LogitsCrossEntropy");
  return differentiable([
    logits
  ], (save) => {
    save([
      logits,
      targets
    ]);
    if (fused) {
      return {
        value: runKernel("LogitsCrossEntropy", {
          logits,
          targets
        })[0],
        gradient: (dy, [logits2, targets2]) => runKernel("LogitsCrossEntropyGradient", {
          dy,
          logits: logits2,
          targets: targets2
        })[0]
      };
    }
    const softplus = tf9.log1p(tf9.exp(tf9.neg(tf9.abs(logits))));
    const terms = tf9.add(tf9.sub(tf9.relu(logits), tf9.mul(logits, targets)), softplus);
    return {
      value: tf9.mean(tf9.reshape(terms, [
        batch,
        pixels
      ]), 1),
      gradient: (dy, [logits2, targets2]) => {
        const scale = tf9.reshape(tf9.div(dy, pixels), [
          batch,
          1,
          1,
          1
        ]);
        return tf9.mul(tf9.sub(tf9.sigmoid(logits2), targets2), scale);
      }
    };
  });
}

// lib/model/image_tensor.ts
const tf10 = globalThis.tf;

// lib/model/true_codes.ts
var TRUE_LATENTS = 3;
function trueCodes(points, periodic) {
  const standard = (axis, value) => {
    const [low, high] = SPACE[axis];
    return (value - (low + high) / 2) * Math.sqrt(12) / (high - low);
  };
  if (periodic === void 0) {
    return Float32Array.from(points.flatMap(({ a, b }) => [
      standard("a", a),
      standard("b", b),
      1
    ]));
  }
  const linear = periodic === "a" ? "b" : "a";
  return Float32Array.from(points.flatMap((point) => [
    standard(linear, point[linear]),
    ...onCircle(periodic, point[periodic]).map((value) => Math.SQRT2 * value)
  ]));
}

// lib/model/image_tensor.ts
var SHADES = Float32Array.from({
  length: 256
}, (_, level) => level / 255);
function imageTensor({ images, size, indices }, chosen) {
  const pixels = size * size;
  const values = new Float32Array(chosen.length * pixels);
  for (let n = 0; n < chosen.length; n++) {
    const from = indices[chosen[n]] * pixels;
    for (let i = 0; i < pixels; i++) values[n * pixels + i] = SHADES[images[from + i]];
  }
  return tf10.tensor4d(values, [
    chosen.length,
    size,
    size,
    1
  ]);
}
function posteriorOf(vae, { set, chosen, images }) {
  if (POSTERIORS[vae.architecture.posterior].encoder) return vae.encode(images());
  const points = Array.from(chosen, (n) => set.points[set.indices[n]]);
  const mean7 = tf10.tensor2d(trueCodes(points, set.periodic), [
    points.length,
    TRUE_LATENTS
  ]);
  return {
    mean: mean7,
    logVariance: tf10.zerosLike(mean7)
  };
}

// lib/model/losses.ts
const tf15 = globalThis.tf;

// lib/backend/latents.ts
const tf11 = globalThis.tf;
function latentMeanDivergence(mean7, logVariance) {
  if (!hasKernel("LatentDivergence")) {
    const terms = tf11.sub(tf11.add(tf11.square(mean7), tf11.exp(logVariance)), tf11.add(logVariance, 1));
    return tf11.mean(terms, 1);
  }
  return differentiable([
    mean7,
    logVariance
  ], (save) => {
    save([
      mean7,
      logVariance
    ]);
    return {
      value: runKernel("LatentDivergence", {
        mean: mean7,
        logVariance
      })[0],
      gradient: (dy, [mean8, logVariance2]) => runKernel("LatentDivergenceGradient", {
        dy,
        mean: mean8,
        logVariance: logVariance2
      })
    };
  });
}
function drawLatents(mean7, logVariance, noise) {
  if (!hasKernel("DrawLatents")) {
    return tf11.add(mean7, tf11.mul(tf11.exp(tf11.mul(logVariance, 0.5)), noise));
  }
  return differentiable([
    mean7,
    logVariance
  ], (save) => {
    save([
      logVariance,
      noise
    ]);
    return {
      value: runKernel("DrawLatents", {
        mean: mean7,
        logVariance,
        noise
      })[0],
      gradient: (dy, [logVariance2, noise2]) => [
        tf11.clone(dy),
        runKernel("DrawLatentsGradient", {
          dy,
          logVariance: logVariance2,
          noise: noise2
        })[0]
      ]
    };
  });
}

// lib/backend/objective.ts
const tf12 = globalThis.tf;
function objectiveOf(parts, { lambda, gamma }) {
  const { crossEntropy, divergence, penalty } = parts;
  if (!hasKernel("Objective")) {
    const bce2 = tf12.mean(crossEntropy);
    const kl2 = tf12.mean(divergence);
    const regulariser = tf12.add(tf12.mul(kl2, lambda), tf12.mul(penalty, gamma));
    return {
      loss: tf12.add(bce2, regulariser),
      bce: bce2,
      kl: kl2
    };
  }
  const attrs = {
    lambda,
    gamma
  };
  let terms = [];
  const loss = differentiable([
    crossEntropy,
    divergence,
    penalty
  ], () => {
    const [value, ...rest] = runKernel("Objective", {
      ...parts
    }, attrs);
    terms = rest.map((term) => tf12.keep(term));
    return {
      value,
      gradient: (dy) => runKernel("ObjectiveGradient", {
        dy
      }, {
        ...attrs,
        images: crossEntropy.shape[0]
      })
    };
  });
  const [bce, kl] = terms.map((term) => tf12.clone(term));
  tf12.dispose(terms);
  return {
    loss,
    bce,
    kl
  };
}

// lib/model/penalties.ts
var PAIRS = {
  latents: 2,
  noise: false,
  totalCorrelation: false
};
var PENALTIES = {
  "none": {
    words: "none",
    gamma: 0,
    reason: "there is nothing to weigh",
    latents: 1,
    batch: 1,
    noise: false,
    totalCorrelation: false,
    compute: (_, { tf: tf26 }) => tf26.scalar(0)
  },
  "published": {
    words: "published: mean |\u03BC\u1D62\u03BC\u2C7C| of two latents",
    gamma: 1e-4,
    reason: "as in part 3 of the publication; it hardly acts there, 1e-2 does",
    ...PAIRS,
    batch: 1,
    compute: ({ mean: mean7 }, { terms }) => terms.publishedPenalty(mean7)
  },
  "covariance": {
    words: "covariance: cov(\u03BC\u1D62, \u03BC\u2C7C)\xB2 of two latents",
    gamma: 0.01,
    reason: "the ablation's; largest |correlation| 0.44 without, 0.07 with it",
    ...PAIRS,
    batch: 2,
    compute: ({ mean: mean7 }, { terms }) => terms.covariancePenalty(mean7)
  },
  "dip-i": {
    words: "DIP-VAE-I: covariance, and variances of \u03BC near 1",
    gamma: 1e-3,
    reason: "ten times that stands before the diagonal, so this is a tenth of dip-ii",
    ...PAIRS,
    batch: 2,
    compute: ({ mean: mean7 }, { terms }) => terms.dipPenalty(terms.batchCovariance(mean7), {
      diagonal: 10
    })
  },
  "dip-ii": {
    words: "DIP-VAE-II: the same of the noisy codes z",
    gamma: 0.01,
    reason: "its off-diagonal part is that of covariance, and so is its weight",
    ...PAIRS,
    noise: true,
    batch: 2,
    compute: ({ mean: mean7, logVariance }, { tf: tf26, terms }) => {
      const spread2 = tf26.mul(tf26.eye(mean7.shape[1]), tf26.mean(tf26.exp(logVariance), 0, true));
      return terms.dipPenalty(tf26.add(terms.batchCovariance(mean7), spread2), {
        diagonal: 1
      });
    }
  },
  "beta-tc": {
    words: "\u03B2-TC-VAE: total correlation of the codes",
    gamma: 1e-3,
    reason: "amounts to \u03B2 = 2.5 at \u03BB = 1e-3 and 3 latents (\u03B3 = \u03BB\xB7(\u03B2 \u2212 1)\xB72/latents)",
    latents: 2,
    batch: 2,
    noise: true,
    totalCorrelation: true,
    compute: (batch, { terms }) => terms.elboDecomposition(batch).totalCorrelation
  }
};
var PENALTY_NAMES = Object.keys(PENALTIES);

// lib/model/penalty_terms.ts
var penalty_terms_exports = {};
__export(penalty_terms_exports, {
  batchCovariance: () => batchCovariance,
  covariancePenalty: () => covariancePenalty,
  dipPenalty: () => dipPenalty,
  elboDecomposition: () => elboDecomposition,
  publishedPenalty: () => publishedPenalty
});
const tf14 = globalThis.tf;

// lib/model/elbo_decomposition.ts
const tf13 = globalThis.tf;
function logNormal(x, mean7, logVariance) {
  const scaled = tf13.mul(tf13.square(tf13.sub(x, mean7)), tf13.exp(tf13.neg(logVariance)));
  return tf13.mul(tf13.add(tf13.add(scaled, logVariance), Math.log(2 * Math.PI)), -0.5);
}
function logWeights(batch, datasetSize) {
  const own = batch === 1 ? 0 : Math.log(1 / datasetSize);
  const other = Math.log((datasetSize - 1) / (datasetSize * (batch - 1)));
  const values = Array.from({
    length: batch * batch
  }, (_, n) => n % (batch + 1) === 0 ? own : other);
  return tf13.tensor2d(values, [
    batch,
    batch
  ]);
}
function elboDecomposition({ latents, mean: mean7, logVariance, datasetSize }) {
  const [batch, width] = latents.shape;
  if (datasetSize < batch) {
    throw new RangeError(`Cannot estimate the aggregate posterior: the training set must hold at least the batch's ${batch} images, received ${datasetSize}`);
  }
  const sum5 = (values) => tf13.sum(values, -1);
  const posterior = sum5(logNormal(latents, mean7, logVariance));
  const prior = sum5(logNormal(latents, tf13.zerosLike(latents), tf13.zerosLike(latents)));
  const others = (values) => tf13.reshape(values, [
    1,
    batch,
    width
  ]);
  const density = logNormal(tf13.reshape(latents, [
    batch,
    1,
    width
  ]), others(mean7), others(logVariance));
  const weights = logWeights(batch, datasetSize);
  const aggregate = tf13.logSumExp(tf13.add(sum5(density), weights), 1);
  const marginals = sum5(tf13.logSumExp(tf13.add(density, tf13.reshape(weights, [
    batch,
    batch,
    1
  ])), 1));
  return {
    mutualInformation: tf13.mean(tf13.sub(posterior, aggregate)),
    totalCorrelation: tf13.mean(tf13.sub(aggregate, marginals)),
    dimensionwiseKl: tf13.mean(tf13.sub(marginals, prior))
  };
}

// lib/model/penalty_terms.ts
function publishedPenalty(mean7) {
  const latents = mean7.shape[1];
  if (latents < 2) return tf14.scalar(0);
  const columns = tf14.split(mean7, latents, 1);
  const terms = [];
  for (let i = 0; i < latents; i++) {
    for (let j = i + 1; j < latents; j++) {
      terms.push(tf14.mean(tf14.abs(tf14.mul(columns[i], columns[j]))));
    }
  }
  return tf14.div(tf14.addN(terms), terms.length);
}
function batchCovariance(mean7) {
  const centred = tf14.sub(mean7, tf14.mean(mean7, 0, true));
  return tf14.div(tf14.matMul(centred, centred, true, false), mean7.shape[0]);
}
function covariancePenalty(mean7) {
  return dipPenalty(batchCovariance(mean7), {
    diagonal: 0
  });
}
function dipPenalty(covariance, { diagonal }) {
  const identity = tf14.eye(covariance.shape[0]);
  const offDiagonal = tf14.sum(tf14.square(tf14.mul(covariance, tf14.sub(1, identity))));
  if (diagonal === 0) return offDiagonal;
  const onDiagonal = tf14.sum(tf14.square(tf14.mul(tf14.sub(covariance, 1), identity)));
  return tf14.add(offDiagonal, tf14.mul(onDiagonal, diagonal));
}

// lib/model/losses.ts
function latentMeanKl(mean7, logVariance) {
  return latentMeanDivergence(mean7, logVariance);
}
function publishedSampleWeights(points) {
  const [low, high] = SPACE.b;
  return Float32Array.from(points, ({ b }) => 2 * (high - b) / (high - low));
}
function penaltyOf(penalty, batch) {
  return PENALTIES[penalty].compute(batch, {
    tf: tf15,
    terms: penalty_terms_exports
  });
}
function totalLoss(parameters, batch) {
  const { logits, targets, mean: mean7, logVariance, weights } = batch;
  const crossEntropy = crossEntropyFromLogits(logits, targets);
  const divergence = latentMeanKl(mean7, logVariance);
  const penalty = penaltyOf(parameters.penalty, batch);
  if (!weights) {
    return {
      ...objectiveOf({
        crossEntropy,
        divergence,
        penalty
      }, parameters),
      penalty
    };
  }
  const average = (values) => tf15.mean(tf15.mul(values, weights));
  const bce = parameters.weights === "published" ? tf15.mul(tf15.mean(crossEntropy), tf15.mean(weights)) : average(crossEntropy);
  const kl = average(divergence);
  const regulariser = tf15.add(tf15.mul(kl, parameters.lambda), tf15.mul(penalty, parameters.gamma));
  return {
    loss: tf15.add(bce, regulariser),
    bce,
    kl,
    penalty
  };
}

// lib/model/shares.ts
function sharesOf(count, { batch, helpers = [] }) {
  const batches = Math.ceil(count / batch);
  const edge = (k) => Math.min(count, batch * Math.ceil(batches * k / (helpers.length + 1)));
  const others = helpers.map((helper, k) => ({
    helper,
    from: edge(k + 1),
    to: edge(k + 2)
  }));
  return {
    own: {
      from: 0,
      to: edge(1)
    },
    others: others.filter(({ from, to }) => to > from)
  };
}
function together(others, ask) {
  const all = Promise.all(others.map(ask));
  all.catch(() => void 0);
  return all;
}
function* chunks(count, length) {
  for (let start = 0; start < count; start += length) {
    yield Array.from({
      length: Math.min(length, count - start)
    }, (_, i) => start + i);
  }
}

// lib/model/inference.ts
function evaluationBatch(size) {
  return Math.max(1, Math.floor(32 * (64 / size) ** 2));
}
async function encodePosteriors(vae, set, { helpers } = {}) {
  const { latents, posterior } = vae.architecture;
  const { size, indices } = set;
  const means = new Float32Array(indices.length * latents);
  const logVariances = new Float32Array(means.length);
  const { own, others } = sharesOf(indices.length, {
    batch: evaluationBatch(size),
    helpers: POSTERIORS[posterior].encoder ? helpers : []
  });
  const asked = together(others, async ({ helper, from, to }) => {
    const encoded = await helper.encode(bytesOf(set, {
      from,
      to
    }), size);
    means.set(encoded.means, from * latents);
    logVariances.set(encoded.logVariances, from * latents);
  });
  for (const chosen of chunks(own.to, evaluationBatch(size))) {
    const images = () => imageTensor(set, chosen);
    const [mean7, logVariance] = tf16.tidy(() => {
      const posterior2 = posteriorOf(vae, {
        set,
        chosen,
        images
      });
      return [
        posterior2.mean,
        posterior2.logVariance
      ];
    });
    const [read, readLog] = await Promise.all([
      mean7.data(),
      logVariance.data()
    ]);
    means.set(read, chosen[0] * latents);
    logVariances.set(readLog, chosen[0] * latents);
    tf16.dispose([
      mean7,
      logVariance
    ]);
  }
  await asked;
  return {
    means,
    logVariances
  };
}
function bytesOf({ images, size, indices }, { from, to }) {
  const area = size * size;
  const bytes = new Uint8Array((to - from) * area);
  for (let n = from; n < to; n++) {
    bytes.set(images.subarray(indices[n] * area, (indices[n] + 1) * area), (n - from) * area);
  }
  return bytes;
}
async function encodeMeans(vae, set, shared = {}) {
  return (await encodePosteriors(vae, set, shared)).means;
}
async function decodeLatents(vae, latents, { helpers } = {}) {
  const { latents: width, size } = vae.architecture;
  const count = latents.length / width;
  const images = new Float32Array(count * size * size);
  const { own, others } = sharesOf(count, {
    batch: evaluationBatch(size),
    helpers
  });
  const asked = together(others, async ({ helper, from, to }) => {
    const decoded = await helper.decode(latents.slice(from * width, to * width));
    images.set(decoded, from * size * size);
  });
  for (const chosen of chunks(own.to, evaluationBatch(size))) {
    const rows = latents.subarray(chosen[0] * width, (chosen[0] + chosen.length) * width);
    const decoded = tf16.tidy(() => {
      const z = tf16.tensor2d(rows.slice(), [
        chosen.length,
        width
      ]);
      return tf16.sigmoid(vae.decode(z, "evaluation"));
    });
    images.set(await decoded.data(), chosen[0] * size * size);
    decoded.dispose();
  }
  await asked;
  return images;
}
async function reconstruct(vae, set) {
  const means = await encodeMeans(vae, set);
  return {
    means,
    images: await decodeLatents(vae, means)
  };
}
async function evaluationLoss(vae, set) {
  const sums = [
    0,
    0
  ];
  for (const chosen of chunks(set.indices.length, evaluationBatch(set.size))) {
    const terms = tf16.tidy(() => {
      const targets = imageTensor(set, chosen);
      const { mean: mean7, logVariance } = posteriorOf(vae, {
        set,
        chosen,
        images: () => targets
      });
      const bce2 = crossEntropyFromLogits(vae.decode(mean7, "evaluation"), targets);
      return tf16.stack([
        tf16.sum(bce2),
        tf16.sum(latentMeanKl(mean7, logVariance))
      ]);
    });
    const [bce, kl] = await terms.data();
    terms.dispose();
    sums[0] += bce;
    sums[1] += kl;
  }
  return {
    bce: sums[0] / set.indices.length,
    kl: sums[1] / set.indices.length
  };
}

// lib/model/vae.ts
const tf21 = globalThis.tf;

// lib/backend/blocks.ts
const tf18 = globalThis.tf;

// lib/backend/turned_filter.ts
const tf17 = globalThis.tf;
function turnedFilter(kernel) {
  return differentiable([
    kernel
  ], () => ({
    value: turn(kernel),
    gradient: (dy) => turn(dy)
  }));
}
function turn(filter) {
  const [height, width, rows, columns] = filter.shape;
  if (height * width * Math.min(rows, columns) === 1) {
    return tf17.reshape(filter, [
      1,
      1,
      columns,
      rows
    ]);
  }
  if (hasKernel("TurnFilter")) return runKernel("TurnFilter", {
    filter
  })[0];
  const reversed = height * width > 1 ? tf17.reverse(filter, [
    0,
    1
  ]) : filter;
  return tf17.transpose(reversed, [
    0,
    1,
    3,
    2
  ]);
}

// lib/backend/blocks.ts
function checkFilter({ shape: [height, width] }, { odd = false, side } = {}) {
  const allowed = side === void 0 ? height === width && (!odd || height % 2 === 1) : height === side && width === side;
  if (allowed) return;
  const kind = side === void 0 ? `square${odd ? " with odd sides" : ""}` : `${side}\xD7${side}`;
  throw new RangeError(`Cannot convolve: the filter must be ${kind}, received ${height}\xD7${width}`);
}
function convReluPool(x, { filter, bias }, { inputGradient: inputGradient2 = true } = {}) {
  checkFilter(filter);
  if (!hasKernel("ConvReluPool")) {
    return tf18.tidy(() => {
      const r = tf18.relu(tf18.add(tf18.conv2d(x, filter, 1, "valid"), bias));
      return tf18.maxPool(r, 2, 2, "same");
    });
  }
  const inputs = inputGradient2 ? [
    filter,
    bias,
    x
  ] : [
    filter,
    bias
  ];
  return differentiable(inputs, (save) => {
    const [y, r] = runKernel("ConvReluPool", {
      x,
      filter,
      bias
    });
    save([
      x,
      filter,
      r,
      y
    ]);
    return {
      value: y,
      gradient: (dy, [x2, filter2, r2, y2]) => runKernel("ConvReluPoolGradient", {
        dy,
        x: x2,
        filter: filter2,
        r: r2,
        y: y2
      }, {
        inputGradient: inputGradient2
      })
    };
  });
}
function convReluBatchNorm(x, layer, options) {
  return block({
    values: x,
    scaling: null
  }, layer, {
    ...options,
    later: false
  }).values;
}
function convReluBatchNormLater(x, layer, options) {
  return block(x, layer, {
    ...options,
    later: hasKernel("ConvReluBatchNormLater")
  });
}
function block({ values: x, scaling: before }, { filter, bias, gamma, beta, epsilon, transposed = false }, { upsample, moments: moments2, onMoments, later }) {
  checkFilter(filter, upsample ? {
    side: 3
  } : {
    odd: true
  });
  const attrs = {
    upsample,
    transposed,
    epsilon
  };
  if (!hasKernel("ConvReluBatchNorm")) {
    const values2 = tf18.tidy(() => {
      const [, height, width] = x.shape;
      const enlarged = upsample ? tf18.image.resizeNearestNeighbor(x, [
        height * 2,
        width * 2
      ]) : x;
      const turned = transposed ? turnedFilter(filter) : filter;
      const r = tf18.relu(tf18.add(tf18.conv2d(enlarged, turned, 1, "same"), bias));
      const { mean: mean7, variance } = moments2 ?? tf18.moments(r, [
        0,
        1,
        2
      ]);
      onMoments?.(mean7, variance);
      return tf18.batchNorm4d(r, mean7, variance, beta, gamma, epsilon);
    });
    return {
      values: values2,
      scaling: null
    };
  }
  const inputs = {
    x,
    ...scalingInput(before),
    filter,
    bias,
    gamma,
    beta
  };
  if (moments2) {
    const name = later ? "ConvReluScaleLater" : "ConvReluScale";
    const [values2, second] = runKernel(name, {
      ...inputs,
      ...moments2
    }, attrs);
    if (later) return {
      values: values2,
      scaling: second
    };
    second.dispose();
    return {
      values: values2,
      scaling: null
    };
  }
  let kept = null;
  const values = differentiable([
    x,
    filter,
    bias,
    gamma,
    beta
  ], (save) => {
    const name = later ? "ConvReluBatchNormLater" : "ConvReluBatchNorm";
    const [value, second, mean7, variance] = runKernel(name, inputs, attrs);
    if (later) kept = tf18.keep(second);
    const r = later ? value : second;
    onMoments?.(mean7, variance);
    save([
      x,
      filter,
      gamma,
      r,
      mean7,
      variance,
      ...before ? [
        before
      ] : []
    ]);
    return {
      value,
      gradient: (dy, [x2, filter2, gamma2, r2, mean8, variance2, before2]) => runKernel("ConvReluBatchNormGradient", {
        dy,
        x: x2,
        ...scalingInput(before2),
        filter: filter2,
        gamma: gamma2,
        r: r2,
        mean: mean8,
        variance: variance2
      }, attrs)
    };
  });
  return {
    values,
    scaling: released(kept)
  };
}
function scalingInput(scaling) {
  return scaling ? {
    scaling
  } : {};
}
function released(kept) {
  if (kept === null) return null;
  const scaling = tf18.clone(kept);
  kept.dispose();
  return scaling;
}
function convReluBatchNormDot(input2, { outFilter, outBias, ...layer }, { moments: moments2, onMoments }) {
  const { values: x, scaling: before } = input2 instanceof tf18.Tensor ? {
    values: input2,
    scaling: null
  } : input2;
  checkFilter(layer.filter, {
    side: 1
  });
  checkFilter(outFilter, {
    side: 1
  });
  if (!hasKernel("ConvReluBatchNormDot")) {
    return tf18.tidy(() => {
      const y = convReluBatchNorm(x, layer, {
        upsample: false,
        moments: moments2,
        onMoments
      });
      return tf18.add(tf18.conv2d(y, outFilter, 1, "same"), outBias);
    });
  }
  const { epsilon, transposed = false, ...tensors } = layer;
  const attrs = {
    transposed,
    epsilon
  };
  const inputs = {
    x,
    ...scalingInput(before),
    ...tensors,
    outFilter,
    outBias
  };
  if (moments2) {
    const [logits, r] = runKernel("ConvReluScaleDot", {
      ...inputs,
      ...moments2
    }, attrs);
    r.dispose();
    return logits;
  }
  const { filter, bias, gamma, beta } = layer;
  return differentiable([
    x,
    filter,
    bias,
    gamma,
    beta,
    outFilter,
    outBias
  ], (save) => {
    const [logits, r, mean7, variance] = runKernel("ConvReluBatchNormDot", inputs, attrs);
    onMoments?.(mean7, variance);
    save([
      x,
      filter,
      gamma,
      beta,
      outFilter,
      r,
      mean7,
      variance,
      ...before ? [
        before
      ] : []
    ]);
    return {
      value: logits,
      gradient: (dy, [x2, filter2, gamma2, beta2, outFilter2, r2, mean8, variance2, before2]) => runKernel("ConvReluBatchNormDotGradient", {
        dy,
        x: x2,
        ...scalingInput(before2),
        filter: filter2,
        gamma: gamma2,
        beta: beta2,
        outFilter: outFilter2,
        r: r2,
        mean: mean8,
        variance: variance2
      }, attrs)
    };
  });
}

// lib/backend/moving_average.ts
const tf19 = globalThis.tf;
function moveAverages(moved, momentum) {
  tf19.tidy(() => {
    averagesOf(moved, momentum).forEach((value, k) => moved[k].average.assign(value));
  });
}
function averagesOf(moved, momentum) {
  if (hasKernel("MovingAverages")) {
    const inputs = {};
    moved.forEach(({ average, batch }, k) => {
      inputs[`average${k}`] = average;
      inputs[`batch${k}`] = batch;
    });
    return runKernel("MovingAverages", inputs, {
      momentum
    });
  }
  return moved.map(({ average, batch }) => tf19.add(tf19.mul(average, momentum), tf19.mul(batch, 1 - momentum)));
}

// lib/model/forward_mode.ts
const tf20 = globalThis.tf;
function mapDual({ value, tangents }, linear) {
  return {
    value: linear(value),
    tangents: tangents.map(linear)
  };
}
function reluDual({ value, tangents }) {
  const open = tf20.step(value);
  return {
    value: tf20.relu(value),
    tangents: tangents.map((tangent) => tf20.mul(tangent, open))
  };
}
function sigmoidDual({ value, tangents }) {
  const mean7 = tf20.sigmoid(value);
  const slope = tf20.mul(mean7, tf20.sub(1, mean7));
  return {
    value: mean7,
    tangents: tangents.map((tangent) => tf20.mul(tangent, slope))
  };
}
function convolutionDual(x, { filter, bias }) {
  const { value, tangents } = mapDual(x, (tensor2) => tf20.conv2d(tensor2, filter, 1, "same"));
  return {
    value: tf20.add(value, bias),
    tangents
  };
}
function convReluBatchNormDual(x, { gamma, beta, epsilon, ...convolution }, { upsample, moments: { mean: mean7, variance } }) {
  return tf20.tidy(() => {
    const [, height, width] = x.value.shape;
    const enlarged = upsample ? mapDual(x, (tensor2) => tf20.image.resizeNearestNeighbor(tensor2, [
      height * 2,
      width * 2
    ])) : x;
    const { value, tangents } = reluDual(convolutionDual(enlarged, convolution));
    const scale = tf20.div(gamma, tf20.sqrt(tf20.add(variance, epsilon)));
    return {
      value: tf20.add(tf20.mul(tf20.sub(value, mean7), scale), beta),
      tangents: tangents.map((tangent) => tf20.mul(tangent, scale))
    };
  });
}

// lib/model/vae.ts
var Vae = class _Vae {
  /** What the network is. */
  architecture;
  /** Its layers, whose variables are used and trained in place. */
  network;
  #variables = /* @__PURE__ */ new Map();
  /** Wraps existing layers; {@linkcode Vae.create} makes new ones. */
  constructor(architecture, network) {
    this.architecture = architecture;
    this.network = network;
    for (const model2 of [
      network.encoder,
      network.decoder
    ]) {
      if (!model2) continue;
      for (const layer of model2.layers) {
        for (const weight of layer.weights) {
          const part = weight.originalName.split("/").pop();
          this.#variables.set(`${layer.name}/${part}`, weight.read());
        }
      }
    }
  }
  /** A network with freshly drawn weights. */
  static create(architecture, seed) {
    return new _Vae(architecture, createNetwork(architecture, seed));
  }
  /** Every variable by layer and part, for instance `encoder_conv_1/kernel`, in network order. */
  get variables() {
    return this.#variables;
  }
  /** The variables that training changes by gradient: all but the moving moments. */
  get trainable() {
    return new Map([
      ...this.#variables
    ].filter(([name]) => !name.includes("/moving_")));
  }
  /** Frees the variables. */
  dispose() {
    this.network.encoder?.dispose();
    this.network.decoder.dispose();
  }
  #variable(name) {
    const variable = this.#variables.get(name);
    if (!variable) throw new Error(`The network has no variable ${name}`);
    return variable;
  }
  /**
   * q(z|x) of images N×S×S×1 in [0, 1].
   *
   * @throws {TypeError} The network has no encoder: its latents are the true parameters.
   */
  encode(images) {
    if (!POSTERIORS[this.architecture.posterior].encoder) {
      throw new TypeError("Cannot encode images: the latents of this network are given");
    }
    return tf21.tidy(() => {
      let x = images;
      for (let block2 = 1; block2 <= 4; block2++) {
        const layer = {
          filter: this.#variable(`encoder_conv_${block2}/kernel`),
          bias: this.#variable(`encoder_conv_${block2}/bias`)
        };
        x = convReluPool(x, layer, {
          inputGradient: block2 > 1
        });
      }
      const flat = tf21.reshape(x, [
        images.shape[0],
        -1
      ]);
      const dense = (name) => tf21.add(tf21.matMul(flat, this.#variable(`${name}/kernel`)), this.#variable(`${name}/bias`));
      const mean7 = dense("mean");
      const logVariance = this.#logVariance(mean7, dense);
      return {
        mean: mean7,
        logVariance
      };
    });
  }
  #logVariance(mean7, dense) {
    const { posterior } = this.architecture;
    if (posterior === "learned") return dense("log_variance");
    if (!POSTERIORS[posterior].noise) return tf21.zerosLike(mean7);
    return tf21.fill(mean7.shape, 2 * Math.log(FIXED_SIGMA));
  }
  /**
   * z = μ + σ·ε for noise ε of the same shape (the reparametrisation, Kingma & Welling 2014); μ
   * itself where there is no noise.
   */
  sample({ mean: mean7, logVariance }, noise) {
    if (!POSTERIORS[this.architecture.posterior].noise) return mean7.clone();
    return tf21.tidy(() => drawLatents(mean7, logVariance, noise));
  }
  /** Logits N×S×S×1 of the pixels' Bernoulli means for latents N×latents. */
  decode(latents, mode) {
    return tf21.tidy(() => {
      const side = this.architecture.size / 8;
      const expanded = tf21.relu(tf21.matMul(latents, this.#variable("decoder_dense/kernel")));
      const values = tf21.reshape(expanded, [
        latents.shape[0],
        side,
        side,
        -1
      ]);
      let x = {
        values,
        scaling: null
      };
      for (let block2 = 1; block2 <= 3; block2++) {
        const options = {
          upsample: true,
          ...this.#normalisation(block2, mode)
        };
        x = convReluBatchNormLater(x, this.#transposedLayer(block2), options);
      }
      const tail = {
        ...this.#transposedLayer(4),
        outFilter: this.#filter("decoder_output"),
        outBias: this.#variable("decoder_output/bias")
      };
      return convReluBatchNormDot(x, tail, this.#normalisation(4, mode));
    });
  }
  /**
   * The pixels' Bernoulli means N×S×S×1 for latents N×D, and their exact derivatives in some
   * directions, in evaluation mode. Each derivative takes as much memory as the images' decoding.
   *
   * @param directions for each derivative the steps N×D of the latents
   */
  decodeWithDerivatives(latents, directions) {
    return tf21.tidy(() => {
      const [count] = latents.shape;
      const side = this.architecture.size / 8;
      const kernel = this.#variable("decoder_dense/kernel");
      const expanded = reluDual({
        value: tf21.matMul(latents, kernel),
        tangents: directions.map((direction) => tf21.matMul(direction, kernel))
      });
      let x = mapDual(expanded, (flat) => tf21.reshape(flat, [
        count,
        side,
        side,
        -1
      ]));
      for (let block2 = 1; block2 <= 4; block2++) {
        const options = {
          upsample: block2 < 4,
          moments: this.#moments(block2)
        };
        x = convReluBatchNormDual(x, this.#layer(block2), options);
      }
      const output = {
        filter: this.#filter("decoder_output"),
        bias: this.#variable("decoder_output/bias")
      };
      return sigmoidDual(convolutionDual(x, output));
    });
  }
  /** A block of the decoder, from 1, with the filter of a convolution. */
  #layer(block2) {
    return {
      ...this.#transposedLayer(block2),
      filter: this.#filter(`decoder_conv_${block2}`),
      transposed: false
    };
  }
  /** A block of the decoder, from 1, with the filter that is stored. */
  #transposedLayer(block2) {
    return {
      filter: this.#variable(`decoder_conv_${block2}/kernel`),
      transposed: true,
      bias: this.#variable(`decoder_conv_${block2}/bias`),
      gamma: this.#variable(`decoder_norm_${block2}/gamma`),
      beta: this.#variable(`decoder_norm_${block2}/beta`),
      epsilon: BATCH_NORM_EPSILON
    };
  }
  /** Training moves the averages of a block's moments; evaluation uses them. */
  #normalisation(block2, mode) {
    const { mean: mean7, variance } = this.#moments(block2);
    if (mode === "evaluation") return {
      moments: {
        mean: mean7,
        variance
      }
    };
    return {
      onMoments: (batchMean, batchVariance) => {
        moveAverages([
          {
            average: mean7,
            batch: batchMean
          },
          {
            average: variance,
            batch: batchVariance
          }
        ], BATCH_NORM_MOMENTUM);
      }
    };
  }
  /** The moving averages of a block's moments. */
  #moments(block2) {
    return {
      mean: this.#variable(`decoder_norm_${block2}/moving_mean`),
      variance: this.#variable(`decoder_norm_${block2}/moving_variance`)
    };
  }
  /** The filter of the convolution that equals a transposed one of stride 1 ('same'). */
  #filter(layer) {
    return turnedFilter(this.#variable(`${layer}/kernel`));
  }
};

// lib/training/adam.ts
const tf23 = globalThis.tf;

// lib/backend/adam_step.ts
const tf22 = globalThis.tf;
function adamStep({ values, first, second }, gradients, constants) {
  if (hasKernel("AdamStep")) {
    const inputs = {
      first,
      second
    };
    values.forEach((value, k) => inputs[`value${k}`] = value);
    gradients.forEach((gradient, k) => inputs[`gradient${k}`] = gradient);
    const [newFirst, newSecond, ...newValues] = runKernel("AdamStep", inputs, {
      ...constants
    });
    return {
      values: newValues,
      first: newFirst,
      second: newSecond
    };
  }
  const { rate, beta1, beta2, epsilon } = constants;
  return tf22.tidy(() => {
    const flat = (tensors) => tf22.concat1d(tensors.map((t) => t.flatten()));
    const gradient = flat(gradients);
    const m = tf22.add(tf22.mul(first, beta1), tf22.mul(gradient, 1 - Math.fround(beta1)));
    const v = tf22.add(tf22.mul(second, beta2), tf22.mul(tf22.square(gradient), 1 - Math.fround(beta2)));
    const change = tf22.div(tf22.mul(m, rate), tf22.add(tf22.sqrt(v), epsilon));
    const changed = tf22.split(tf22.sub(flat(values), change), values.map(({ size }) => size));
    const newValues = changed.map((value, k) => tf22.reshape(value, values[k].shape));
    return {
      values: newValues,
      first: m,
      second: v
    };
  });
}

// lib/training/adam.ts
var BETA1 = 0.9;
var BETA2 = 0.999;
var EPSILON = 1e-7;
var Adam = class {
  #variables;
  #first;
  #second;
  constructor(variables) {
    this.#variables = [
      ...variables.values()
    ];
    const size = this.#variables.reduce((sum5, variable) => sum5 + variable.size, 0);
    this.#first = tf23.zeros([
      size
    ]);
    this.#second = tf23.zeros([
      size
    ]);
  }
  /** First and second moments in the order of the variables, for a checkpoint. */
  get moments() {
    return {
      first: this.#first,
      second: this.#second
    };
  }
  /** Replaces the moments. */
  restore({ first, second }) {
    this.dispose();
    [this.#first, this.#second] = [
      first,
      second
    ];
  }
  /**
   * Changes every variable by one step.
   *
   * @param gradients by the variables' own TF.js names, as `tf.variableGrads` returns them
   * @param options the learning rate, and how many steps this one makes in all (from 1)
   */
  apply(gradients, { rate, step: step2 }) {
    const correction = Math.sqrt(1 - BETA2 ** step2);
    const constants = {
      rate: rate * correction / (1 - BETA1 ** step2),
      beta1: BETA1,
      beta2: BETA2,
      epsilon: EPSILON * correction
    };
    const state = {
      values: this.#variables,
      first: this.#first,
      second: this.#second
    };
    const inOrder = this.#variables.map(({ name }) => gradients[name]);
    const { values, first, second } = adamStep(state, inOrder, constants);
    this.#variables.forEach((variable, k) => variable.assign(values[k]));
    tf23.dispose([
      ...values
    ]);
    this.restore({
      first: tf23.keep(first),
      second: tf23.keep(second)
    });
  }
  /** The sum of all second moments, ≥ 0: finite as long as every gradient was. */
  sumOfSquares() {
    return tf23.sum(this.#second);
  }
  /** Frees the moments. */
  dispose() {
    tf23.dispose([
      this.#first,
      this.#second
    ]);
  }
};

// lib/training/batches.ts
const tf24 = globalThis.tf;
function epochOrder(count, { seed, epoch }) {
  return createRandom(seed, `order ${epoch}`).permutation(count);
}
function stepNoise([rows, latents], { seed, step: step2 }) {
  const values = createRandom(seed, `noise ${step2}`).normalInto(new Float32Array(rows * latents));
  return tf24.tensor2d(values, [
    rows,
    latents
  ]);
}

// lib/training/step.ts
const tf25 = globalThis.tf;
var TERMS = [
  "loss",
  "bce",
  "kl",
  "penalty"
];
function rateAt({ rate, decay }, step2, total) {
  return decay === "cosine" ? rate * (1 + Math.cos(Math.PI * step2 / total)) / 2 : rate;
}
function trainingStep(vae, adam, options) {
  const { set, chosen, loss, seed, step: step2, rate } = options;
  return tf25.tidy(() => {
    const targets = imageTensor(set, chosen);
    const noise = stepNoise([
      chosen.length,
      vae.architecture.latents
    ], {
      seed,
      step: step2
    });
    const weights = loss.weights !== "none" ? tf25.tensor1d(publishedSampleWeights(Array.from(chosen, (n) => set.points[set.indices[n]]))) : null;
    let terms;
    const { grads } = tf25.variableGrads(() => {
      const posterior = posteriorOf(vae, {
        set,
        chosen,
        images: () => targets
      });
      const latents = vae.sample(posterior, noise);
      const logits = vae.decode(latents, "training");
      const datasetSize = set.indices.length;
      terms = totalLoss(loss, {
        logits,
        targets,
        ...posterior,
        latents,
        datasetSize,
        weights
      });
      Object.values(terms).forEach((term) => tf25.keep(term));
      return terms.loss;
    }, [
      ...vae.trainable.values()
    ]);
    adam.apply(grads, {
      rate,
      step: step2 + 1
    });
    const parts = TERMS.map((term) => terms[term]);
    const stacked = tf25.stack(parts);
    parts.forEach((part) => part.dispose());
    return stacked;
  });
}
function stepOfAnother(architecture, { set, chosen, loss }) {
  const vae = Vae.create(architecture, 0);
  const adam = new Adam(vae.trainable);
  trainingStep(vae, adam, {
    set,
    chosen,
    loss,
    seed: 0,
    step: 0,
    rate: 0
  }).dispose();
  adam.dispose();
  vae.dispose();
}

// lib/training/epochs.ts
var FIRST_STATE = {
  step: 0,
  sums: {
    loss: 0,
    bce: 0,
    kl: 0,
    penalty: 0
  },
  history: []
};
async function notice(backend2) {
  await new Promise((resolve) => setTimeout(resolve));
  backend2.check();
}
async function trainEpochs(vae, adam, { parameters, training, validation, backend: backend2, from, signal, pause, hooks }) {
  const { seed, batch, epochs, loss } = parameters;
  const count = training.indices.length;
  const stepsPerEpoch = Math.ceil(count / batch);
  const total = epochs * stepsPerEpoch;
  const history = [
    ...from.history
  ];
  let sums = {
    ...from.sums
  };
  let { step: step2 } = from;
  const state = () => ({
    step: step2,
    sums: {
      ...sums
    },
    history: [
      ...history
    ]
  });
  const stopped = (where, why, advice) => new RunError(`Training stopped ${where} of ${total}: ${why}${advice ? `; ${advice}` : ""}`);
  let pending = [];
  const readPending = async () => {
    const firstStep = step2 - pending.length + 1;
    const squares = backend2.hidesNaN && pending.length > 0 ? adam.sumOfSquares() : null;
    const [sum5, ...read] = await Promise.all([
      squares?.data(),
      ...pending.map(({ terms }) => terms.data())
    ]);
    squares?.dispose();
    for (const [k, { terms, images }] of pending.entries()) {
      const values = read[k];
      if (!values.every(Number.isFinite)) {
        await notice(backend2);
        const why = `the loss is ${values[0]}`;
        throw stopped(`at step ${firstStep + k}`, why, hooks.advice?.diverged);
      }
      TERMS.forEach((term, n) => sums[term] += values[n] * images);
      terms.dispose();
    }
    pending = [];
    backend2.check();
    if (sum5 === void 0 || Number.isFinite(sum5[0])) return;
    const where = `between steps ${firstStep} and ${step2}`;
    throw stopped(where, "a gradient is no longer finite", hooks.advice?.diverged);
  };
  const interrupted = () => {
    const advice = hooks.advice?.interrupted;
    return new RunError(`interrupted at step ${step2} of ${total}${advice ? `; ${advice}` : ""}`);
  };
  if (step2 < total) {
    const chosen = epochOrder(count, {
      seed,
      epoch: 0
    }).subarray(0, batch);
    const programs = await backend2.prepare(() => stepOfAnother(vae.architecture, {
      set: training,
      chosen,
      loss
    }));
    hooks.prepared?.(programs);
  }
  const rates = [];
  let lastPause = performance.now();
  const closed = () => history.at(-1)?.epoch ?? 0;
  while (closed() < epochs) {
    const epoch = closed();
    const order = epochOrder(count, {
      seed,
      epoch
    });
    const startStep = step2;
    let images = 0;
    let started = performance.now();
    while (step2 < (epoch + 1) * stepsPerEpoch) {
      const first = (step2 - epoch * stepsPerEpoch) * batch;
      const chosen = order.subarray(first, first + batch);
      const rate = rateAt(parameters, step2, total);
      const terms = trainingStep(vae, adam, {
        set: training,
        chosen,
        loss,
        seed,
        step: step2,
        rate
      });
      pending.push({
        terms,
        images: chosen.length
      });
      images += chosen.length;
      step2++;
      if (pending.length >= backend2.readEvery) await readPending();
      if (performance.now() - lastPause <= pause) continue;
      await notice(backend2);
      lastPause = performance.now();
      const seconds2 = (lastPause - started) / 1e3;
      const trained = Math.min(count, (step2 - epoch * stepsPerEpoch) * batch);
      const read = trained - pending.reduce((sum5, { images: images2 }) => sum5 + images2, 0);
      hooks.progress?.({
        step: step2,
        total,
        loss: read > 0 ? sums.loss / read : null,
        imagesPerSecond: images / seconds2
      });
      await hooks.rest?.();
      started += performance.now() - lastPause;
      if (!signal.aborted) continue;
      await readPending();
      await hooks.keep?.(state(), null);
      throw interrupted();
    }
    await readPending();
    const seconds = (performance.now() - started) / 1e3;
    const imagesPerSecond = images > 0 ? images / seconds : null;
    const whole = startStep === epoch * stepsPerEpoch;
    if (whole && imagesPerSecond !== null) rates.push(imagesPerSecond);
    backend2.freeUnused();
    const { bce, kl } = await evaluationLoss(vae, validation);
    backend2.freeUnused();
    history.push({
      epoch: epoch + 1,
      step: step2,
      loss: sums.loss / count,
      bce: sums.bce / count,
      kl: sums.kl / count,
      penalty: sums.penalty / count,
      validationLoss: bce + loss.lambda * kl,
      validationBce: bce,
      validationKl: kl
    });
    sums = {
      ...FIRST_STATE.sums
    };
    await hooks.keep?.(state(), {
      imagesPerSecond
    });
    if (signal.aborted) throw interrupted();
  }
  return {
    history,
    imagesPerSecond: rates.length > 0 ? median(rates) : null
  };
}

// lib/seed.ts
var MAX_SEED = 2 ** 32 - 1;

// lib/explorer/lab/settings.ts
var NETWORKS = {
  quick: {
    size: 32,
    divide: 8,
    words: "32\xD732 images, an eighth of the published widths"
  },
  small: {
    size: 64,
    divide: 4,
    words: "64\xD764 images, a quarter of the published widths"
  }
};
var LAB_SHAPES = Object.fromEntries(FAMILY_NAMES.flatMap((family) => {
  const { petals } = familyOf(family);
  const all = petals ? petals.toSorted((one, other) => one - other).map((petals2) => ({
    family,
    petals: petals2
  })) : [
    usualShapes(family)
  ];
  return all.map((shapes) => [
    shapesSlug(shapes)[0] ?? family,
    shapes
  ]);
}));
var DEFAULT_SETTINGS = {
  shapes: FAMILY_NAMES[0],
  hole: "disc:1.25,1,0.6",
  seed: 0,
  points: 2e3,
  epochs: 20,
  network: "quick",
  posterior: "fixed",
  lambda: 8e-3,
  penalty: "none"
};
var OPTIMISER = {
  batch: 8,
  rate: 1e-3,
  decay: "cosine"
};
var LATENTS = 3;
function familyIn({ shapes }) {
  return LAB_SHAPES[shapes].family;
}
function holeIn(settings) {
  return datasetHole({
    hole: settings.hole,
    family: familyIn(settings)
  });
}

// lib/explorer/lab/commands.ts
var VALIDATION = 0.1;
var HOLE_POINTS = 200;
function datasetParameters({ shapes, hole, seed, points, network }) {
  const { size } = NETWORKS[network];
  const drawn = LAB_SHAPES[shapes];
  return {
    points,
    seed,
    size,
    geometry: "square",
    stroke: usualStroke({
      ...drawn,
      geometry: "square",
      size
    }),
    // The spelling that the dataset's key has.
    hole: formatHole(canonicalHole(datasetHole({
      hole,
      family: drawn.family
    }))),
    validation: VALIDATION,
    holePoints: HOLE_POINTS,
    userPoints: null,
    ...drawn
  };
}
function trainingParameters({ seed, epochs, network, posterior, lambda, penalty }, subset) {
  return {
    divide: NETWORKS[network].divide,
    latents: LATENTS,
    posterior,
    subset,
    loss: {
      lambda,
      penalty,
      gamma: PENALTIES[penalty].gamma,
      weights: "none"
    },
    epochs,
    ...OPTIMISER,
    seed
  };
}

// lib/explorer/lab/lab_hole.ts
var LAB_GRAMMAR = HOLE_GRAMMAR.replace(/^none, /, "");
var PLANE = (SPACE.a[1] - SPACE.a[0]) * (SPACE.b[1] - SPACE.b[0]);
function planeShare(hole) {
  return holeArea(hole) / PLANE;
}
function checkRoom(hole) {
  if (planeShare(hole) < 1 - 1e-9) return;
  throw new RangeError("the hole takes the whole plane, so that no shape is left to train on: draw a smaller hole");
}

// lib/space/outline.ts
function holeOutline(hole) {
  if (hole.kind === "none") return [];
  if (hole.kind === "disc") {
    return Array.from({
      length: 121
    }, (_, i) => ({
      a: hole.a + hole.radius * Math.cos(i / 60 * Math.PI),
      b: hole.b + hole.radius * Math.sin(i / 60 * Math.PI)
    }));
  }
  const sides2 = hole.kind === "box" ? hole : {
    a: SPACE.a,
    b: SPACE.b,
    [hole.axis]: [
      hole.low,
      hole.high
    ]
  };
  const [a0, a1] = sides2.a;
  const [b0, b1] = sides2.b;
  return [
    {
      a: a0,
      b: b0
    },
    {
      a: a1,
      b: b0
    },
    {
      a: a1,
      b: b1
    },
    {
      a: a0,
      b: b1
    },
    {
      a: a0,
      b: b0
    }
  ];
}

// lib/explorer/page/geometry.ts
function withinSpace(point, periodic) {
  const within = (axis) => {
    const [low, high] = SPACE[axis];
    const clamped = Math.min(high, Math.max(low, point[axis]));
    return axis === periodic && clamped !== point[axis] ? wrapped(axis, point[axis]) : clamped;
  };
  return {
    a: within("a"),
    b: within("b")
  };
}

// lib/explorer/lab/watched.ts
var ROW_LENGTH = 7;
var MAP_COLUMNS = 15;
var MAP_ROWS = 20;
var REACH = 1.8;
function frameOf(hole) {
  const outline = holeOutline(hole);
  const side = (axis) => {
    const values = outline.map((point) => point[axis]);
    const [low, high] = [
      Math.min(...values),
      Math.max(...values)
    ];
    if (axis === hole.periodic) return [
      low,
      high
    ];
    return [
      Math.max(SPACE[axis][0], low),
      Math.min(SPACE[axis][1], high)
    ];
  };
  return {
    a: side("a"),
    b: side("b")
  };
}
function rowAcross(hole) {
  const frame = frameOf(hole);
  const axis = hole.kind === "strip" ? hole.axis : "a";
  const other = axis === "a" ? "b" : "a";
  const middle = (side) => (side[0] + side[1]) / 2;
  const half = (frame[axis][1] - frame[axis][0]) / 2;
  const [low, high] = axis === hole.periodic ? around(middle(frame[axis]), Math.min(REACH * half, periodOf(axis) / 2)) : [
    Math.max(SPACE[axis][0], middle(frame[axis]) - REACH * half),
    Math.min(SPACE[axis][1], middle(frame[axis]) + REACH * half)
  ];
  return Array.from({
    length: ROW_LENGTH
  }, (_, k) => {
    const along = low + (high - low) * k / (ROW_LENGTH - 1);
    const point = {
      [axis]: along,
      [other]: middle(frame[other])
    };
    return hole.periodic ? withinSpace(point, hole.periodic) : point;
  });
}
function around(middle, half) {
  return [
    middle - half,
    middle + half
  ];
}
function mapPoints() {
  const step2 = (axis, k, count) => SPACE[axis][0] + (SPACE[axis][1] - SPACE[axis][0]) * (k + 0.5) / count;
  return Array.from({
    length: MAP_ROWS * MAP_COLUMNS
  }, (_, n) => ({
    a: step2("a", n % MAP_COLUMNS, MAP_COLUMNS),
    b: step2("b", Math.floor(n / MAP_COLUMNS), MAP_ROWS)
  }));
}
function mapOrder() {
  return createRandom(0, "lab/map").permutation(MAP_ROWS * MAP_COLUMNS);
}

// lib/explorer/lab/run.ts
var GLANCE = {
  images: 64,
  cells: 100
};
var PAUSE = 300;
var bytesOf2 = (values) => Uint8Array.from(values, (value) => Math.round(255 * value));
function checkCounts(left, { full }) {
  if (left === full) {
    throw new RangeError("none of the shapes lies in the hole, so that it would cost nothing: draw a larger hole, or take more points");
  }
  if (left <= OPTIMISER.batch) {
    throw new RangeError(`the hole leaves ${left} shapes to train on, too few: draw a smaller hole, or take more points`);
  }
}
function createRun({ settings, subset, backend: backend2, draw, tell }) {
  const parameters = trainingParameters(settings, subset);
  const asked = datasetParameters(settings);
  const { size } = asked;
  const area = size * size;
  const setOf = (points2, indices) => {
    const images = new Uint8Array(points2.length * area);
    const chosen = indices ?? points2.map((_, n) => n);
    for (const n of Array.from(chosen)) draw(points2[n], images.subarray(n * area, (n + 1) * area));
    return {
      images,
      points: points2,
      size,
      indices: chosen
    };
  };
  checkRoom(holeIn(settings));
  const { points, subsets, holePoints } = layOut(drawPoints(asked), asked);
  checkCounts(subsets[subset].length, {
    full: subsets.full.length
  });
  const training = setOf(points, subsets[subset]);
  const validation = setOf(points, subsets.validation);
  const inHole = setOf(holePoints);
  const row = setOf(rowAcross(holeIn(settings)));
  const map = setOf(mapPoints());
  const order = mapOrder();
  const { divide, latents, posterior } = parameters;
  const vae = Vae.create({
    size,
    divide,
    latents,
    posterior
  }, parameters.seed);
  const stopping = new AbortController();
  let resting;
  const diceOf = async (set, chosen) => {
    const indices = Array.from(chosen, (n) => set.indices[n]);
    const part = {
      ...set,
      indices
    };
    const { images } = await reconstruct(vae, part);
    const dices = indices.map((index, n) => {
      const truth = Float32Array.from(set.images.subarray(index * area, (index + 1) * area), (level) => level / 255);
      return dice(truth, images.subarray(n * area, (n + 1) * area));
    });
    return {
      images,
      dices
    };
  };
  const first = (count, most) => Array.from({
    length: Math.min(count, most)
  }, (_, n) => n);
  const look = async (epoch, { whole = false } = {}) => {
    const most = whole ? Infinity : GLANCE.images;
    const sets = {
      inside: await diceOf(inHole, first(inHole.indices.length, most)),
      outside: await diceOf(validation, first(validation.indices.length, most))
    };
    const mean7 = (values) => values.reduce((sum5, value) => sum5 + value, 0) / values.length;
    const each = (value) => ({
      inside: value(sets.inside.dices),
      outside: value(sets.outside.dices)
    });
    const cells = whole ? order : Uint32Array.from({
      length: GLANCE.cells
    }, (_, k) => order[((epoch - 1) * GLANCE.cells + k) % order.length]);
    const shown = await diceOf(row, first(row.indices.length, Infinity));
    const mapped = await diceOf(map, cells);
    return {
      dice: each(mean7),
      counts: each(({ length }) => length),
      truth: row.images,
      row: bytesOf2(shown.images),
      cells,
      cellDice: Float32Array.from(mapped.dices)
    };
  };
  return {
    async train() {
      const { reason } = backend2;
      tell({
        kind: "started",
        reason,
        images: training.indices.length
      });
      const adam = new Adam(vae.trainable);
      const history = [];
      const rates = [];
      try {
        await trainEpochs(vae, adam, {
          ...{
            parameters,
            training,
            validation,
            backend: backend2,
            from: FIRST_STATE
          },
          signal: stopping.signal,
          pause: PAUSE,
          hooks: {
            advice: {
              diverged: "another seed may help",
              interrupted: ""
            },
            prepared: (programs) => tell({
              kind: "prepared",
              programs
            }),
            progress: (progress) => tell({
              kind: "progress",
              progress
            }),
            rest: () => resting?.over ?? Promise.resolve(),
            async keep(state, over) {
              if (over === null) return;
              const { imagesPerSecond } = over;
              const line = state.history[state.history.length - 1];
              history.push(line);
              if (imagesPerSecond !== null) rates.push(imagesPerSecond);
              if (line.epoch === parameters.epochs) return;
              const glance = await look(line.epoch);
              tell({
                kind: "epoch",
                line,
                imagesPerSecond,
                glance
              });
            }
          }
        });
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      } finally {
        adam.dispose();
      }
      tell({
        kind: "done",
        whole: history.length === parameters.epochs,
        history,
        imagesPerSecond: rates.length > 0 ? median(rates) : null,
        glance: await look(history.length, {
          whole: true
        })
      });
    },
    pause() {
      if (stopping.signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers();
      resting ??= {
        over: promise,
        end: resolve
      };
    },
    resume() {
      resting?.end();
      resting = void 0;
    },
    stop() {
      stopping.abort();
      this.resume();
    },
    async show(point) {
      const set = setOf([
        point
      ]);
      const { images, dices: [dice2] } = await diceOf(set, [
        0
      ]);
      return {
        truth: set.images,
        image: bytesOf2(images),
        dice: dice2
      };
    },
    async save() {
      const files = {};
      await saveVae(vae, {
        write(path, ...parts) {
          const bytes = parts.map((part) => typeof part === "string" ? new TextEncoder().encode(part) : part);
          const all = new Uint8Array(bytes.reduce((sum5, { length }) => sum5 + length, 0));
          let at = 0;
          for (const part of bytes) {
            all.set(part, at);
            at += part.length;
          }
          files[path] = all;
          return Promise.resolve();
        }
      });
      return files;
    }
  };
}

// lib/explorer/lab/worker.ts
function createWorkerRenderer(options) {
  return createRendererOn(options, (width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", {
      willReadFrequently: true
    });
    return {
      context,
      pixels: () => context.getImageData(0, 0, width, height).data
    };
  });
}
function serve(start) {
  const scope = globalThis;
  const tell = (answer) => scope.postMessage(answer);
  const fail = (error) => tell({
    kind: "failed",
    message: error instanceof Error ? error.message : String(error)
  });
  let run;
  const take = async (request) => {
    if (request.kind === "train") {
      const { settings, subset } = request;
      run = start().then((backend2) => {
        const draw = createWorkerRenderer(datasetParameters(settings));
        return createRun({
          settings,
          subset,
          backend: backend2,
          draw,
          tell
        });
      });
      return await (await run).train();
    }
    const made = await run;
    if (!made) throw new Error("nothing is trained yet");
    switch (request.kind) {
      case "pause":
        return made.pause();
      case "resume":
        return made.resume();
      case "stop":
        return made.stop();
      case "show":
        return tell({
          kind: "shown",
          id: request.id,
          ...await made.show(request.point)
        });
      case "save":
        return tell({
          kind: "saved",
          id: request.id,
          files: await made.save()
        });
    }
  };
  scope.addEventListener("message", ({ data }) => void take(data).catch(fail));
  tell({
    kind: "ready"
  });
}

// lib/explorer/lab/worker_webgpu.ts
serve(async () => {
  const asked = new URLSearchParams(location.search);
  const adapter = asked.get("adapter") ?? "an adapter without a name";
  const backend2 = await startWebGpu(adapter, asked.get("why") ?? "as asked", "ours");
  if (backend2 === null) throw new RunError("WebGPU could not be started");
  return backend2;
});
