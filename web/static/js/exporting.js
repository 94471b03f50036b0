// The conversation as a file: Markdown with footnotes, JSON, or annotations of the W3C.

import { addressOf, onOneLine, placed, quoted } from "./reference.js";

const SPECIAL = /[\\`*_[\]<>#|~]/g;
const ANNOTATION = "http://www.w3.org/ns/anno.jsonld";

/** Everything that was answered, as the API told it. */
export const json = (exchanges) => `${JSON.stringify({ exchanges }, null, 2)}\n`;

/** Questions as headings, quotations with numbered footnotes; `t` gives the texts around them. */
export function markdown(exchanges, origin, t) {
  const notes = [];
  const cite = (citation) => {
    notes.push(`${plain(placed(citation))}, <${addressOf(citation, origin)}>`);
    return `${plain(quoted(citation.quote.exact))}[^${notes.length}]`;
  };
  const parts = exchanges.map((one) => `${heading(one)}\n\n${reply(one, cite, t)}`);
  const feet = notes.map((note, rank) => `[^${rank + 1}]: ${note}`);
  return `${["# Verbatim", ...parts, ...feet].join("\n\n")}\n`;
}

const heading = ({ question }) => `## ${plain(onOneLine(question))}`;

function reply({ answer }, cite, t) {
  const [best, ...others] = answer.citations.map(cite);
  if (best) return [best, ...list(t("see_also"), others)].join("\n\n");
  const { message, nearest } = answer.refusal;
  return [plain(message), ...list(t("nearest"), nearest.map(cite))].join("\n\n");
}

const list = (label, items) =>
  items.length > 0 ? [`*${label}*`, items.map((one) => `- ${one}`).join("\n")] : [];

const plain = (text) => text.replace(SPECIAL, "\\$&");

/** The citations of the answers as an AnnotationCollection. */
export function annotations(exchanges, origin) {
  const items = exchanges.flatMap((one) =>
    one.answer.citations.map((cited) => annotation(one, cited, origin)),
  );
  const first = { type: "AnnotationPage", startIndex: 0, items };
  const whole = { "@context": ANNOTATION, type: "AnnotationCollection", total: items.length, first };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function annotation({ question, answer, at }, citation, origin) {
  const { exact, prefix, suffix, start, end } = citation.quote;
  const { code } = answer.question.language;
  const language = code === "unknown" ? {} : { language: code };
  return {
    id: `urn:verbatim:${answer.id}:${citation.marker}`,
    type: "Annotation",
    motivation: "highlighting",
    created: at,
    body: { type: "TextualBody", value: question, purpose: "questioning", ...language },
    target: {
      source: addressOf(citation, origin).replace(/[&#].*/, ""),
      selector: [
        { type: "TextQuoteSelector", exact, prefix, suffix },
        { type: "TextPositionSelector", start, end },
      ],
    },
  };
}
