/**
 * Which shapes the arms of a comparison show.
 *
 * @module
 */

import {
  DEFAULT_SHAPES,
  FAMILIES,
  type FamilyName,
  type Shapes,
  usualShapes,
} from "../curve/family.ts";
import type { ArmParameters } from "./schema.ts";

type Arms = readonly Pick<ArmParameters, "settings">[];

/** The shapes of an arm: those that its settings name, else the study's. */
export function armShapes({ settings }: Arms[number]): Shapes {
  const family = (settings.family ?? DEFAULT_SHAPES.family) as FamilyName;
  // The comparisons of a folder are anyone's, and may name a family that is not known here.
  const shapes = Object.hasOwn(FAMILIES, family) ? usualShapes(family) : { family };
  // A setting that was typed is text.
  return settings.petals === undefined ? shapes : { ...shapes, petals: Number(settings.petals) };
}

function areEqual(one: Shapes, other: Shapes): boolean {
  return one.family === other.family && one.petals === other.petals;
}

/** Whether any arm shows such shapes. */
export function someShow(arms: Arms, shapes: Shapes): boolean {
  return arms.some((arm) => areEqual(armShapes(arm), shapes));
}

/** Whether all arms show such shapes. */
export function allShow(arms: Arms, shapes: Shapes): boolean {
  return arms.every((arm) => areEqual(armShapes(arm), shapes));
}
