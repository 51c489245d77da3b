// One step of Adam (Kingma & Ba 2015, algorithm 1, with the bias corrections folded into `rate`
// and `epsilon` as TF does), over flat arrays. Writes value, first and second moment.
export function adam(
  value: usize, first: usize, second: usize, gradient: usize,
  newValue: usize, newFirst: usize, newSecond: usize, length: i32,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32,
): void {
  const vectors = length & ~3;
  const one: f32 = 1;
  const keep1 = f32x4.splat(beta1), take1 = f32x4.splat(one - beta1);
  const keep2 = f32x4.splat(beta2), take2 = f32x4.splat(one - beta2);
  const step = f32x4.splat(rate), tiny = f32x4.splat(epsilon);
  let i = 0;
  for (; i < vectors; i += 4) {
    const at = <usize>(i * 4);
    const g = v128.load(gradient + at);
    const m = f32x4.add(f32x4.mul(keep1, v128.load(first + at)), f32x4.mul(take1, g));
    const v = f32x4.add(f32x4.mul(keep2, v128.load(second + at)), f32x4.mul(take2, f32x4.mul(g, g)));
    v128.store(newFirst + at, m);
    v128.store(newSecond + at, v);
    const change = f32x4.div(f32x4.mul(step, m), f32x4.add(f32x4.sqrt(v), tiny));
    v128.store(newValue + at, f32x4.sub(v128.load(value + at), change));
  }
  for (; i < length; i++) {
    const at = <usize>(i * 4);
    const g = load<f32>(gradient + at);
    const m = beta1 * load<f32>(first + at) + (one - beta1) * g;
    const v = beta2 * load<f32>(second + at) + (one - beta2) * (g * g);
    store<f32>(newFirst + at, m);
    store<f32>(newSecond + at, v);
    store<f32>(newValue + at, load<f32>(value + at) - rate * m / (sqrt<f32>(v) + epsilon));
  }
}
