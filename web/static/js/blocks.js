// A document's sentences grouped as they stand on the page: one group a paragraph, title, caption…

/**
 * Groups `[{kind, parts: [{sentence, gap}]}]`, where `gap` is the space before a sentence.
 * The API gives sentences and the text; what lies between two sentences tells whether a new
 * block begins.
 */
export function blocks({ text, sentences }) {
  const wrapped = sentences.some((one) => one.text.includes("\n"));
  const groups = [];
  let cursor = 0;
  for (const sentence of sentences) {
    const at = text.indexOf(sentence.text, cursor);
    const gap = at < 0 ? "\n\n" : text.slice(cursor, at);
    if (at >= 0) cursor = at + sentence.text.length;
    const last = groups.at(-1);
    if (last && last.kind === sentence.kind && !closes(gap, wrapped)) {
      last.parts.push({ sentence, gap });
    } else {
      groups.push({ kind: sentence.kind, parts: [{ sentence, gap: "" }] });
    }
  }
  return groups;
}

// In hard-wrapped text a single line end is only a space.
const closes = (gap, wrapped) => (wrapped ? /\n\s*\n/ : /\n/).test(gap);
