import { svgToPng } from "../../lib/figures/png.ts";
await Deno.writeFile(Deno.args[1], await svgToPng(await Deno.readTextFile(Deno.args[0])));
