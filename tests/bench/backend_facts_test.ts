import { assertEquals } from "@std/assert";
import { backendFacts } from "../../lib/bench/backend_facts.ts";
import { useBackend } from "../backend/devices.ts";

Deno.test("the facts of a backend say software as the backend does, whatever its adapter's name", async () => {
  const wasm = await useBackend("wasm");
  const { software, name, libraries } = await backendFacts(wasm);
  assertEquals([software, name], [false, "wasm"]);
  assertEquals(Object.keys(libraries).includes("@tensorflow/tfjs-backend-wasm"), true);
  for (const software of [true, false]) {
    const found = { ...wasm, name: "webgpu", adapter: "A Fast One", software } as const;
    assertEquals((await backendFacts(found)).software, software);
  }
});
