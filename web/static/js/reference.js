// A citation in words: where it stands, and how another text quotes it.

/** Section and page, as far as known. */
export const placeOf = ({ sentence }) =>
  [sentence.section, sentence.page && `p. ${sentence.page}`].filter(Boolean);

/** The citation's address in full. */
export const addressOf = ({ url }, origin) => new URL(url, origin).href;

/** French quotation marks, with the narrow spaces that keep them at their words. */
export const quoted = (text) => `«\u202f${onOneLine(text)}\u202f»`;

/** The quotation with where it stands: « quote » — title, section, p. N. */
export const placed = (citation) =>
  `${quoted(citation.quote.exact)} — ${[citation.document.title, ...placeOf(citation)].join(", ")}`;

/** The quotation with its reference: the same with the address. */
export const reference = (citation, origin) =>
  `${placed(citation)}, ${addressOf(citation, origin)}`;

/** Text without the line ends of its document. */
export const onOneLine = (text) => text.trim().replace(/\s*\n\s*/g, " ");
