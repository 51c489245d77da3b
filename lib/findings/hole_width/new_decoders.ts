/**
 * Decoders trained anew for encoders that are kept as they were: whether what a hole costs lies in the
 * encoder, whose hole is wide or narrow, or in the decoder. `scripts/dev/new_decoders.ts` makes the
 * table.
 *
 * @module
 */

import { z } from "zod";
import { type PairCorrelation, pairCorrelation } from "../../measure/pair_correlation.ts";
import { mean } from "../../measure/statistics.ts";
import { number } from "./pairs.ts";

/** A row of `new_decoders.csv`: a decoder that was trained for an encoder that was kept as it was. */
export const newDecoderSchema = z.object({
  /** First digits of the key of the network that the encoder is of. */
  encoder: z.string(),
  encoder_seed: number,
  decoder_seed: number,
  /** Narrowest width of the encoder's hole. */
  narrowest: number,
  /** Mean Dice of the encoder's own decoder inside its hole. */
  own_dice: number,
  /** Mean Dice of the new decoder inside the hole of the dataset that it was trained on. */
  dice: number,
  /** The same outside. */
  validation_dice: number,
});

/** A new decoder. */
export type NewDecoder = z.infer<typeof newDecoderSchema>;

/**
 * How the new decoders of an encoder, in their mean, go with the narrowest width of its hole, and with
 * its own decoder: correlations over encoders.
 */
export function newDecoderCorrelations(
  decoders: readonly NewDecoder[],
): { readonly width: PairCorrelation; readonly own: PairCorrelation } {
  const encoders = [...Map.groupBy(decoders, ({ encoder }) => encoder).values()];
  const against = (valueOf: (first: NewDecoder) => number) =>
    pairCorrelation(
      encoders.map((own) => [valueOf(own[0]), mean(own.map(({ dice }) => dice))]),
    );
  return {
    width: against(({ narrowest }) => narrowest),
    own: against(({ own_dice }) => own_dice),
  };
}
