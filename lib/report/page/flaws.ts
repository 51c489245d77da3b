/**
 * What is wrong with the publication, in short. Each is a reason for something that this suite does
 * otherwise, or an arm that it can run.
 *
 * @module
 */

/** A flaw: what it is, and why it matters. */
export interface Flaw {
  /** A few words. */
  readonly title: string;
  /** One or two sentences. */
  readonly text: string;
}

/** The six flaws found in the publication and its code. */
export const FLAWS: readonly Flaw[] = [
  {
    title: "Two line widths",
    text: "The scripts draw training images with line width 2 and transects with 4, so that a " +
      "network would be tested on strokes twice as thick as those it learned. The published " +
      "reconstructions have as much ink as their inputs, so the model itself may have been " +
      "trained at 4.",
  },
  {
    title: "Reconstructions with noise",
    text: "The published reconstructions come from the full model and contain its sampling noise " +
      "(σ = 0.1). Here, a shape is reconstructed from its code μ.",
  },
  {
    title: "Sample weights that do not weigh",
    text: "The reconstruction loss is flattened over the whole batch before it is averaged, so " +
      "the weights of part 2 never weigh one image's reconstruction against another's.",
  },
  {
    title: "A covariance that is none",
    text: "The term E|μᵢμⱼ| is neither centred nor a mean of signed products. For factors that " +
      "are uniform on a square it is 0.250 for aligned codes and 0.167 for codes rotated by 45°: " +
      "it rewards mixing.",
  },
  {
    title: "No learned variances",
    text: "The variance of the codes is fixed and the same in all directions. That removes the " +
      "mechanism that is credited with aligning the axes of a VAE, which is diagonal learned " +
      "variances (Rolinek et al. 2019, arXiv 1812.06775).",
  },
  {
    title: "A weight that hides its size",
    text: "With a mean over pixels for the reconstruction and a mean over latents for the " +
      "divergence, λ = 0.001 and 0.008 at 256 × 256 pixels and three latents are β = 44 and 350 " +
      "in the usual units. Here, β is reported.",
  },
];
