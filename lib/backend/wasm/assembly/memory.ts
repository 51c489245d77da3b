// Copies images into the interior of larger ones whose border is left as it is.
export function copyImages(
  x: usize, out: usize, outImage: i32, outRow: i32, batch: i32, height: i32, rowBytes: i32,
): void {
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      memory.copy(
        out + <usize>(n * outImage + y * outRow),
        x + <usize>((n * height + y) * rowBytes),
        rowBytes,
      );
    }
  }
}

export function zero(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

// Zeros the outermost `border` pixels of each image; the rest is left as it is.
export function zeroBorder(
  at: usize, image: i32, row: i32, pixel: i32, border: i32, batch: i32, height: i32,
): void {
  const side = border * pixel;
  for (let n = 0; n < batch; n++) {
    const first = at + <usize>n * <usize>image;
    memory.fill(first, 0, border * row + side);
    for (let y = border; y < height - border - 1; y++) {
      memory.fill(first + <usize>((y + 1) * row - side), 0, side * 2);
    }
    const last = (height - border) * row - side;
    memory.fill(first + <usize>last, 0, side + border * row);
  }
}
