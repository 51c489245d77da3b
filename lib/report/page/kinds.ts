/**
 * What each kind of figure is called, what its caption says, and how to get it where it is missing.
 *
 * @module
 */

import {
  DEFAULT_SHAPES,
  familyOf,
  formulaOf,
  isCoordinate,
  periodicAxis,
  type Shapes,
} from "../../curve/family.ts";
import { parameterSymbol, shortParameterText } from "../../curve/parameter_text.ts";
import { SPACE } from "../../space/space.ts";
import type { FigureKind } from "./data.ts";
import { list } from "./html.ts";

/** What is said of a kind of figure. */
interface FigureWords {
  /** What it is, within a sentence. */
  readonly name: string;
  /** Caption, in full sentences. */
  readonly caption: string;
  /** The command that makes what it is drawn from. */
  readonly command: string;
}

const DISTANCE = "Signed distance to the hole's edge, in units of a and b: negative inside";

/** What is said of a kind of figure, in a report on some shapes. */
export function kindOf(kind: FigureKind, shapes: Shapes = DEFAULT_SHAPES): FigureWords {
  return kindsOf(shapes)[kind];
}

/** Where both parameters have values of their own, how the plane counts them. */
function planeNote({ family }: Shapes): string {
  const named = (["a", "b"] as const).filter((name) =>
    !isCoordinate(name, family) || parameterSymbol(name, family) !== name
  );
  if (named.length === 0) return "";
  const parts = named.map((name) => {
    const [low, high] = SPACE[name];
    const ends = [low, high].map((end) => shortParameterText(name, end, family));
    return `${name} from ${low} to ${high} for ${parameterSymbol(name, family)} from ` +
      ends.join(" to ");
  });
  return ` Flags and tables count ${list(parts)}; radii and distances in the plane are in units ` +
    "of a and b.";
}

/** The sentence on an axis whose ends are the same shape; none where there is no such axis. */
function seamNote({ family }: Shapes): string {
  const name = periodicAxis(family);
  if (name === undefined) return "";
  const [low, high] = SPACE[name].map((end) => shortParameterText(name, end, family));
  return ` ${low} and ${high} are the same shape, so that the plane is a cylinder.`;
}

/** The kinds of figure. */
const kindsOf = (shapes: Shapes): Readonly<Record<FigureKind, FigureWords>> => {
  const { parameters, draws } = familyOf(shapes.family);
  const [a, b] = [parameters.a.symbol, parameters.b.symbol];
  const rose = shapes.family === DEFAULT_SHAPES.family;
  return {
    headline: {
      name: "the comparison inside each hole",
      caption: "Left, one shape inside each hole: the truth, what the network trained around the " +
        "hole makes of it, and what its control does, which saw as many images without a hole. " +
        "Right, the mean Dice inside the hole of both networks, a small dot a training run and a " +
        "line between the two of one seed. The further left the network stands of its control, the " +
        "more the hole costs.",
      command: "deno task reproduce",
    },
    space: {
      name: "the map of the parameter space",
      caption: `Every image is a point of this plane: ${a} is the ${parameters.a.words} and ${b} ` +
        `the ${parameters.b.words} of the shape ${formulaOf(shapes)}. ` +
        "Points inside the dashed hole were taken out " +
        "of the training set. Lines are the transects, which cross it." +
        seamNote(shapes) + planeNote(shapes),
      command: "deno task reproduce",
    },
    lattice: {
      name: "the lattice of shapes",
      caption:
        `Shapes on a regular lattice over the same plane: ${a} grows to the right and ${b} ` +
        `upwards. ${
          rose
            ? "From b > a on, the petals pass through the origin and cross."
            : `Each is ${draws}.`
        }`,
      command: "deno task reproduce",
    },
    curves: {
      name: "the training curves",
      caption:
        "Loss and cross-entropy on the validation images after each epoch. The loss is the " +
        "cross-entropy plus the weighted KL term, whose weight differs between the holes' networks " +
        "and the ablation's arms, so compare those by their cross-entropy.",
      command: "deno task train --dataset DIR",
    },
    transect: {
      name: "the transects, image by image",
      caption: "Walks across the holes. The first row is the truth; the next two are " +
        "reconstructions, decoded from the code μ without sampling noise. Below them stand two " +
        "ways that know no latent space: the training image nearest to the truth in pixels, chosen " +
        "with the truth in hand, and a cross-fade between the last images before and behind the " +
        "hole. The error stands under each image; the frame marks the shapes inside the hole. On a " +
        "narrow screen and in print only the points next to the hole are shown besides those inside.",
      command: "deno task transects --model DIR --control DIR",
    },
    errors: {
      name: "the error along the transects",
      caption:
        "The error of the same reconstructions along each transect. Inside the shading, the " +
        "distance between the lines is what the hole costs at that shape; outside it, both " +
        "networks have seen the neighbourhood.",
      command: "deno task transects --model DIR --control DIR",
    },
    map: {
      name: "the map of errors",
      caption: "Where in the space the networks err, on one colour scale. A hole that is not " +
        "filled shows as a bright patch within the outline on the left and none on the right; what " +
        "is bright on both is no work of the hole.",
      command: "deno task sweep --study holes",
    },
    distance: {
      name: "the error against the distance to the hole's edge",
      caption: `${DISTANCE}. A network that fills the hole crosses the edge without a step.`,
      command: "deno task sweep --study holes",
    },
    dose: {
      name: "the dose–response",
      caption: "What a hole costs inside it, by its radius: the deficit is how much worse the " +
        "network trained around the hole does than its control, point by point.",
      command: "deno task sweep --study dose-response",
    },
    recovery: {
      name: "the shapes that came out",
      caption: `From each true (${a}, ${b}) an arrow leads to the (${a}, ${b}) of the shape that ` +
        "fits the reconstruction best. Short arrows are shapes that came out right; arrows that agree in " +
        "direction say where the network bends shapes to.",
      command: "deno task evaluate --model DIR --dataset DIR",
    },
    methods: {
      name: "the comparison with simpler methods",
      caption:
        "Other ways to an image of the same points inside the hole. To the left of the rule " +
        "the method comes nearer to the true image than the network does, to its right the network.",
      command: "deno task sweep --study holes",
    },
    latents: {
      name: "the codes of the training images",
      caption:
        "Codes μ of the training images by pairs of latent dimensions, coloured by a shape " +
        "parameter, with the transects drawn through them; open dots are shapes inside the hole. " +
        "All axes have the same scale, so a flat panel is a dimension that is hardly used.",
      command: "deno task transects --model DIR --control DIR",
    },
    traversals: {
      name: "the latent traversals",
      caption: "What the decoder makes of codes along each latent axis, through the code of a " +
        "training image in the middle, 2.5 standard deviations of the codes to either side. Along " +
        `one row, shapes that change in ${a} alone or in ${b} alone would be an axis aligned with them.`,
      command: "deno task traversals --model DIR",
    },
    samples: {
      name: "the posterior samples",
      caption: "A true image, the decoding of its code μ, and of codes drawn from its posterior " +
        "q(z|x). How much they differ is what the publication's sampling noise did to every image " +
        "that it showed.",
      command: "deno task traversals --model DIR",
    },
    ablation: {
      name: "the ablation of the penalties",
      caption: "The same network trained on the full set with different penalties on its codes: " +
        "reconstruction on the left, and on the right how strongly two codes correlate and how far " +
        "the principal axes of the codes stand from the latent axes. Where two axes carry nearly " +
        "the same variance, their angle has no meaning and none is drawn.",
      command: "deno task ablation --dataset DIR",
    },
    correlation: {
      name: "the correlations of the codes",
      caption:
        "Correlation of each two latent dimensions over the training images, arm by arm; 0 " +
        "off the diagonal is a code without correlation.",
      command: "deno task ablation --dataset DIR",
    },
    penalties: {
      name: "the penalties over seeds",
      caption: "Every penalty with a fixed and a learned σ, over seeds. With two factors these " +
        "measures are weak: MIG and DCI can be high by chance of rotation, so read them with the " +
        "angles. Scores are of the latents whose signal exceeds their noise; a network without one " +
        "has none, and an arm of which some seeds have none says how many have.",
      command: "deno task sweep --study disentanglement",
    },
    study: {
      name: "further studies",
      caption: "A study of arms that lies in the same results folder, each arm with its interval.",
      command: "deno task sweep --study flaws",
    },
  };
};
