import { assert, assertEquals } from "@std/assert";
import { isSoftware, selectBackend } from "../../lib/backend/mod.ts";
import { WEBGPU_MISSING } from "./devices.ts";

Deno.test("software adapters are known by what they say", () => {
  assert(isSoftware({ description: "llvmpipe (LLVM 19)" }));
  assert(isSoftware({ architecture: "SwiftShader" }) && isSoftware({ isFallbackAdapter: true }));
  assert(!isSoftware({ vendor: "nvidia", architecture: "hopper" }));
});

const why = WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : "";

Deno.test({
  name: "a backend says of its own device whether it is software [webgpu]" + why,
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const own = Object.getOwnPropertyDescriptor(GPUDevice.prototype, "adapterInfo")!;
    const says = async (info: Record<string, unknown>) => {
      Object.defineProperty(GPUDevice.prototype, "adapterInfo", { ...own, get: () => info });
      return (await selectBackend("webgpu")).software;
    };
    try {
      assertEquals(await says({ description: "A Fast One", isFallbackAdapter: true }), true);
      assertEquals(await says({ description: "A Fast One", isFallbackAdapter: false }), false);
      assertEquals(await says({ description: "llvmpipe (LLVM 15)" }), true);
    } finally {
      Object.defineProperty(GPUDevice.prototype, "adapterInfo", own);
    }
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
    assertEquals((await selectBackend("webgpu")).software, isSoftware(adapter!.info));
    assertEquals((await selectBackend("wasm")).software, false);
  },
});
