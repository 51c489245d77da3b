/**
 * Parameters of the table of an ablation.
 *
 * @module
 */

import { z } from "zod";

/** Fully resolved parameters: the arms, by the role of their trained model. */
export const ablationSchema = z.strictObject({ arms: z.array(z.string().min(1)).min(1).max(100) });

/** Fully resolved parameters of an ablation table. */
export type AblationParameters = z.infer<typeof ablationSchema>;
