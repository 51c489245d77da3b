/**
 * The figures on the page: what each kind is called, what its caption says, and how to get it where
 * it is missing.
 *
 * @module
 */

import type { FigureKind, ReportFigure, Source } from "./data.ts";
import { type Html, html, relativeUrl } from "./html.ts";

interface Kind {
  /** What it is, within a sentence. */
  readonly name: string;
  /** Caption, in full sentences. */
  readonly caption: string;
  /** The command that makes what it is drawn from. */
  readonly command: string;
}

const KINDS: Readonly<Record<FigureKind, Kind>> = {
  hole: {
    name: "the comparison of inside and outside the hole",
    caption: "For each hole, the network trained around it and the control, which was trained " +
      "without a hole. A filled dot is the mean Dice over test images inside the hole, which " +
      "neither network was trained on; an open diamond is the mean over validation images " +
      "outside it. What the hole costs is the distance between the two filled dots.",
    command: "deno task reproduce",
  },
  space: {
    name: "the map of the parameter space",
    caption: "Every image is a point of this plane: a is the mean radius and b the petal " +
      "amplitude of the shape R(θ) = b·cos 5θ + a. Points inside the dashed hole were taken out " +
      "of the training set. Lines are the transects, which cross it.",
    command: "deno task dataset",
  },
  lattice: {
    name: "the lattice of shapes",
    caption: "Shapes on a regular lattice over the same plane: a grows to the right and b " +
      "upwards. From b > a on, the petals pass through the origin and cross.",
    command: "deno task dataset",
  },
  transect: {
    name: "the transects, image by image",
    caption: "One walk across the hole. The first row is the truth; the rows below are the " +
      "reconstructions, decoded from the code μ without sampling noise, with the error under " +
      "each. The frame marks the shapes inside the hole.",
    command: "deno task transects --model DIR",
  },
  errors: {
    name: "the error along the transects",
    caption: "The error of the same reconstructions along each transect. Inside the shading, the " +
      "distance between the lines is what the hole costs at that shape; outside it, both " +
      "networks have seen the neighbourhood.",
    command: "deno task transects --model DIR",
  },
  curves: {
    name: "the training curves",
    caption: "Loss and cross-entropy on the validation images after each epoch. The loss is the " +
      "cross-entropy plus the weighted KL term, whose weight differs between the holes' networks " +
      "and the ablation's arms, so compare those by their cross-entropy.",
    command: "deno task train --dataset DIR",
  },
  latents: {
    name: "the codes of the training images",
    caption: "Codes μ of the training images by pairs of latent dimensions, coloured by a shape " +
      "parameter, with the transects drawn through them; open dots are shapes inside the hole. " +
      "All axes have the same scale, so a flat panel is a dimension that is hardly used.",
    command: "deno task transects --model DIR",
  },
  ablation: {
    name: "the ablation of the penalties",
    caption: "The same network trained on the full set with different penalties on its codes: " +
      "reconstruction on the left, and on the right how strongly two codes correlate and how far " +
      "the principal axes of the codes stand from the latent axes. Where two axes carry nearly " +
      "the same variance, their angle means little.",
    command: "deno task ablation --dataset DIR",
  },
};

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Path of a figure's file within the report folder.
 *
 * @throws {RangeError} The name holds more than letters, digits, `.`, `_` and `-`.
 */
export function figurePath({ name }: Pick<ReportFigure, "name">): string {
  if (!NAME.test(name)) {
    throw new RangeError(
      `Cannot name the figure: letters, digits, ".", "_" and "-" are allowed, received ` +
        JSON.stringify(name),
    );
  }
  return `figures/${name}.svg`;
}

/** A link to a result folder by its stage, key and backend. */
export function sourceLink({ stage, key, backend, path }: Omit<Source, "command">): Html {
  const on = backend === null ? "" : `, ${backend}`;
  return html`<a href="${relativeUrl(path)}/">${stage} <code>${key.slice(0, 12)}</code></a>${on}`;
}

/** Width, height and title of an SVG document, as its first tags give them. */
function describeSvg(svg: string): { width: number; height: number; title: string } {
  const tag = /<svg\b[^>]*>/.exec(svg)?.[0] ?? "";
  const side = (name: string) => Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(tag)?.[1]);
  const title = /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? "";
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return {
    width: Math.ceil(side("width")) || 900,
    height: Math.ceil(side("height")) || 400,
    title: title.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => entities[name]),
  };
}

/** Sets a figure with its caption and the results it was made from. */
export function figure(shown: ReportFigure): Html {
  const { width, height, title } = describeSvg(shown.svg);
  const { caption } = KINDS[shown.kind];
  // A figure shrinks with the page only as far as its text stays legible, then its box scrolls.
  const least = Math.min(width, Math.max(340, Math.round(width * 0.66)));
  const path = figurePath(shown);
  return html`
    <figure id="${shown.name}">
      <div class="scroll picture" role="region" aria-label="${title || caption}" tabindex="0">
        <a
          href="${path}"><img src="${path}" width="${width}" height="${height}" style="min-width:${least}px" alt="${title}"></a>
      </div>
      <figcaption>
        <p>${caption} ${shown.note ?? ""}</p>
        <p class="sources">Made from:</p>
        <ul class="sources">
    ${shown.sources.map((source) =>
      html`
        <li>${sourceLink(source)}: <code>${source.command}</code></li>
      `
    )}</ul>
      </figcaption>
    </figure>
  `;
}

/** A line in the place of a figure that is missing, with the commands that get it. */
export function missing(kind: FigureKind): Html {
  const { name, command } = KINDS[kind];
  const then = command === "deno task reproduce"
    ? html`<code>${command}</code> makes this part`
    : html`<code>${command}</code> and then <code>deno task report</code> make this part`;
  return html`
    <p class="missing">This report lacks ${name}: ${then}.</p>
  `;
}
