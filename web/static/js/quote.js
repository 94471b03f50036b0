// Finding a quote in its sentence by what stands around it. Offsets of the API count code points
// and JavaScript's strings do not, so none is used here.

/**
 * A sentence's text as `[before, quote, after]`; null when the quote is not in it.
 * Of several places with the same words, the one with most of the quote's surroundings is taken.
 */
export function split(text, quote) {
  const places = occurrences(text, quote.exact).map((at) => {
    const before = text.slice(0, at);
    const after = text.slice(at + quote.exact.length);
    return { parts: [before, quote.exact, after], shared: shared(before, after, quote) };
  });
  if (places.length === 0) return null;
  return places.reduce((best, one) => (one.shared > best.shared ? one : best)).parts;
}

function occurrences(text, words) {
  const found = [];
  if (!words) return found;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found.push(at);
  return found;
}

const shared = (before, after, quote) =>
  sharedEnd(before, quote.prefix) + sharedStart(after, quote.suffix);

function sharedStart(one, other) {
  const limit = Math.min(one.length, other.length);
  let length = 0;
  while (length < limit && one[length] === other[length]) length += 1;
  return length;
}

const sharedEnd = (one, other) => sharedStart(backwards(one), backwards(other));

const backwards = (text) => text.split("").reverse().join("");
