// Writes one tap of a filter into panels. Element (i, o) of the tap lies at
// filter + i·inputStride + o·outputStride.
export function packTap(
  filter: usize, inputStride: i32, outputStride: i32, inputs: i32, outputs: i32,
  panels: usize, tap: i32, taps: i32,
): void {
  for (let block = 0; block < outputs; block += 8) {
    const columns = min(8, outputs - block);
    const panel = panels + <usize>((block * taps + tap * 8) * inputs * 4);
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < 8; o++) {
        const to = panel + <usize>((i * 8 + o) * 4);
        const value = o < columns
          ? load<f32>(filter + <usize>(i * inputStride + (block + o) * outputStride))
          : <f32>0;
        store<f32>(to, value);
      }
    }
  }
}

// The way back: adds one tap of panels to a filter gradient.
export function unpackTap(
  panels: usize, tap: i32, taps: i32,
  filter: usize, inputStride: i32, outputStride: i32, inputs: i32, outputs: i32,
): void {
  for (let block = 0; block < outputs; block += 8) {
    const columns = min(8, outputs - block);
    const panel = panels + <usize>((block * taps + tap * 8) * inputs * 4);
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < columns; o++) {
        const to = filter + <usize>(i * inputStride + (block + o) * outputStride);
        store<f32>(to, load<f32>(to) + load<f32>(panel + <usize>((i * 8 + o) * 4)));
      }
    }
  }
}

// out[n, y, x, :] = relu?(bias + Σ over kernelRows and the `run` contiguous inputs of each row).
// `xStepY` is what one output row advances the input by, `xRow` what one kernel row does.
export function convolve(
  x: usize, xImage: i32, xStepY: i32, xRow: i32, xPixel: i32, run: i32, kernelRows: i32,
  panels: usize, bias: usize, relu: i32,
  out: usize, outImage: i32, outRow: i32, outPixel: i32,
  batch: i32, height: i32, width: i32, channels: i32,
): void {
  const panelBytes = run * kernelRows * 32;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      const from = x + <usize>(n * xImage + y * xStepY);
      const to = out + <usize>(n * outImage + y * outRow);
      for (let block = 0; block < channels; block += 8) {
        const columns = min(8, channels - block);
        const panel = panels + <usize>((block >> 3) * panelBytes);
        const offset = bias ? bias + <usize>(block * 4) : 0;
        let source = from;
        let target = to + <usize>(block * 4);
        let left = width;
        while (left > 0) {
          let pixels = 6;
          if (left == 8) pixels = 4;
          else if (left < 6) pixels = left >= 4 ? 4 : left >= 2 ? 2 : 1;
          if (pixels == 6) convBlock6(source, xPixel, xRow, run, kernelRows, panel, offset, relu, target, outPixel, columns);
          else if (pixels == 4) convBlock4(source, xPixel, xRow, run, kernelRows, panel, offset, relu, target, outPixel, columns);
          else if (pixels == 2) convBlock2(source, xPixel, xRow, run, kernelRows, panel, offset, relu, target, outPixel, columns);
          else convBlock1(source, xPixel, xRow, run, kernelRows, panel, offset, relu, target, outPixel, columns);
          source += <usize>(pixels * xPixel);
          target += <usize>(pixels * outPixel);
          left -= pixels;
        }
      }
    }
  }
}

// panels[kernelRow · run + i][o] += Σ x[n, y, x, i] · dy[n, y, x, o]. Rows are taken in chunks that
// stay in the first-level cache while every block of the panels passes over them.
export function convolveFilterGradient(
  x: usize, xImage: i32, xStepY: i32, xRow: i32, xPixel: i32, run: i32, kernelRows: i32,
  dy: usize, dyImage: i32, dyRow: i32, dyPixel: i32,
  panels: usize, batch: i32, height: i32, width: i32, channels: i32,
): void {
  const panelBytes = run * kernelRows * 32;
  const chunk = max(1, 16384 / (width * (xPixel + dyPixel)));
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y += chunk) {
      const rows = min(chunk, height - y);
      const gradients = dy + <usize>(n * dyImage + y * dyRow);
      for (let kernelRow = 0; kernelRow < kernelRows; kernelRow++) {
        const inputs = x + <usize>(n * xImage + y * xStepY + kernelRow * xRow);
        for (let block = 0; block < channels; block += 8) {
          let panel = panels + <usize>((block >> 3) * panelBytes + kernelRow * run * 32);
          const columns = gradients + <usize>(block * 4);
          let source = inputs;
          let left = run;
          while (left > 0) {
            let terms = 6;
            if (left == 8) terms = 4;
            else if (left < 6) terms = left >= 4 ? 4 : left >= 2 ? 2 : 1;
            if (terms == 6) gradientBlock6(source, xPixel, xStepY, columns, dyPixel, dyRow, rows, width, panel);
            else if (terms == 4) gradientBlock4(source, xPixel, xStepY, columns, dyPixel, dyRow, rows, width, panel);
            else if (terms == 2) gradientBlock2(source, xPixel, xStepY, columns, dyPixel, dyRow, rows, width, panel);
            else gradientBlock1(source, xPixel, xStepY, columns, dyPixel, dyRow, rows, width, panel);
            source += <usize>(terms * 4);
            panel += <usize>(terms * 32);
            left -= terms;
          }
        }
      }
    }
  }
}

// out[pixel] = bias + Σ x[pixel, c] · filter[c]: the 1×1 convolution to one channel.
export function dotPixels(
  x: usize, filter: usize, bias: usize, out: usize, pixels: i32, channels: i32,
): void {
  const vectors = channels & ~3;
  const offset: f32 = bias ? load<f32>(bias) : 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = x + <usize>(pixel * channels * 4);
    let sum4 = f32x4.splat(0);
    let c = 0;
    for (; c < vectors; c += 4) {
      const at = <usize>(c * 4);
      sum4 = madd(v128.load(from + at), v128.load(filter + at), sum4);
    }
    let sum = f32x4.extract_lane(sum4, 0) + f32x4.extract_lane(sum4, 1) +
      (f32x4.extract_lane(sum4, 2) + f32x4.extract_lane(sum4, 3));
    for (; c < channels; c++) {
      const at = <usize>(c * 4);
      sum += load<f32>(from + at) * load<f32>(filter + at);
    }
    store<f32>(out + <usize>(pixel * 4), sum + offset);
  }
}
