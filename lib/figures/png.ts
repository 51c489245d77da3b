/**
 * Figures as PNG, for papers and slides that take no SVG. The font is carried along (Arimo, which
 * has Helvetica's and Arial's widths), so that the bytes are the same on a machine with other fonts
 * or none, and no permission is needed.
 *
 * @module
 */

/** Options of {@linkcode svgToPng}. */
export interface PngOptions {
  /** Pixels of the picture for each pixel of the document. Default 2. */
  readonly scale?: number;
}

type Renderer = (svg: string, scale: number) => Uint8Array;

let renderer: Promise<Renderer> | undefined;

/** Loads the rasteriser and the fonts, 3 MB, at the first picture. */
async function createRenderer(): Promise<Renderer> {
  const [{ initWasm, Resvg }, wasm, regular, bold] = await Promise.all([
    import("@resvg/resvg-wasm"),
    import("@resvg/resvg-wasm/index_bg.wasm", { with: { type: "bytes" } }),
    import("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf", { with: { type: "bytes" } }),
    import("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf", { with: { type: "bytes" } }),
  ]);
  await initWasm(wasm.default);
  const font = {
    fontBuffers: [regular.default, bold.default],
    loadSystemFonts: false,
    defaultFontFamily: "Arimo",
    sansSerifFamily: "Arimo",
  };
  return (svg, scale) => {
    const document = new Resvg(svg, { fitTo: { mode: "zoom", value: scale }, font });
    const picture = document.render();
    const png = picture.asPng();
    picture.free();
    document.free();
    return png;
  };
}

/**
 * Draws an SVG document of ours as a PNG picture.
 *
 * @param svg A document with a width and a height in pixels; pictures in it must be data.
 * @throws {RangeError} The scale is not > 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { svgToPng } from "./png.ts";
 *
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>';
 * const png = await svgToPng(svg, { scale: 1 });
 * const header = new DataView(png.buffer, png.byteOffset);
 * assertEquals([header.getUint32(16), header.getUint32(20)], [8, 4]); // pixels
 * ```
 */
export async function svgToPng(svg: string, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  if (!(scale > 0)) {
    throw new RangeError(`Cannot draw the picture: scale must be > 0, received ${scale}`);
  }
  return (await (renderer ??= createRenderer()))(svg, scale);
}
