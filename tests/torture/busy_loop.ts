/** A worker that never rests, so that whatever runs beside it has less of the processors. */

let value = 1;
while (true) value = Math.imul(value, 1664525) + 1013904223 | 0;
