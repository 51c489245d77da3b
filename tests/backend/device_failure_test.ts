import { onDevice } from "../../lib/backend/device_failure.ts";
import { RunError, UsageError } from "../../lib/errors.ts";
import { assertEquals, assertRejects } from "@std/assert";

/** A device that can be lost, after a while of the event loop's. */
function device() {
  let lost = false;
  return {
    loseIn: (milliseconds: number) => void setTimeout(() => lost = true, milliseconds),
    check() {
      if (lost) throw new RunError("the device was lost");
    },
  };
}

Deno.test("onDevice() gives what the work made where the device holds", async () => {
  assertEquals(await onDevice(device(), () => Promise.resolve(7)), 7);
});

Deno.test("onDevice() gives no results of a device that was lost while they were made", async () => {
  const losing = device();
  const work = () => {
    losing.loseIn(0);
    return Promise.resolve(7);
  };
  await assertRejects(() => onDevice(losing, work), RunError, "the device was lost");
});

Deno.test("onDevice() waits for the reason of an error, and leaves an error that is clear", async () => {
  const failing = (error: Error) => {
    const losing = device();
    return onDevice(losing, () => {
      // Deno looks at a device every 10 ms.
      losing.loseIn(20);
      return Promise.reject(error);
    });
  };
  await assertRejects(() => failing(new Error("validation error")), RunError, "was lost");
  await assertRejects(() => failing(new UsageError("a wrong flag")), UsageError, "a wrong flag");
  await assertRejects(() => failing(new RunError("a full disk")), RunError, "a full disk");
  const sound = device();
  const other = () => Promise.reject(new TypeError("a fault"));
  await assertRejects(() => onDevice(sound, other), TypeError, "a fault");
  // Timers of the cases that were not waited for.
  await new Promise((resolve) => setTimeout(resolve, 30));
});
