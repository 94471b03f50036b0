// What has failed, in the words of the page: what the API says is for programs, in English.

import { make } from "./dom.js";
import { withValues } from "./language.js";

const TEXTS = {
  network: "failed_network",
  stopped: "stopped",
  interrupted: "interrupted",
  not_ready: "error_503",
  api_key_required: "key_more",
  too_many_requests: "too_many",
  unknown_document: "failed_document",
  unsupported_seed: "failed_kind",
  body_too_large: "failed_large",
  seeds_missing: "failed_seeds",
  no_readable_seed: "failed_reading",
  index_write: "failed_writing",
  not_kept: "failed_writing",
  internal: "error_other",
  unreadable: "error_other",
};

/** The text, for `data-t`, of a failure; undefined where the page has no words for it. */
export const failureText = ({ code, retryAfter: seconds }) =>
  code in TEXTS ? withValues(TEXTS[code], { seconds }) : undefined;

/** An element that holds a text of the page once it is translated. */
export function told(text, tag = "span") {
  const made = make(tag);
  made.dataset.t = text;
  return made;
}

/** Why a request failed, as an element: in the words of the API where the page has none. */
export function reasonOf(error) {
  const text = failureText(error);
  if (text) return told(text);
  const made = make("span", "", error.detail);
  made.lang = "en";
  return made;
}
