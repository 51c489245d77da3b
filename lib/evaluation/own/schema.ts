/**
 * A model of the user's own, as an evaluation's parameters name it: its files by their digests.
 *
 * @module
 */

import { z } from "zod";
import { MAX_SEED } from "../../seed.ts";
import { NETWORK_NAMES } from "../../words/network_names.ts";

/** How an ONNX model's images lie in memory: channels before rows and columns, or after them. */
export const LAYOUTS = ["nchw", "nhwc"] as const;

/** SHA-256 of a file, hexadecimal. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Range, choices and default of what can be said of such a model. */
export const ownFields = {
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,39}$/).default("own"),
  trainedOn: z.enum(NETWORK_NAMES),
  seed: z.int().min(0).max(MAX_SEED).default(0),
  logits: z.boolean(),
};

/** Its files: what it made of the images, or what encodes and decodes them. */
const files = z.union([
  z.strictObject({ reconstructions: digest, codes: digest.exactOptional() }),
  z.strictObject({
    encoder: digest,
    decoder: digest,
    /** Absent where the encoder's input says it. */
    layout: z.enum(LAYOUTS).exactOptional(),
    /** What runs it, with its version: it decides bytes. */
    runtime: z.string().min(1),
  }),
]);

/** A model of the user's own. */
export const ownSchema = z.strictObject({ ...ownFields, files });

/** A model of the user's own. */
export type OwnModel = z.infer<typeof ownSchema>;
