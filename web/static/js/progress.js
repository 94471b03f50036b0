// What has come of an answer that is still on its way.

import { citationItem } from "./citation.js";
import { piece } from "./dom.js";

const SHOWN = 4;

/** The element to wait with, and what is called as the parts of the answer come. */
export function begin(open) {
  const element = piece("progress");
  const reading = element.querySelector(".reading");
  const found = element.querySelector(".found");
  const put = (list, citations) => {
    list.append(...citations.map((one) => citationItem(one, open)));
  };
  return {
    element,
    meta({ reading: sentences }) {
      element.classList.toggle("is-reading", sentences.length > 0);
      put(reading, sentences.slice(0, SHOWN));
    },
    citation(one) {
      put(found, [one]);
    },
    /** The quotes that came, else the sentences that were being read; null without any. */
    came() {
      const list = [found, reading].find((one) => one.children.length > 0);
      return list ? { key: list === found ? "came_found" : "came_reading", list } : null;
    },
  };
}
