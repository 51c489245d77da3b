import { assertEquals } from "@std/assert";
import { isSoftwareOpenGl } from "./devices.ts";

Deno.test("software OpenGL is known from software Vulkan and from hardware", () => {
  const adapter = (description: string, subgroupMinSize: number, subgroupMaxSize: number) =>
    isSoftwareOpenGl({ description, subgroupMinSize, subgroupMaxSize });
  assertEquals(adapter("llvmpipe (LLVM 15.0.6, 256 bits)", 4, 128), true);
  assertEquals(adapter("softpipe", 4, 128), true);
  // The same processor through Vulkan, with registers of 256 and of 128 bits.
  assertEquals(adapter("llvmpipe (LLVM 15.0.6, 256 bits)", 8, 8), false);
  assertEquals(adapter("llvmpipe (LLVM 19.1.7, 128 bits)", 4, 4), false);
  assertEquals(adapter("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", 4, 128), false);
  assertEquals(adapter("NVIDIA H100 80GB HBM3", 32, 32), false);
  assertEquals(adapter("Microsoft Basic Render Driver", 4, 128), false);
});
