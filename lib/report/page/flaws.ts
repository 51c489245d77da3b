/**
 * What is wrong with the publication: the one place that says it. The report shows these texts,
 * `deno task docs:commands` writes them into `docs/findings.md`, and README lists their titles.
 *
 * @module
 */

/** A flaw: what it is, and what this suite does instead. Text between backquotes is code. */
export interface Flaw {
  /** A few words. */
  readonly title: string;
  /** What it is and why it matters, in one to three sentences. */
  readonly text: string;
  /** What this suite does instead, or the flag that repeats the published way. */
  readonly here: string;
}

/** The six flaws found in the publication and its code. */
export const FLAWS: readonly Flaw[] = [
  {
    title: "Two line widths",
    text:
      "The scripts draw training images with line width 2 and transects with line width 4, so " +
      "that a network would be tested on strokes twice as wide as those it was trained on. The " +
      "published reconstructions have as much ink as their inputs (median ratio 1.01), so the " +
      "model itself may have been trained at 4.",
    here: "Training and test images have the same stroke; `--stroke` changes it.",
  },
  {
    title: "Reconstructions with noise",
    text: "The published reconstructions come from the full model and contain its sampling noise " +
      "(σ = 0.1).",
    here:
      "A shape is reconstructed from the mean μ of its code; `evaluate --noise` adds the noise.",
  },
  {
    title: "Sample weights without effect on reconstruction",
    text: "The reconstruction loss is flattened over the whole batch before it is averaged, so " +
      "the sample weights of part 2 never weight one image's reconstruction against another's.",
    here: "`--weights published` weights as the published code does, and `--weights per-image` " +
      "weights each image, as was intended.",
  },
  {
    title: "A penalty that is not a covariance",
    text: "The term E|μᵢμⱼ| is not centred, and it averages absolute values instead of signed " +
      "products. For factors that are uniform on a square it is 0.250 for aligned codes and 0.167 " +
      "for codes rotated by 45°, so it rewards mixed codes.",
    here: "`--loss covariance` is a centred penalty to compare with it.",
  },
  {
    title: "No learned variances",
    text: "The variance of the codes is fixed and the same in all directions. The mechanism that " +
      "is credited with aligning the axes of a VAE needs diagonal learned variances (Rolinek et " +
      "al. 2019, arXiv 1812.06775).",
    here: "`--posterior learned` has them.",
  },
  {
    title: "A KL weight in unusual units",
    text: "The reconstruction loss is a mean over pixels and the KL term a mean over latents. So " +
      "λ = 0.001 and 0.008 at 256 × 256 pixels and three latents are β = 44 and 350 in the usual " +
      "units (β = λ·pixels·2/latents).",
    here: "Every run reports its β.",
  },
];
