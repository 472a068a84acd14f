// How surprised a model was, in bits: 1 bit is a coin, 10 bits are one chance in a thousand.

const STEPS = [0.5, 1, 2, 3.5, 5, 7, 10];

/** Levels of surprise, from 0 for none. */
export const LEVELS = STEPS.length + 1;

export const bits = (logprob) => -logprob / Math.LN2;

/** The level of a character's surprise. */
export function level(logprob) {
  const surprise = bits(logprob);
  const found = STEPS.findIndex((step) => surprise < step);
  return found < 0 ? STEPS.length : found;
}

/** A character so that it can be seen. */
export function visible(text) {
  return { "\n": "↵", " ": "␣", "\t": "⇥", "": "∎" }[text] ?? text;
}
