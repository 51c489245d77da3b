// Made by deno task build:pages from lib/explorer/lab/worker_wasm.ts: edit that.
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
await import(new URL("../vendor/tf-backend-wasm.js", import.meta.url).href);
var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};

// lib/explorer/lab/worker_wasm.ts
const { setWasmPaths } = globalThis.tf.wasm;

// lib/backend/wasm/start.ts
const tf7 = globalThis.tf;


// lib/backend/wasm/heap.ts
const tf = globalThis.tf;

// lib/errors.ts
var UsageError = class extends Error {
  name = "UsageError";
};
var RunError = class extends Error {
  name = "RunError";
};

// lib/backend/wasm/heap.ts
var FUSED = new URL("./kernels.wasm", import.meta.url);
var BASELINE = new URL("./kernels_baseline.wasm", import.meta.url);
async function bytesOf(build) {
  const answer = await fetch(build);
  if (!answer.ok) {
    throw new RunError(`The kernels are missing: ${answer.status} for ${build.pathname}`);
  }
  return await answer.bytes();
}
function refuseMissingMemory(wasm) {
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const at = bytes < 2 ** 32 ? allocate(bytes) : 0;
    if (at !== 0 || bytes === 0) return at;
    throw new RunError(`wasm, which has 4 GiB at most, has no memory for ${Math.ceil(bytes / 2 ** 20)} MiB more: smaller batches or images take less`);
  };
}
var Heap = class _Heap {
  kernels;
  /** Whether the build with relaxed SIMD (fused multiply-add) is in use. */
  relaxed;
  #backend;
  #internals;
  #scratch = /* @__PURE__ */ new Map();
  constructor(backend2, instance, relaxed) {
    this.#backend = backend2;
    this.#internals = backend2;
    this.kernels = instance.exports;
    this.relaxed = relaxed;
  }
  /**
   * Puts the kernels into the memory of an initialised wasm backend.
   *
   * From then on an allocation that finds no memory throws RunError.
   *
   * @param backend the value of `tf.backend()` while `wasm` is active
   * @param options `relaxed: false` forces the plain SIMD build; by default it is used only where
   * the engine does not validate relaxed SIMD.
   */
  static async create(backend2, options = {}) {
    const { wasm } = backend2;
    const { memory } = wasm.asm;
    refuseMissingMemory(wasm);
    const fused = options.relaxed === false ? null : await bytesOf(FUSED);
    const relaxed = fused !== null && WebAssembly.validate(fused);
    const binary = relaxed ? fused : await bytesOf(BASELINE);
    const { instance } = await WebAssembly.instantiate(binary, {
      // abort is imported by every AssemblyScript module; nothing of ours calls it.
      env: {
        memory,
        abort: () => void 0
      }
    });
    return new _Heap(backend2, instance, relaxed);
  }
  /** Address of a tensor's first value. It holds until the tensor is disposed. */
  address(tensor2) {
    return this.#internals.dataIdMap.get(tensor2.dataId).memoryOffset;
  }
  /** The same memory as another tensor; it is freed with the last of them. */
  share({ dataId, shape, dtype }) {
    this.#backend.incRef(dataId);
    return {
      dataId,
      shape,
      dtype
    };
  }
  /** A new, uninitialised float32 tensor. */
  output(shape) {
    return this.#backend.makeOutput(shape, "float32");
  }
  /** Frees a tensor that no kernel returns. */
  dispose({ dataId }) {
    this.#backend.disposeData(dataId);
  }
  /** A new float32 tensor of zeros. */
  zeros(shape) {
    const tensor2 = this.output(shape);
    this.kernels.zero(this.address(tensor2), 4 * tf.util.sizeFromShape(shape));
    return tensor2;
  }
  /**
   * Scratch memory that lives until the next call with the same name; contents are undefined. One
   * block a name is kept and grown, since a step asks for the same sizes again and again.
   */
  scratch(name, bytes) {
    const known = this.#scratch.get(name);
    if (known && known.bytes >= bytes) return known.at;
    if (known) {
      this.#internals.wasm._free(known.at);
      this.#scratch.delete(name);
    }
    const at = this.#internals.wasm._malloc(bytes);
    this.#scratch.set(name, {
      at,
      bytes
    });
    return at;
  }
  /** A view of memory as float32; valid only until the next allocation, which may move it. */
  floats(at, length) {
    return new Float32Array(this.#internals.wasm.asm.memory.buffer, at >>> 0, length);
  }
  /** A view of memory as float64; valid only until the next allocation, which may move it. */
  doubles(at, length) {
    return new Float64Array(this.#internals.wasm.asm.memory.buffer, at >>> 0, length);
  }
};

// lib/backend/registry.ts
const tf2 = globalThis.tf;
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
  const { strides, pad: pad2, dimRoundingMode, filterShape } = attrs;
  const shape = x.shape;
  const info = tf2.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad2, dimRoundingMode);
  return {
    filterShape,
    info
  };
}

// lib/backend/wasm/adam.ts
const tf3 = globalThis.tf;
function adamKernels(heap) {
  return {
    AdamStep({ first, second, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const [newFirst, newSecond] = [
        heap.output(first.shape),
        heap.output(second.shape)
      ];
      const [m, v, newM, newV] = [
        first,
        second,
        newFirst,
        newSecond
      ].map((tensor2) => heap.address(tensor2));
      const [r, b1, b2, e] = [
        rate,
        beta1,
        beta2,
        epsilon
      ];
      let at = 0;
      const values = Array.from({
        length: count
      }, (_, k) => {
        const value = tensors[`value${k}`];
        const output = heap.output(value.shape);
        const [p, g, newP] = [
          value,
          tensors[`gradient${k}`],
          output
        ].map((tensor2) => heap.address(tensor2));
        const length = tf3.util.sizeFromShape(value.shape);
        heap.kernels.adam(p, m + at, v + at, g, newP, newM + at, newV + at, length, r, b1, b2, e);
        at += length * 4;
        return output;
      });
      return [
        newFirst,
        newSecond,
        ...values
      ];
    }
  };
}

// lib/backend/wasm/tensors.ts
const tf4 = globalThis.tf;

// lib/backend/wasm/convolution.ts
function images(at, [batch, height, width, channels]) {
  const row = width * channels * 4;
  return {
    at,
    batch,
    height,
    width,
    channels,
    row,
    image: height * row
  };
}
function interior(outer, border) {
  return {
    ...outer,
    at: outer.at + border * (outer.row + outer.channels * 4),
    height: outer.height - 2 * border,
    width: outer.width - 2 * border
  };
}
function bordered(heap, shape, border) {
  const [batch, height, width, channels] = shape;
  const [name, size] = border;
  const dimensions = [
    batch,
    height + 2 * size,
    width + 2 * size,
    channels
  ];
  const bytes = 4 * dimensions.reduce((product, length) => product * length);
  const outer = images(heap.scratch(name, bytes), dimensions);
  if (size > 0) {
    heap.kernels.zeroBorder(outer.at, outer.image, outer.row, channels * 4, size, batch, outer.height);
  }
  return outer;
}
function pad(heap, x, border) {
  if (border[1] === 0) return x;
  const outer = bordered(heap, [
    x.batch,
    x.height,
    x.width,
    x.channels
  ], border);
  const inner = interior(outer, border[1]);
  heap.kernels.copyImages(x.at, inner.at, inner.image, inner.row, x.batch, x.height, x.width * x.channels * 4);
  return outer;
}
function imageAt(all, n) {
  return {
    ...all,
    at: all.at + n * all.image,
    batch: 1
  };
}
function panelBytes(taps, inputs, outputs) {
  return taps * inputs * Math.ceil(outputs / 8) * 32;
}
function tapAddress({ at, inputs, outputs }, tap) {
  return at + tap * inputs * outputs * 4;
}
function packForward(heap, filter, panels) {
  const { height, width, inputs, outputs } = filter;
  for (let tap = 0; tap < height * width; tap++) {
    const at = tapAddress(filter, tap);
    heap.kernels.packTap(at, outputs * 4, 4, inputs, outputs, panels, tap, height * width);
  }
}
function packTransposed(heap, filter, panels) {
  const { inputs, outputs } = filter, taps = filter.height * filter.width;
  for (let tap = 0; tap < taps; tap++) {
    const at = tapAddress(filter, taps - 1 - tap);
    heap.kernels.packTap(at, 4, outputs * 4, outputs, inputs, panels, tap, taps);
  }
}
function multiply(heap, operands, { bias, relu: relu5 }) {
  const { x, panels, out, kernel } = operands;
  heap.kernels.convolve(x.at, x.image, x.row, x.row, x.channels * 4, kernel[1] * x.channels, kernel[0], panels, bias, relu5 ? 1 : 0, out.at, out.image, out.row, out.channels * 4, out.batch, out.height, out.width, out.channels);
}
function convolution(heap, filter, epilogue) {
  const { height, width, inputs, outputs } = filter;
  const panels = heap.scratch("panels", panelBytes(height * width, inputs, outputs));
  packForward(heap, filter, panels);
  return (x, out) => multiply(heap, {
    x,
    panels,
    out,
    kernel: [
      height,
      width
    ]
  }, epilogue);
}
function inputGradient(heap, filter) {
  const { height, width, inputs, outputs } = filter;
  const panels = heap.scratch("transposed panels", panelBytes(height * width, outputs, inputs));
  packTransposed(heap, filter, panels);
  const operands = {
    panels,
    kernel: [
      height,
      width
    ]
  };
  return (dy, dx) => multiply(heap, {
    x: dy,
    out: dx,
    ...operands
  }, {
    bias: 0,
    relu: false
  });
}
function filterGradient(heap, filter, { stride = [
  1,
  1
] } = {}) {
  const { height, width, inputs, outputs } = filter;
  const bytes = panelBytes(height * width, inputs, outputs);
  const panels = heap.scratch("gradient panels", bytes);
  heap.kernels.zero(panels, bytes);
  return {
    add(x, dy) {
      heap.kernels.convolveFilterGradient(x.at, x.image, x.row * stride[0], x.row, x.channels * 4 * stride[1], width * x.channels, height, dy.at, dy.image, dy.row, dy.channels * 4, panels, dy.batch, dy.height, dy.width, dy.channels);
    },
    finish() {
      for (let tap = 0; tap < height * width; tap++) {
        const at = tapAddress(filter, tap);
        heap.kernels.unpackTap(panels, tap, height * width, at, outputs * 4, 4, inputs, outputs);
      }
    }
  };
}

// lib/backend/wasm/tensors.ts
function filterOf(heap, tensor2) {
  const [height, width, inputs, outputs] = tensor2.shape;
  return {
    at: heap.address(tensor2),
    height,
    width,
    inputs,
    outputs
  };
}
function imagesOf(heap, tensor2) {
  return images(heap.address(tensor2), tensor2.shape);
}
function floatsOf(heap, tensor2) {
  return heap.floats(heap.address(tensor2), tf4.util.sizeFromShape(tensor2.shape));
}

// lib/backend/wasm/moving_average.ts
function averageKernels(heap) {
  return {
    MovingAverages(tensors, attrs) {
      const { fround } = Math;
      const kept = fround(attrs.momentum);
      const taken = fround(1 - attrs.momentum);
      const count = Object.keys(tensors).length / 2;
      return Array.from({
        length: count
      }, (_, k) => {
        const moved = heap.output(tensors[`average${k}`].shape);
        const [average, batch, out] = [
          tensors[`average${k}`],
          tensors[`batch${k}`],
          moved
        ].map((tensor2) => floatsOf(heap, tensor2));
        for (let c = 0; c < out.length; c++) {
          out[c] = fround(kept * average[c]) + fround(taken * batch[c]);
        }
        return moved;
      });
    }
  };
}

// lib/backend/wasm/turned_filter.ts
function turnedFilterKernels(heap) {
  return {
    TurnFilter({ filter }) {
      return [
        turn(heap, filter)
      ];
    }
  };
}
function takingTransposed(heap, kernels) {
  const taking = (name, kernel) => (inputs, attrs) => {
    if (!attrs.transposed) return kernel(inputs, attrs);
    const filter = turn(heap, inputs.filter);
    const outputs = kernel({
      ...inputs,
      filter
    }, attrs);
    heap.dispose(filter);
    if (name.endsWith("Gradient")) {
      const gradient = outputs[1];
      outputs[1] = turn(heap, gradient);
      heap.dispose(gradient);
    }
    return outputs;
  };
  return Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [
    name,
    taking(name, kernel)
  ]));
}
function turn(heap, filter) {
  const [height, width, rows, columns] = filter.shape;
  const turned = heap.output([
    height,
    width,
    columns,
    rows
  ]);
  const [from, to] = [
    floatsOf(heap, filter),
    floatsOf(heap, turned)
  ];
  const taps = height * width, size = rows * columns;
  for (let tap = 0; tap < taps; tap++) {
    const start = (taps - 1 - tap) * size;
    for (let row = 0; row < rows; row++) {
      let at = start + row;
      const first = tap * size + row * columns;
      for (let n = first; n < first + columns; n++, at += rows) to[at] = from[n];
    }
  }
  return turned;
}

// lib/backend/wasm/batch_norm.ts
const tf5 = globalThis.tf;

// lib/backend/wasm/upsampling.ts
var STRIP_BYTES = 24576;
var CHUNK = 64;
function panelBytes2(inputs, outputs) {
  return 9 * inputs * Math.ceil(outputs / 8) * 32;
}
function upsampledConvolution(heap, { at, inputs, outputs }, { bias, relu: relu5 }) {
  const panels = heap.scratch("panels", panelBytes2(inputs, outputs));
  const tap = inputs * outputs * 4;
  heap.kernels.packProducts(at, tap, outputs * 4, 4, inputs, outputs, panels, 0, 1, 2);
  const offsets = wholeBlocks(heap, bias, outputs);
  return (x, out) => {
    const rows = heap.scratch("differences", 576 + 20 * (x.width + 1) * inputs);
    for (let n = 0; n < x.batch; n++) {
      heap.kernels.convolveUpsampled(x.at + n * x.image, x.height, x.width, inputs, panels, offsets, relu5 ? 1 : 0, out.at + n * out.image, outputs, rows);
    }
  };
}
function wholeBlocks(heap, bias, outputs) {
  const length = 8 * Math.ceil(outputs / 8);
  const at = heap.scratch("biases", length * 4);
  const values = heap.floats(at, length).fill(0);
  if (bias) values.set(heap.floats(bias, outputs));
  return at;
}
function upsampledInputGradient(heap, { at, inputs, outputs }) {
  const panels = heap.scratch("transposed panels", panelBytes2(outputs, inputs));
  const tap = inputs * outputs * 4;
  heap.kernels.packProducts(at, tap, 4, outputs * 4, outputs, inputs, panels, 2, 0, 1);
  const pixels = Math.max(6, 6 * Math.floor(STRIP_BYTES / (72 * outputs)));
  const sums = 32 * Math.ceil(inputs / 8);
  return (dy, dx) => {
    const strip = Math.min(pixels, dx.height * dx.width);
    const packed = heap.scratch("differences", strip * (12 * outputs + sums));
    for (let n = 0; n < dx.batch; n++) {
      heap.kernels.upsampledInputGradient(dy.at + n * dy.image + dy.row + dy.channels * 4, dy.row, dx.height, dx.width, outputs, panels, dx.at + n * dx.image, inputs, strip, packed);
    }
  };
}
function upsampledFilterGradient(heap, { at, inputs, outputs }) {
  const bytes = panelBytes2(inputs, outputs);
  const panels = heap.scratch("gradient panels", bytes);
  heap.kernels.zero(panels, bytes);
  return {
    add(x, dy) {
      const { rows, strip } = chunkOf(x);
      const pixels = 3 * (rows + 1) * (x.width + 1);
      const chunk = heap.scratch("differences", pixels * inputs * 4 + rows * strip * 1152);
      for (let n = 0; n < x.batch; n++) {
        heap.kernels.upsampledFilterGradient(x.at + n * x.image, x.height, x.width, inputs, dy.at + n * dy.image, dy.row, outputs, panels, rows, strip, chunk);
      }
    },
    finish() {
      heap.kernels.unpackProducts(panels, at, inputs, outputs);
    }
  };
}
function chunkOf({ height, width }) {
  const strips = Math.ceil(width / CHUNK);
  const rows = strips > 1 ? 1 : Math.min(height, Math.floor(CHUNK / width));
  return {
    rows,
    strip: Math.ceil(width / strips)
  };
}

// lib/backend/wasm/batch_norm.ts
function batchNormKernels(heap) {
  return {
    ConvReluBatchNorm({ x, filter, bias, gamma, beta }, { upsample, epsilon }) {
      const options = {
        upsample
      };
      const { r, mean: mean7, variance } = convReluMoments(heap, {
        x,
        filter,
        bias
      }, options);
      const scaling = scalingOf(heap, {
        mean: mean7,
        variance,
        gamma,
        beta
      }, epsilon);
      return [
        normalise(heap, r, scaling),
        r,
        mean7,
        variance
      ];
    },
    ConvReluScale({ x, filter, bias, gamma, beta, mean: mean7, variance }, { upsample, epsilon }) {
      const r = convReluSame(heap, {
        x,
        filter,
        bias
      }, {
        upsample
      });
      const scaling = scalingOf(heap, {
        mean: mean7,
        variance,
        gamma,
        beta
      }, epsilon);
      return [
        normalise(heap, r, scaling),
        r
      ];
    },
    ConvReluBatchNormGradient({ dy, x, filter, gamma, r, mean: mean7, variance }, { upsample, epsilon }) {
      const channels = r.shape[3];
      const add12 = channelSums(heap, channels);
      add12(imagesOf(heap, dy), heap.address(r));
      const { sums, products } = add12.totals();
      const normalisation = {
        gamma,
        mean: mean7,
        variance
      };
      const { coefficients, dGamma, dBeta } = normalisationGradient(heap, normalisation, {
        sums,
        products,
        pixels: tf5.util.sizeFromShape(r.shape) / channels,
        epsilon
      });
      const inputs = {
        dy,
        x,
        filter,
        r
      };
      const options = {
        upsample
      };
      const [dx, dFilter, dBias] = throughConvolution(heap, inputs, coefficients, options);
      return [
        dx,
        dFilter,
        dBias,
        dGamma,
        dBeta
      ];
    },
    ConvReluBatchNormDot({ x, filter, bias, gamma, beta, outFilter, outBias }, { epsilon }) {
      const options = {
        upsample: false
      };
      const { r, mean: mean7, variance } = convReluMoments(heap, {
        x,
        filter,
        bias
      }, options);
      const scaling = scalingOf(heap, {
        mean: mean7,
        variance,
        gamma,
        beta
      }, epsilon);
      return [
        scaleAndDot(heap, r, {
          ...scaling,
          outFilter,
          outBias
        }),
        r,
        mean7,
        variance
      ];
    },
    ConvReluScaleDot({ x, filter, bias, gamma, beta, mean: mean7, variance, outFilter, outBias }, { epsilon }) {
      const r = convReluSame(heap, {
        x,
        filter,
        bias
      }, {
        upsample: false
      });
      const scaling = scalingOf(heap, {
        mean: mean7,
        variance,
        gamma,
        beta
      }, epsilon);
      return [
        scaleAndDot(heap, r, {
          ...scaling,
          outFilter,
          outBias
        }),
        r
      ];
    },
    ConvReluBatchNormDotGradient({ dy, x, filter, gamma, beta, outFilter, r, mean: mean7, variance }, { epsilon }) {
      const channels = r.shape[3], pixels = tf5.util.sizeFromShape(dy.shape);
      const scratch = heap.scratch("sums", (channels + 1) * 8);
      heap.kernels.zero(scratch, (channels + 1) * 8);
      const total = scratch + channels * 8;
      heap.kernels.weightedSums(heap.address(r), heap.address(dy), pixels, channels, scratch, total);
      const weighted = heap.doubles(scratch, channels).slice();
      const [sum5] = heap.doubles(total, 1);
      const w = floatsOf(heap, outFilter).slice();
      const { coefficients, dGamma, dBeta } = normalisationGradient(heap, {
        gamma,
        mean: mean7,
        variance
      }, {
        sums: Float64Array.from(w, (wc) => wc * sum5),
        products: Float64Array.from(w, (wc, c) => wc * weighted[c]),
        pixels,
        epsilon
      });
      const a = heap.floats(coefficients, channels);
      for (let c = 0; c < channels; c++) a[c] *= w[c];
      const [dOutFilter, dOutBias] = [
        heap.output(outFilter.shape),
        heap.output([
          1
        ])
      ];
      floatsOf(heap, dOutBias)[0] = sum5;
      const dW = floatsOf(heap, dOutFilter);
      const [gammas, betas, means, variances] = [
        gamma,
        beta,
        mean7,
        variance
      ].map((tensor2) => floatsOf(heap, tensor2));
      for (let c = 0; c < channels; c++) {
        const inverse = 1 / Math.sqrt(variances[c] + epsilon);
        dW[c] = gammas[c] * inverse * (weighted[c] - means[c] * sum5) + betas[c] * sum5;
      }
      const inputs = {
        dy,
        x,
        filter,
        r
      };
      const options = {
        upsample: false
      };
      const [dx, dFilter, dBias] = throughConvolution(heap, inputs, coefficients, options);
      return [
        dx,
        dFilter,
        dBias,
        dGamma,
        dBeta,
        dOutFilter,
        dOutBias
      ];
    }
  };
}
function convReluMoments(heap, inputs, { upsample }) {
  const channels = inputs.filter.shape[3];
  const add12 = channelSums(heap, channels);
  const r = convReluSame(heap, inputs, {
    upsample,
    each: (image3) => add12(image3, image3.at)
  });
  const pixels = tf5.util.sizeFromShape(r.shape) / channels;
  const { sums, products } = add12.totals();
  const [mean7, variance] = [
    heap.output([
      channels
    ]),
    heap.output([
      channels
    ])
  ];
  const [means, variances] = [
    floatsOf(heap, mean7),
    floatsOf(heap, variance)
  ];
  for (let c = 0; c < channels; c++) {
    const center = sums[c] / pixels;
    means[c] = center;
    variances[c] = Math.max(0, products[c] / pixels - center * center);
  }
  return {
    r,
    mean: mean7,
    variance
  };
}
function normalisationGradient(heap, { gamma, mean: mean7, variance }, { sums, products, pixels, epsilon }) {
  const channels = sums.length;
  const [dGamma, dBeta] = [
    heap.output([
      channels
    ]),
    heap.output([
      channels
    ])
  ];
  const coefficients = heap.scratch("coefficients", channels * 12);
  const [a, b, d] = [
    0,
    1,
    2
  ].map((k) => heap.floats(coefficients + k * channels * 4, channels));
  const [gammas, means, variances, dGammas, dBetas] = [
    gamma,
    mean7,
    variance,
    dGamma,
    dBeta
  ].map((tensor2) => floatsOf(heap, tensor2));
  for (let c = 0; c < channels; c++) {
    const inverse = 1 / Math.sqrt(variances[c] + epsilon);
    const dGammaC = inverse * (products[c] - means[c] * sums[c]);
    dGammas[c] = dGammaC;
    dBetas[c] = sums[c];
    a[c] = gammas[c] * inverse;
    b[c] = -a[c] * inverse * dGammaC / pixels;
    d[c] = -a[c] * sums[c] / pixels - b[c] * means[c];
  }
  return {
    coefficients,
    dGamma,
    dBeta
  };
}
function throughConvolution(heap, { dy, x, filter, r }, coefficients, { upsample }) {
  const [batch, height, width, channels] = r.shape;
  const border = (filter.shape[0] - 1) / 2;
  const [dx, dFilter] = [
    heap.output(x.shape),
    heap.zeros(filter.shape)
  ];
  const dBias = heap.zeros([
    channels
  ]);
  const source = pad(heap, imagesOf(heap, x), [
    "x",
    upsample ? 0 : border
  ]);
  const toInput = (upsample ? upsampledInputGradient : inputGradient)(heap, filterOf(heap, filter));
  const gradientOf = upsample ? upsampledFilterGradient : filterGradient;
  const toFilter = gradientOf(heap, filterOf(heap, dFilter));
  const [outputs, gradients, inputs] = [
    r,
    dy,
    dx
  ].map((tensor2) => imagesOf(heap, tensor2));
  const padded = bordered(heap, [
    1,
    height,
    width,
    channels
  ], [
    "dy",
    border
  ]);
  const inner = interior(padded, border);
  for (let n = 0; n < batch; n++) {
    heap.kernels.batchNormGradient(imageAt(outputs, n).at, imageAt(gradients, n).at, gradients.channels * 4, coefficients, coefficients + channels * 4, coefficients + channels * 8, heap.address(dBias), inner.at, inner.image, inner.row, 1, height, width, channels);
    toFilter.add(imageAt(source, n), inner);
    toInput(padded, imageAt(inputs, n));
  }
  toFilter.finish();
  return [
    dx,
    dFilter,
    dBias
  ];
}
function convReluSame(heap, { x, filter, bias }, { upsample, each }) {
  const [batch, height, width] = x.shape;
  const scale = upsample ? 2 : 1;
  const r = heap.output([
    batch,
    height * scale,
    width * scale,
    filter.shape[3]
  ]);
  const border = upsample ? 0 : (filter.shape[0] - 1) / 2;
  const source = pad(heap, imagesOf(heap, x), [
    "x",
    border
  ]);
  const epilogue = {
    bias: heap.address(bias),
    relu: true
  };
  const through = upsample ? upsampledConvolution : convolution;
  const convolve2 = through(heap, filterOf(heap, filter), epilogue);
  const out = imagesOf(heap, r);
  for (let n = 0; n < batch; n++) {
    convolve2(imageAt(source, n), imageAt(out, n));
    each?.(imageAt(out, n));
  }
  return r;
}
function channelSums(heap, channels) {
  const sums = heap.scratch("sums", channels * 16);
  heap.kernels.zero(sums, channels * 16);
  const products = sums + channels * 8;
  const add12 = ({ at, batch, height, width }, y) => heap.kernels.channelSums(at, y, batch * height * width, channels, sums, products);
  const totals = () => ({
    sums: heap.doubles(sums, channels).slice(),
    products: heap.doubles(products, channels).slice()
  });
  return Object.assign(add12, {
    totals
  });
}
function scalingOf(heap, { mean: mean7, variance, gamma, beta }, epsilon) {
  const [means, variances, gammas, betas] = [
    mean7,
    variance,
    gamma,
    beta
  ].map((tensor2) => floatsOf(heap, tensor2));
  const scale = gammas.map((value, c) => value / Math.sqrt(variances[c] + epsilon));
  return {
    scale,
    shift: betas.map((value, c) => value - means[c] * scale[c])
  };
}
function normalise(heap, r, { scale, shift }) {
  const y = heap.output(r.shape);
  const channels = scale.length;
  const at = heap.scratch("coefficients", channels * 12);
  heap.floats(at, channels).set(scale);
  heap.floats(at + channels * 4, channels).set(shift);
  const pixels = tf5.util.sizeFromShape(r.shape) / channels;
  const [from, to] = [
    heap.address(r),
    heap.address(y)
  ];
  heap.kernels.scaleChannels(from, at, at + channels * 4, to, pixels, channels);
  return y;
}
function scaleAndDot(heap, r, { scale, shift, outFilter, outBias }) {
  const logits = heap.output([
    ...r.shape.slice(0, 3),
    1
  ]);
  const channels = scale.length;
  const at = heap.scratch("coefficients", channels * 12);
  const w = floatsOf(heap, outFilter);
  heap.floats(at, channels).set(scale.map((value, c) => value * w[c]));
  const constant = shift.reduce((sum5, value, c) => sum5 + value * w[c], floatsOf(heap, outBias)[0]);
  heap.floats(at + channels * 4, 1)[0] = constant;
  const pixels = tf5.util.sizeFromShape(logits.shape);
  const [from, to] = [
    heap.address(r),
    heap.address(logits)
  ];
  heap.kernels.dotPixels(from, at, at + channels * 4, to, pixels, channels);
  return logits;
}

// lib/backend/wasm/cross_entropy.ts
const tf6 = globalThis.tf;
function crossEntropyKernels(heap) {
  return {
    LogitsCrossEntropy({ logits, targets }) {
      const batch = logits.shape[0], length = tf6.util.sizeFromShape(logits.shape) / batch;
      const out = heap.output([
        batch
      ]);
      const values = floatsOf(heap, out);
      const [l, x] = [
        heap.address(logits),
        heap.address(targets)
      ];
      for (let n = 0; n < batch; n++) {
        const offset = n * length * 4;
        values[n] = heap.kernels.crossEntropy(l + offset, x + offset, length) / length;
      }
      return [
        out
      ];
    },
    LogitsCrossEntropyGradient({ dy, logits, targets }) {
      const batch = logits.shape[0], length = tf6.util.sizeFromShape(logits.shape) / batch;
      const out = heap.output(logits.shape);
      const scales = floatsOf(heap, dy);
      const [l, x, to] = [
        logits,
        targets,
        out
      ].map((tensor2) => heap.address(tensor2));
      for (let n = 0; n < batch; n++) {
        const at = n * length * 4, scale = scales[n] / length;
        heap.kernels.crossEntropyGradient(l + at, x + at, scale, to + at, length);
      }
      return [
        out
      ];
    }
  };
}

// lib/backend/wasm/winograd.ts
var POSITIONS = 16;
var ROW = 4;
var STRIP_BYTES2 = 128 * 1024;
var STRIP_TILES = {
  least: 6,
  most: 48
};
var GRADIENT_STRIP_BYTES = 256 * 1024;
var GRADIENT_STRIP_TILES = {
  least: 8,
  most: 64
};
function panelBytes3(inputs, outputs) {
  return POSITIONS * inputs * Math.ceil(outputs / 8) * 32;
}
function pixelBytes(channels) {
  return Math.ceil(channels / 8) * 32 + 16;
}
function planeBytes(strip, pixel) {
  return strip * pixel + 64;
}
function stripTiles({ batch, height, width }, { fit, least, most }) {
  const tiles = batch * Math.ceil(height / 2) * Math.ceil(width / 2);
  const limit = Math.max(least, Math.min(most, fit - fit % least));
  return Math.ceil(tiles / Math.ceil(tiles / limit));
}
function convolve(heap, panels, { bias, relu: relu5, pooled = 0 }) {
  return (x, out) => {
    const pixel = pixelBytes(x.channels);
    const fit = Math.floor(STRIP_BYTES2 / (POSITIONS * pixel));
    const even = stripTiles(out, {
      fit,
      ...STRIP_TILES
    });
    const strip = Math.ceil(even / STRIP_TILES.least) * STRIP_TILES.least;
    const plane = planeBytes(strip, pixel);
    heap.kernels.winogradConvolve(x.at, x.image, x.row, x.channels * 4, x.channels, panels, bias, relu5 ? 1 : 0, out.at, out.image, out.row, out.channels * 4, out.batch, out.height, out.width, out.channels, pooled, strip, pixel, plane, heap.scratch("Winograd strip", POSITIONS * (plane + strip * 32)));
  };
}
function winogradConvolution(heap, { at, inputs, outputs }, epilogue) {
  const panels = heap.scratch("Winograd panels", panelBytes3(inputs, outputs));
  heap.kernels.winogradPack(at, inputs * outputs * 4, outputs * 4, 4, inputs, outputs, panels);
  return convolve(heap, panels, epilogue);
}
function winogradInputGradient(heap, { at, inputs, outputs }) {
  const panels = heap.scratch("Winograd panels", panelBytes3(outputs, inputs));
  const tap = inputs * outputs * 4;
  heap.kernels.winogradPack(at + 8 * tap, -tap, 4, outputs * 4, outputs, inputs, panels);
  return convolve(heap, panels, {
    bias: 0,
    relu: false
  });
}
function winogradFilterGradient(heap, { at, inputs, outputs }) {
  const bytes = panelBytes3(inputs, outputs);
  const panels = heap.scratch("Winograd panels", bytes);
  heap.kernels.zero(panels, bytes);
  const [vPixel, wPixel] = [
    pixelBytes(inputs),
    pixelBytes(outputs)
  ];
  const fit = Math.floor(GRADIENT_STRIP_BYTES / (ROW * (vPixel + wPixel)));
  return {
    add(x, dy) {
      const strip = stripTiles(dy, {
        fit,
        ...GRADIENT_STRIP_TILES
      });
      const [vPlane, wPlane] = [
        planeBytes(strip, vPixel),
        planeBytes(strip, wPixel)
      ];
      heap.kernels.winogradFilterGradient(x.at, x.image, x.row, x.channels * 4, inputs, dy.at, dy.image, dy.row, dy.channels * 4, panels, dy.batch, dy.height, dy.width, outputs, strip, vPixel, vPlane, wPixel, wPlane, heap.scratch("Winograd strip", ROW * (vPlane + wPlane)));
    },
    finish: () => heap.kernels.winogradUnpack(panels, at, inputs, outputs)
  };
}

// lib/backend/wasm/winograd_rule.ts
var LEAST_CHANNELS = 16;
var LEAST_TILES = 64;
function tilesOf(batch, height, width) {
  return batch * Math.ceil(height / 2) * Math.ceil(width / 2);
}
function outputTiles({ batch, height, width, filter }) {
  return tilesOf(batch, height - filter[0] + 1, width - filter[1] + 1);
}
function usesWinograd(pass, shape) {
  const [height, width, inputs, outputs] = shape.filter;
  if (height !== 3 || width !== 3 || Math.min(inputs, outputs) < LEAST_CHANNELS) return false;
  return pass !== "filterGradient" || outputTiles(shape) >= LEAST_TILES;
}

// lib/backend/wasm/pooling.ts
function poolingKernels(heap) {
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
      const r = heap.output(shape);
      const y = heap.output([
        batch,
        Math.ceil(shape[1] / 2),
        Math.ceil(shape[2] / 2),
        channels
      ]);
      const epilogue = {
        bias: heap.address(bias),
        relu: true
      };
      if (usesWinograd("forward", {
        batch,
        height,
        width,
        filter: filter.shape
      })) {
        const pooled = heap.address(y);
        const convolve3 = winogradConvolution(heap, filterOf(heap, filter), {
          ...epilogue,
          pooled
        });
        convolve3(imagesOf(heap, x), imagesOf(heap, r));
        return [
          y,
          r
        ];
      }
      const convolve2 = convolution(heap, filterOf(heap, filter), epilogue);
      convolve2(imagesOf(heap, x), imagesOf(heap, r));
      heap.kernels.maxPool(heap.address(r), heap.address(y), shape[0], shape[1], shape[2], channels);
      return [
        y,
        r
      ];
    },
    ConvReluPoolGradient({ dy, x, filter, r, y }, { inputGradient: wanted }) {
      const [batch, height, width, channels] = r.shape;
      const border = filter.shape[0] - 1;
      const padded = bordered(heap, r.shape, [
        "dy",
        border
      ]);
      const inner = interior(padded, border);
      const dBias = heap.zeros([
        channels
      ]);
      heap.kernels.maxPoolGradient(heap.address(r), heap.address(y), heap.address(dy), 1, inner.at, inner.image, inner.row, heap.address(dBias), batch, height, width, channels);
      const layer = {
        batch,
        height: x.shape[1],
        width: x.shape[2],
        filter: filter.shape
      };
      const dFilter = heap.zeros(filter.shape);
      const start = usesWinograd("filterGradient", layer) ? winogradFilterGradient : filterGradient;
      const gradient = start(heap, filterOf(heap, dFilter));
      gradient.add(imagesOf(heap, x), inner);
      gradient.finish();
      if (!wanted) return [
        dFilter,
        dBias
      ];
      const dx = heap.output(x.shape);
      const pack = usesWinograd("inputGradient", layer) ? winogradInputGradient : inputGradient;
      pack(heap, filterOf(heap, filter))(padded, imagesOf(heap, dx));
      return [
        dFilter,
        dBias,
        dx
      ];
    }
  };
}

// lib/backend/wasm/kernels.ts
function registerWasmKernels(heap) {
  const kernels = {
    ...poolingKernels(heap),
    ...takingTransposed(heap, batchNormKernels(heap)),
    ...crossEntropyKernels(heap),
    ...adamKernels(heap),
    ...averageKernels(heap),
    ...turnedFilterKernels(heap),
    ...missingKernels(heap)
  };
  registerKernels("wasm", kernels);
}
function missingKernels(heap) {
  return {
    // Here for its speed: 4.22 copies the memory (its other backends share it), and autodiff clones
    // every tensor that a gradient needs, 3 of 27 ms a step. Can go when TF.js shares too.
    Identity: ({ x }) => [
      heap.share(x)
    ],
    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { filterShape, info } = filterGradientInfo(x, attrs);
      const { top, bottom, left, right } = info.padInfo;
      const dFilter = heap.zeros(filterShape);
      const border = Math.max(top, bottom, left, right);
      const padded = pad(heap, imagesOf(heap, x), [
        "x",
        border
      ]);
      const source = {
        ...padded,
        at: padded.at + (border - top) * padded.row + (border - left) * padded.channels * 4
      };
      const stride = [
        info.strideHeight,
        info.strideWidth
      ];
      const gradient = filterGradient(heap, filterOf(heap, dFilter), {
        stride
      });
      gradient.add(source, imagesOf(heap, dy));
      gradient.finish();
      return [
        dFilter
      ];
    }
  };
}

// lib/backend/wasm/start.ts
async function startWasm(why, kernels) {
  if ("Deno" in globalThis) {
    await Deno.stat(new URL(import.meta.resolve("@tensorflow/tfjs-backend-wasm")));
  }
  await tf7.setBackend("wasm");
  const heap = await Heap.create(tf7.backend());
  if (kernels === "ours") registerWasmKernels(heap);
  const simd = kernels === "ours" ? `${heap.relaxed ? "relaxed" : "plain"} SIMD` : "stock kernels";
  return {
    name: "wasm",
    adapter: null,
    software: false,
    reason: `backend wasm (${why}), ${simd}`,
    module: import.meta.url,
    flags: {
      relaxedSimd: heap.relaxed
    },
    onProcessor: true,
    readEvery: 1,
    // A NaN reaches the loss from every variable; a test checks that it does.
    hidesNaN: false,
    check() {
    },
    prepare: () => Promise.resolve(0),
    freeUnused() {
    }
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
const tf9 = globalThis.tf;

// lib/model/architecture.ts
const tf8 = globalThis.tf;

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
  return tf8.initializers.randomNormal({
    mean: 0,
    stddev: 0.05,
    seed: 1
  });
}
function createEncoder(architecture) {
  const { size, latents, posterior } = architecture;
  const input2 = tf8.input({
    shape: [
      size,
      size,
      1
    ],
    name: "image"
  });
  let x = input2;
  ENCODER_FILTERS.forEach((filters, block2) => {
    const convolution2 = tf8.layers.conv2d({
      name: `encoder_conv_${block2 + 1}`,
      filters: dividedFilters(filters, architecture.divide),
      kernelSize: 3,
      padding: "valid",
      activation: "relu",
      kernelInitializer: kernelInitializer()
    });
    const pool = tf8.layers.maxPooling2d({
      name: `encoder_pool_${block2 + 1}`,
      poolSize: 2,
      padding: "same"
    });
    x = pool.apply(convolution2.apply(x));
  });
  x = tf8.layers.flatten({
    name: "encoder_flatten"
  }).apply(x);
  const head = (name) => tf8.layers.dense({
    name,
    units: latents,
    kernelInitializer: kernelInitializer()
  }).apply(x);
  const outputs = posterior === "learned" ? [
    head("mean"),
    head("log_variance")
  ] : head("mean");
  return tf8.model({
    name: "encoder",
    inputs: input2,
    outputs
  });
}
function createDecoder(architecture) {
  const { size, latents } = architecture;
  const side = size / 8;
  const input2 = tf8.input({
    shape: [
      latents
    ],
    name: "latent"
  });
  const expand = tf8.layers.dense({
    name: "decoder_dense",
    units: side * side * SEED_CHANNELS,
    useBias: false,
    activation: "relu",
    kernelInitializer: kernelInitializer()
  });
  const reshape6 = tf8.layers.reshape({
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
      x = tf8.layers.upSampling2d({
        name: `decoder_up_${block2 + 1}`,
        size: [
          2,
          2
        ]
      }).apply(x);
    }
    const convolution2 = tf8.layers.conv2dTranspose({
      name: `decoder_conv_${block2 + 1}`,
      filters: dividedFilters(filters, architecture.divide),
      kernelSize: upsample ? 3 : 1,
      padding: "same",
      activation: "relu",
      kernelInitializer: kernelInitializer()
    });
    const norm = tf8.layers.batchNormalization({
      name: `decoder_norm_${block2 + 1}`,
      momentum: BATCH_NORM_MOMENTUM,
      epsilon: BATCH_NORM_EPSILON
    });
    x = norm.apply(convolution2.apply(x));
  });
  const output = tf8.layers.conv2dTranspose({
    name: "decoder_output",
    filters: 1,
    kernelSize: 1,
    padding: "same",
    activation: "sigmoid",
    kernelInitializer: kernelInitializer()
  });
  return tf8.model({
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
    const values = random.normalInto(new Float32Array(tf8.util.sizeFromShape(shape)));
    for (let i = 0; i < values.length; i++) values[i] *= 0.05;
    const tensor2 = tf8.tensor(values, shape);
    kernel.write(tensor2);
    tensor2.dispose();
  }
}
function joinNetwork({ encoder, decoder }) {
  const [image3] = encoder.inputs;
  const [mean7] = encoder.outputs;
  const reconstruction = decoder.apply(mean7);
  return tf8.model({
    name: "vae",
    inputs: image3,
    outputs: reconstruction
  });
}

// lib/model/saving.ts
async function saveModel(model2, out, folder) {
  await model2.save(tf9.io.withSaveHandler(async (artifacts) => {
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
    const data = tf9.io.concatenateArrayBuffers([].concat(artifacts.weightData));
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
const tf18 = globalThis.tf;

// lib/backend/cross_entropy.ts
const tf11 = globalThis.tf;

// lib/backend/kernel.ts
const tf10 = globalThis.tf;
function hasKernel(name) {
  return tf10.getKernel(name, tf10.getBackend()) != null;
}
function runKernel(name, inputs, attrs = {}) {
  return [].concat(tf10.engine().runKernel(name, inputs, attrs));
}
function differentiable(inputs, forward) {
  const operation = tf10.customGrad((...args) => {
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
  const pixels = tf11.util.sizeFromShape(rest);
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
    const softplus = tf11.log1p(tf11.exp(tf11.neg(tf11.abs(logits))));
    const terms = tf11.add(tf11.sub(tf11.relu(logits), tf11.mul(logits, targets)), softplus);
    return {
      value: tf11.mean(tf11.reshape(terms, [
        batch,
        pixels
      ]), 1),
      gradient: (dy, [logits2, targets2]) => {
        const scale = tf11.reshape(tf11.div(dy, pixels), [
          batch,
          1,
          1,
          1
        ]);
        return tf11.mul(tf11.sub(tf11.sigmoid(logits2), targets2), scale);
      }
    };
  });
}

// lib/model/image_tensor.ts
const tf12 = globalThis.tf;

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
function imageTensor({ images: images2, size, indices }, chosen) {
  const pixels = size * size;
  const values = new Float32Array(chosen.length * pixels);
  for (let n = 0; n < chosen.length; n++) {
    const from = indices[chosen[n]] * pixels;
    for (let i = 0; i < pixels; i++) values[n * pixels + i] = SHADES[images2[from + i]];
  }
  return tf12.tensor4d(values, [
    chosen.length,
    size,
    size,
    1
  ]);
}
function posteriorOf(vae, { set, chosen, images: images2 }) {
  if (POSTERIORS[vae.architecture.posterior].encoder) return vae.encode(images2());
  const points = Array.from(chosen, (n) => set.points[set.indices[n]]);
  const mean7 = tf12.tensor2d(trueCodes(points, set.periodic), [
    points.length,
    TRUE_LATENTS
  ]);
  return {
    mean: mean7,
    logVariance: tf12.zerosLike(mean7)
  };
}

// lib/model/losses.ts
const tf17 = globalThis.tf;

// lib/backend/latents.ts
const tf13 = globalThis.tf;
function latentMeanDivergence(mean7, logVariance) {
  if (!hasKernel("LatentDivergence")) {
    const terms = tf13.sub(tf13.add(tf13.square(mean7), tf13.exp(logVariance)), tf13.add(logVariance, 1));
    return tf13.mean(terms, 1);
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
    return tf13.add(mean7, tf13.mul(tf13.exp(tf13.mul(logVariance, 0.5)), noise));
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
        tf13.clone(dy),
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
const tf14 = globalThis.tf;
function objectiveOf(parts, { lambda, gamma }) {
  const { crossEntropy, divergence, penalty } = parts;
  if (!hasKernel("Objective")) {
    const bce2 = tf14.mean(crossEntropy);
    const kl2 = tf14.mean(divergence);
    const regulariser = tf14.add(tf14.mul(kl2, lambda), tf14.mul(penalty, gamma));
    return {
      loss: tf14.add(bce2, regulariser),
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
    terms = rest.map((term) => tf14.keep(term));
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
  const [bce, kl] = terms.map((term) => tf14.clone(term));
  tf14.dispose(terms);
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
    compute: (_, { tf: tf28 }) => tf28.scalar(0)
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
    compute: ({ mean: mean7, logVariance }, { tf: tf28, terms }) => {
      const spread = tf28.mul(tf28.eye(mean7.shape[1]), tf28.mean(tf28.exp(logVariance), 0, true));
      return terms.dipPenalty(tf28.add(terms.batchCovariance(mean7), spread), {
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
const tf16 = globalThis.tf;

// lib/model/elbo_decomposition.ts
const tf15 = globalThis.tf;
function logNormal(x, mean7, logVariance) {
  const scaled = tf15.mul(tf15.square(tf15.sub(x, mean7)), tf15.exp(tf15.neg(logVariance)));
  return tf15.mul(tf15.add(tf15.add(scaled, logVariance), Math.log(2 * Math.PI)), -0.5);
}
function logWeights(batch, datasetSize) {
  const own = batch === 1 ? 0 : Math.log(1 / datasetSize);
  const other = Math.log((datasetSize - 1) / (datasetSize * (batch - 1)));
  const values = Array.from({
    length: batch * batch
  }, (_, n) => n % (batch + 1) === 0 ? own : other);
  return tf15.tensor2d(values, [
    batch,
    batch
  ]);
}
function elboDecomposition({ latents, mean: mean7, logVariance, datasetSize }) {
  const [batch, width] = latents.shape;
  if (datasetSize < batch) {
    throw new RangeError(`Cannot estimate the aggregate posterior: the training set must hold at least the batch's ${batch} images, received ${datasetSize}`);
  }
  const sum5 = (values) => tf15.sum(values, -1);
  const posterior = sum5(logNormal(latents, mean7, logVariance));
  const prior = sum5(logNormal(latents, tf15.zerosLike(latents), tf15.zerosLike(latents)));
  const others = (values) => tf15.reshape(values, [
    1,
    batch,
    width
  ]);
  const density = logNormal(tf15.reshape(latents, [
    batch,
    1,
    width
  ]), others(mean7), others(logVariance));
  const weights = logWeights(batch, datasetSize);
  const aggregate = tf15.logSumExp(tf15.add(sum5(density), weights), 1);
  const marginals = sum5(tf15.logSumExp(tf15.add(density, tf15.reshape(weights, [
    batch,
    batch,
    1
  ])), 1));
  return {
    mutualInformation: tf15.mean(tf15.sub(posterior, aggregate)),
    totalCorrelation: tf15.mean(tf15.sub(aggregate, marginals)),
    dimensionwiseKl: tf15.mean(tf15.sub(marginals, prior))
  };
}

// lib/model/penalty_terms.ts
function publishedPenalty(mean7) {
  const latents = mean7.shape[1];
  if (latents < 2) return tf16.scalar(0);
  const columns = tf16.split(mean7, latents, 1);
  const terms = [];
  for (let i = 0; i < latents; i++) {
    for (let j = i + 1; j < latents; j++) {
      terms.push(tf16.mean(tf16.abs(tf16.mul(columns[i], columns[j]))));
    }
  }
  return tf16.div(tf16.addN(terms), terms.length);
}
function batchCovariance(mean7) {
  const centred = tf16.sub(mean7, tf16.mean(mean7, 0, true));
  return tf16.div(tf16.matMul(centred, centred, true, false), mean7.shape[0]);
}
function covariancePenalty(mean7) {
  return dipPenalty(batchCovariance(mean7), {
    diagonal: 0
  });
}
function dipPenalty(covariance, { diagonal }) {
  const identity = tf16.eye(covariance.shape[0]);
  const offDiagonal = tf16.sum(tf16.square(tf16.mul(covariance, tf16.sub(1, identity))));
  if (diagonal === 0) return offDiagonal;
  const onDiagonal = tf16.sum(tf16.square(tf16.mul(tf16.sub(covariance, 1), identity)));
  return tf16.add(offDiagonal, tf16.mul(onDiagonal, diagonal));
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
    tf: tf17,
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
  const average = (values) => tf17.mean(tf17.mul(values, weights));
  const bce = parameters.weights === "published" ? tf17.mul(tf17.mean(crossEntropy), tf17.mean(weights)) : average(crossEntropy);
  const kl = average(divergence);
  const regulariser = tf17.add(tf17.mul(kl, parameters.lambda), tf17.mul(penalty, parameters.gamma));
  return {
    loss: tf17.add(bce, regulariser),
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
    const encoded = await helper.encode(bytesOf2(set, {
      from,
      to
    }), size);
    means.set(encoded.means, from * latents);
    logVariances.set(encoded.logVariances, from * latents);
  });
  for (const chosen of chunks(own.to, evaluationBatch(size))) {
    const images2 = () => imageTensor(set, chosen);
    const [mean7, logVariance] = tf18.tidy(() => {
      const posterior2 = posteriorOf(vae, {
        set,
        chosen,
        images: images2
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
    tf18.dispose([
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
function bytesOf2({ images: images2, size, indices }, { from, to }) {
  const area = size * size;
  const bytes = new Uint8Array((to - from) * area);
  for (let n = from; n < to; n++) {
    bytes.set(images2.subarray(indices[n] * area, (indices[n] + 1) * area), (n - from) * area);
  }
  return bytes;
}
async function encodeMeans(vae, set, shared = {}) {
  return (await encodePosteriors(vae, set, shared)).means;
}
async function decodeLatents(vae, latents, { helpers } = {}) {
  const { latents: width, size } = vae.architecture;
  const count = latents.length / width;
  const images2 = new Float32Array(count * size * size);
  const { own, others } = sharesOf(count, {
    batch: evaluationBatch(size),
    helpers
  });
  const asked = together(others, async ({ helper, from, to }) => {
    const decoded = await helper.decode(latents.slice(from * width, to * width));
    images2.set(decoded, from * size * size);
  });
  for (const chosen of chunks(own.to, evaluationBatch(size))) {
    const rows = latents.subarray(chosen[0] * width, (chosen[0] + chosen.length) * width);
    const decoded = tf18.tidy(() => {
      const z = tf18.tensor2d(rows.slice(), [
        chosen.length,
        width
      ]);
      return tf18.sigmoid(vae.decode(z, "evaluation"));
    });
    images2.set(await decoded.data(), chosen[0] * size * size);
    decoded.dispose();
  }
  await asked;
  return images2;
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
    const terms = tf18.tidy(() => {
      const targets = imageTensor(set, chosen);
      const { mean: mean7, logVariance } = posteriorOf(vae, {
        set,
        chosen,
        images: () => targets
      });
      const bce2 = crossEntropyFromLogits(vae.decode(mean7, "evaluation"), targets);
      return tf18.stack([
        tf18.sum(bce2),
        tf18.sum(latentMeanKl(mean7, logVariance))
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
const tf23 = globalThis.tf;

// lib/backend/blocks.ts
const tf20 = globalThis.tf;

// lib/backend/turned_filter.ts
const tf19 = globalThis.tf;
function turnedFilter(kernel) {
  return differentiable([
    kernel
  ], () => ({
    value: turn2(kernel),
    gradient: (dy) => turn2(dy)
  }));
}
function turn2(filter) {
  const [height, width, rows, columns] = filter.shape;
  if (height * width * Math.min(rows, columns) === 1) {
    return tf19.reshape(filter, [
      1,
      1,
      columns,
      rows
    ]);
  }
  if (hasKernel("TurnFilter")) return runKernel("TurnFilter", {
    filter
  })[0];
  const reversed = height * width > 1 ? tf19.reverse(filter, [
    0,
    1
  ]) : filter;
  return tf19.transpose(reversed, [
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
    return tf20.tidy(() => {
      const r = tf20.relu(tf20.add(tf20.conv2d(x, filter, 1, "valid"), bias));
      return tf20.maxPool(r, 2, 2, "same");
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
    const values2 = tf20.tidy(() => {
      const [, height, width] = x.shape;
      const enlarged = upsample ? tf20.image.resizeNearestNeighbor(x, [
        height * 2,
        width * 2
      ]) : x;
      const turned = transposed ? turnedFilter(filter) : filter;
      const r = tf20.relu(tf20.add(tf20.conv2d(enlarged, turned, 1, "same"), bias));
      const { mean: mean7, variance } = moments2 ?? tf20.moments(r, [
        0,
        1,
        2
      ]);
      onMoments?.(mean7, variance);
      return tf20.batchNorm4d(r, mean7, variance, beta, gamma, epsilon);
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
    if (later) kept = tf20.keep(second);
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
  const scaling = tf20.clone(kept);
  kept.dispose();
  return scaling;
}
function convReluBatchNormDot(input2, { outFilter, outBias, ...layer }, { moments: moments2, onMoments }) {
  const { values: x, scaling: before } = input2 instanceof tf20.Tensor ? {
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
    return tf20.tidy(() => {
      const y = convReluBatchNorm(x, layer, {
        upsample: false,
        moments: moments2,
        onMoments
      });
      return tf20.add(tf20.conv2d(y, outFilter, 1, "same"), outBias);
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
const tf21 = globalThis.tf;
function moveAverages(moved, momentum) {
  tf21.tidy(() => {
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
  return moved.map(({ average, batch }) => tf21.add(tf21.mul(average, momentum), tf21.mul(batch, 1 - momentum)));
}

// lib/model/forward_mode.ts
const tf22 = globalThis.tf;
function mapDual({ value, tangents }, linear) {
  return {
    value: linear(value),
    tangents: tangents.map(linear)
  };
}
function reluDual({ value, tangents }) {
  const open = tf22.step(value);
  return {
    value: tf22.relu(value),
    tangents: tangents.map((tangent) => tf22.mul(tangent, open))
  };
}
function sigmoidDual({ value, tangents }) {
  const mean7 = tf22.sigmoid(value);
  const slope = tf22.mul(mean7, tf22.sub(1, mean7));
  return {
    value: mean7,
    tangents: tangents.map((tangent) => tf22.mul(tangent, slope))
  };
}
function convolutionDual(x, { filter, bias }) {
  const { value, tangents } = mapDual(x, (tensor2) => tf22.conv2d(tensor2, filter, 1, "same"));
  return {
    value: tf22.add(value, bias),
    tangents
  };
}
function convReluBatchNormDual(x, { gamma, beta, epsilon, ...convolution2 }, { upsample, moments: { mean: mean7, variance } }) {
  return tf22.tidy(() => {
    const [, height, width] = x.value.shape;
    const enlarged = upsample ? mapDual(x, (tensor2) => tf22.image.resizeNearestNeighbor(tensor2, [
      height * 2,
      width * 2
    ])) : x;
    const { value, tangents } = reluDual(convolutionDual(enlarged, convolution2));
    const scale = tf22.div(gamma, tf22.sqrt(tf22.add(variance, epsilon)));
    return {
      value: tf22.add(tf22.mul(tf22.sub(value, mean7), scale), beta),
      tangents: tangents.map((tangent) => tf22.mul(tangent, scale))
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
  encode(images2) {
    if (!POSTERIORS[this.architecture.posterior].encoder) {
      throw new TypeError("Cannot encode images: the latents of this network are given");
    }
    return tf23.tidy(() => {
      let x = images2;
      for (let block2 = 1; block2 <= 4; block2++) {
        const layer = {
          filter: this.#variable(`encoder_conv_${block2}/kernel`),
          bias: this.#variable(`encoder_conv_${block2}/bias`)
        };
        x = convReluPool(x, layer, {
          inputGradient: block2 > 1
        });
      }
      const flat = tf23.reshape(x, [
        images2.shape[0],
        -1
      ]);
      const dense = (name) => tf23.add(tf23.matMul(flat, this.#variable(`${name}/kernel`)), this.#variable(`${name}/bias`));
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
    if (!POSTERIORS[posterior].noise) return tf23.zerosLike(mean7);
    return tf23.fill(mean7.shape, 2 * Math.log(FIXED_SIGMA));
  }
  /**
   * z = μ + σ·ε for noise ε of the same shape (the reparametrisation, Kingma & Welling 2014); μ
   * itself where there is no noise.
   */
  sample({ mean: mean7, logVariance }, noise) {
    if (!POSTERIORS[this.architecture.posterior].noise) return mean7.clone();
    return tf23.tidy(() => drawLatents(mean7, logVariance, noise));
  }
  /** Logits N×S×S×1 of the pixels' Bernoulli means for latents N×latents. */
  decode(latents, mode) {
    return tf23.tidy(() => {
      const side = this.architecture.size / 8;
      const expanded = tf23.relu(tf23.matMul(latents, this.#variable("decoder_dense/kernel")));
      const values = tf23.reshape(expanded, [
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
    return tf23.tidy(() => {
      const [count] = latents.shape;
      const side = this.architecture.size / 8;
      const kernel = this.#variable("decoder_dense/kernel");
      const expanded = reluDual({
        value: tf23.matMul(latents, kernel),
        tangents: directions.map((direction) => tf23.matMul(direction, kernel))
      });
      let x = mapDual(expanded, (flat) => tf23.reshape(flat, [
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
const tf25 = globalThis.tf;

// lib/backend/adam_step.ts
const tf24 = globalThis.tf;
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
  return tf24.tidy(() => {
    const flat = (tensors) => tf24.concat1d(tensors.map((t) => t.flatten()));
    const gradient = flat(gradients);
    const m = tf24.add(tf24.mul(first, beta1), tf24.mul(gradient, 1 - Math.fround(beta1)));
    const v = tf24.add(tf24.mul(second, beta2), tf24.mul(tf24.square(gradient), 1 - Math.fround(beta2)));
    const change = tf24.div(tf24.mul(m, rate), tf24.add(tf24.sqrt(v), epsilon));
    const changed = tf24.split(tf24.sub(flat(values), change), values.map(({ size }) => size));
    const newValues = changed.map((value, k) => tf24.reshape(value, values[k].shape));
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
    this.#first = tf25.zeros([
      size
    ]);
    this.#second = tf25.zeros([
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
    tf25.dispose([
      ...values
    ]);
    this.restore({
      first: tf25.keep(first),
      second: tf25.keep(second)
    });
  }
  /** The sum of all second moments, ≥ 0: finite as long as every gradient was. */
  sumOfSquares() {
    return tf25.sum(this.#second);
  }
  /** Frees the moments. */
  dispose() {
    tf25.dispose([
      this.#first,
      this.#second
    ]);
  }
};

// lib/training/batches.ts
const tf26 = globalThis.tf;
function epochOrder(count, { seed, epoch }) {
  return createRandom(seed, `order ${epoch}`).permutation(count);
}
function stepNoise([rows, latents], { seed, step: step2 }) {
  const values = createRandom(seed, `noise ${step2}`).normalInto(new Float32Array(rows * latents));
  return tf26.tensor2d(values, [
    rows,
    latents
  ]);
}

// lib/training/step.ts
const tf27 = globalThis.tf;
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
  return tf27.tidy(() => {
    const targets = imageTensor(set, chosen);
    const noise = stepNoise([
      chosen.length,
      vae.architecture.latents
    ], {
      seed,
      step: step2
    });
    const weights = loss.weights !== "none" ? tf27.tensor1d(publishedSampleWeights(Array.from(chosen, (n) => set.points[set.indices[n]]))) : null;
    let terms;
    const { grads } = tf27.variableGrads(() => {
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
      Object.values(terms).forEach((term) => tf27.keep(term));
      return terms.loss;
    }, [
      ...vae.trainable.values()
    ]);
    adam.apply(grads, {
      rate,
      step: step2 + 1
    });
    const parts = TERMS.map((term) => terms[term]);
    const stacked = tf27.stack(parts);
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
    for (const [k, { terms, images: images2 }] of pending.entries()) {
      const values = read[k];
      if (!values.every(Number.isFinite)) {
        await notice(backend2);
        const why = `the loss is ${values[0]}`;
        throw stopped(`at step ${firstStep + k}`, why, hooks.advice?.diverged);
      }
      TERMS.forEach((term, n) => sums[term] += values[n] * images2);
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
    let images2 = 0;
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
      images2 += chosen.length;
      step2++;
      if (pending.length >= backend2.readEvery) await readPending();
      if (performance.now() - lastPause <= pause) continue;
      await notice(backend2);
      lastPause = performance.now();
      const seconds2 = (lastPause - started) / 1e3;
      const trained = Math.min(count, (step2 - epoch * stepsPerEpoch) * batch);
      const read = trained - pending.reduce((sum5, { images: images3 }) => sum5 + images3, 0);
      hooks.progress?.({
        step: step2,
        total,
        loss: read > 0 ? sums.loss / read : null,
        imagesPerSecond: images2 / seconds2
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
    const imagesPerSecond = images2 > 0 ? images2 / seconds : null;
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
var bytesOf3 = (values) => Uint8Array.from(values, (value) => Math.round(255 * value));
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
    const images2 = new Uint8Array(points2.length * area);
    const chosen = indices ?? points2.map((_, n) => n);
    for (const n of Array.from(chosen)) draw(points2[n], images2.subarray(n * area, (n + 1) * area));
    return {
      images: images2,
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
    const { images: images2 } = await reconstruct(vae, part);
    const dices = indices.map((index, n) => {
      const truth = Float32Array.from(set.images.subarray(index * area, (index + 1) * area), (level) => level / 255);
      return dice(truth, images2.subarray(n * area, (n + 1) * area));
    });
    return {
      images: images2,
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
      row: bytesOf3(shown.images),
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
      const { images: images2, dices: [dice2] } = await diceOf(set, [
        0
      ]);
      return {
        truth: set.images,
        image: bytesOf3(images2),
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

// lib/explorer/lab/worker_wasm.ts
serve(async () => {
  setWasmPaths(new URL("../vendor/", import.meta.url).href);
  return await startWasm(new URLSearchParams(location.search).get("why") ?? "as asked", "ours");
});
