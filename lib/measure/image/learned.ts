/**
 * When a network has learned to draw at all.
 *
 * @module
 */

/**
 * Mean Dice of a control below which it has learned no shapes, so that nothing can be said of its
 * hole. A network that draws even grey has about 0.35.
 */
export const LEARNED = 0.5;
