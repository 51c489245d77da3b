// Max pooling 2×2, stride 2, windows clipped at the far edges ('same' padding of TF).
export function maxPool(
  x: usize, out: usize, batch: i32, height: i32, width: i32, channels: i32,
): void {
  const outHeight = (height + 1) >> 1, outWidth = (width + 1) >> 1;
  const pixel = channels * 4, row = width * pixel;
  const vectors = channels & ~3;
  let to = out;
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const down = oy * 2 + 1 < height ? row : 0;
      for (let ox = 0; ox < outWidth; ox++) {
        const across = ox * 2 + 1 < width ? pixel : 0;
        let from = x + <usize>(n * height * row + oy * 2 * row + ox * 2 * pixel);
        let c = 0;
        for (; c < vectors; c += 4) {
          const top = f32x4.max(v128.load(from), v128.load(from + <usize>across));
          const below = from + <usize>down;
          const bottom = f32x4.max(v128.load(below), v128.load(below + <usize>across));
          v128.store(to, f32x4.max(top, bottom));
          from += 16;
          to += 16;
        }
        for (; c < channels; c++) {
          const below = from + <usize>down;
          const top = max<f32>(load<f32>(from), load<f32>(from + <usize>across));
          const bottom = max<f32>(load<f32>(below), load<f32>(below + <usize>across));
          store<f32>(to, max<f32>(top, bottom));
          from += 4;
          to += 4;
        }
      }
    }
  }
}

// Gradient of max pooling: each window's gradient goes to the first element that equals the
// maximum. With `relu`, x is the output of a ReLU and the gradient passes on to the ReLU's input:
// windows whose maximum is 0 pass nothing. `bias`, where given, gathers the sum over all pixels.
export function maxPoolGradient(
  x: usize, y: usize, dy: usize, relu: i32, dx: usize, dxImage: i32, dxRow: i32, bias: usize,
  batch: i32, height: i32, width: i32, channels: i32,
): void {
  const outHeight = (height + 1) >> 1, outWidth = (width + 1) >> 1;
  const pixel = channels * 4, row = width * pixel;
  const vectors = channels & ~3;
  const none = i32x4.splat(0), zeros = f32x4.splat(0);
  let maximum = y, gradient = dy;
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      const hasDown = oy * 2 + 1 < height;
      for (let ox = 0; ox < outWidth; ox++) {
        const hasAcross = ox * 2 + 1 < width;
        let from = x + <usize>(n * height * row + oy * 2 * row + ox * 2 * pixel);
        let to = dx + <usize>(n * dxImage + oy * 2 * dxRow + ox * 2 * pixel);
        let sums = bias;
        let c = 0;
        for (; c < vectors; c += 4) {
          const m = v128.load(maximum);
          let g = v128.load(gradient);
          if (relu) g = v128.and(g, f32x4.gt(m, zeros));
          if (bias) {
            v128.store(sums, f32x4.add(v128.load(sums), g));
            sums += 16;
          }
          let hit = f32x4.eq(v128.load(from), m);
          let taken = hit;
          v128.store(to, v128.and(g, hit));
          if (hasAcross) {
            hit = v128.andnot(f32x4.eq(v128.load(from + <usize>pixel), m), taken);
            taken = v128.or(taken, hit);
            v128.store(to + <usize>pixel, v128.and(g, hit));
          }
          if (hasDown) {
            const below = from + <usize>row, target = to + <usize>dxRow;
            hit = v128.andnot(f32x4.eq(v128.load(below), m), taken);
            taken = v128.or(taken, hit);
            v128.store(target, v128.and(g, hit));
            if (hasAcross) {
              hit = v128.andnot(f32x4.eq(v128.load(below + <usize>pixel), m), taken);
              v128.store(target + <usize>pixel, v128.and(g, hit));
            }
          }
          from += 16;
          to += 16;
          maximum += 16;
          gradient += 16;
        }
        for (; c < channels; c++) {
          const m = load<f32>(maximum);
          let g = load<f32>(gradient);
          if (relu && !(m > 0)) g = 0;
          if (bias) {
            store<f32>(sums, load<f32>(sums) + g);
            sums += 4;
          }
          let taken = load<f32>(from) == m;
          store<f32>(to, taken ? g : 0);
          if (hasAcross) {
            const hit = !taken && load<f32>(from + <usize>pixel) == m;
            taken = taken || hit;
            store<f32>(to + <usize>pixel, hit ? g : 0);
          }
          if (hasDown) {
            const below = from + <usize>row, target = to + <usize>dxRow;
            let hit = !taken && load<f32>(below) == m;
            taken = taken || hit;
            store<f32>(target, hit ? g : 0);
            if (hasAcross) {
              hit = !taken && load<f32>(below + <usize>pixel) == m;
              store<f32>(target + <usize>pixel, hit ? g : 0);
            }
          }
          from += 4;
          to += 4;
          maximum += 4;
          gradient += 4;
        }
      }
    }
  }
}
