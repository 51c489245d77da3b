/**
 * Counts what is given to a GPU's driver: commands by kind, and the texts of shaders.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** Commands by kind, since the last reset. */
export interface Commands {
  dispatches: number;
  copies: number;
  passes: number;
  submissions: number;
  /** Those that were bound for the first time. */
  bindGroups: number;
  buffers: number;
}

/** What a {@linkcode recordCommands} has seen. */
export interface Recorded {
  readonly commands: Commands;
  /** Dispatches by the label of their pipeline, and by nothing where it has none. */
  readonly labels: Map<string, number>;
  /** Every shader's text, with its label; texts that were made twice are there once. */
  readonly shaders: Map<string, string>;
  /** Sets all but the shaders back to nothing. */
  reset(): void;
  /** Gives the device its own methods back. */
  stop(): void;
}

const NONE: Commands = {
  dispatches: 0,
  copies: 0,
  passes: 0,
  submissions: 0,
  bindGroups: 0,
  buffers: 0,
};

// deno-lint-ignore no-explicit-any
type Any = any;

/** Counts from now on what TF.js's active WebGPU backend gives to its device. */
export function recordCommands(): Recorded {
  const { device } = tf.backend() as WebGPUBackend;
  const commands = { ...NONE };
  const labels = new Map<string, number>();
  const shaders = new Map<string, string>();
  const labelOf = new WeakMap<object, string>();
  const bound = new WeakSet<object>();
  const restored: (() => void)[] = [];
  /** Puts a method of the same name before an object's own. */
  const wrap = (owner: Any, name: string, before: (own: Any, args: Any[]) => unknown) => {
    const given = owner[name], own = given.bind(owner);
    const inherited = !Object.hasOwn(owner, name);
    owner[name] = (...args: Any[]) => before(own, args);
    restored.push(() => inherited ? delete owner[name] : owner[name] = given);
  };
  wrap(device, "createShaderModule", (own, [descriptor]) => {
    shaders.set(descriptor.code, descriptor.label ?? "");
    return own(descriptor);
  });
  for (const make of ["createComputePipeline", "createComputePipelineAsync"]) {
    wrap(device, make, (own, [descriptor]) => {
      const made = own(descriptor);
      const note = (pipeline: object) => {
        labelOf.set(pipeline, descriptor.label ?? "");
        return pipeline;
      };
      return made instanceof Promise ? made.then(note) : note(made);
    });
  }
  wrap(device, "createBuffer", (own, args) => {
    commands.buffers++;
    return own(...args);
  });
  wrap(device.queue, "submit", (own, args) => {
    commands.submissions++;
    return own(...args);
  });
  wrap(device, "createCommandEncoder", (own, args) => {
    const encoder = own(...args);
    wrap(encoder, "copyBufferToBuffer", (own, args) => {
      commands.copies++;
      return own(...args);
    });
    wrap(encoder, "beginComputePass", (own, args) => {
      commands.passes++;
      const pass = own(...args);
      let label = "";
      wrap(pass, "setPipeline", (own, [pipeline]) => {
        label = labelOf.get(pipeline) ?? "";
        own(pipeline);
      });
      wrap(pass, "setBindGroup", (own, args) => {
        if (!bound.has(args[1])) commands.bindGroups++;
        bound.add(args[1]);
        own(...args);
      });
      wrap(pass, "dispatchWorkgroups", (own, args) => {
        commands.dispatches++;
        labels.set(label, (labels.get(label) ?? 0) + 1);
        own(...args);
      });
      return pass;
    });
    return encoder;
  });
  return {
    commands,
    labels,
    shaders,
    reset() {
      Object.assign(commands, NONE);
      labels.clear();
    },
    stop() {
      for (const restore of restored) restore();
    },
  };
}
