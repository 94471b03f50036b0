// What was said so far, as the API wants to hear it.

export const LIMIT = 10;

/** The last exchanges as turns. */
export const turnsOf = (exchanges) =>
  exchanges.slice(-LIMIT).map(({ question, answer }) => ({ question, answer: said(answer) }));

const said = (answer) => answer.answer?.text ?? answer.refusal?.message ?? "";

/** Characters as the API counts them: code points. */
export const lengthOf = (text) => [...text].length;

/** A probability as a whole percentage; never 100, for nothing is certain. */
export const percent = (confidence) => Math.min(99, Math.round(100 * confidence));
