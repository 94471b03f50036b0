// Why a file is not (wholly) read: the library says it in English, the page in its language.

import { withValues } from "./language.js";

const REASONS = {
  reason_no_text: /^it has no text$/,
  reason_images: /^its pages are images without text$/,
  reason_fonts: /^its fonts do not say which letters they show$/,
  reason_not_text: /^it is not a text file$/,
  reason_markup: /^its markup could not be read$/,
  reason_nested: /^what is nested more than (?<levels>\d+) levels deep$/,
  reason_broken: /^its structure is broken$/,
  reason_not_word: /^it is not a Word document$/,
  reason_not_pdf: /^it is not a PDF that can be read \((?<why>.*)\)$/,
  reason_locked: /^it is protected by a password(?:: save it .*)?$/,
  reason_other_kind: /^it is an (?:old )?(?<kind>\S+) file: save it as \.docx$/,
  reason_kind: /^(?<suffix>\S+) files are not read: save it as .*$/,
  reason_unpacked: /^it holds more than (?<size>\d+) MB once unpacked$/,
  reason_large: /^it is larger than (?<size>\d+) MB$/,
  reason_slow: /^it takes longer than (?<seconds>\d+) s to read$/,
  reason_memory: /^it needs more than (?<size>\d+) GB of memory$/,
  reason_crashed: /^its reader crashed$/,
  reason_reader_failed: /^its reader failed \((?<why>.*)\)$/,
  reason_pages_no_text: /^pages? (?<pages>.*) of (?<count>\d+) ha(?:s|ve) no text$/,
  reason_pages_fonts: /^pages? (?<pages>.*) of (?<count>\d+) ha(?:s|ve) unreadable fonts$/,
  reason_read_as: /^read as (?<encoding>[\w-]+)$/,
  reason_twin: /^another file has the same name, its accents written in another way$/,
  reason_denied: /^Permission denied$/,
  reason_foreign: /^it is not in French \((?<code>[\w-]+)\)$/,
};

/** The texts, for `data-t`, of the reasons in one of the library's, which stand with "; " between. */
export const reasonsIn = (told) => told.split("; ").map(known);

function known(reason) {
  for (const [key, pattern] of Object.entries(REASONS)) {
    const found = pattern.exec(reason);
    if (found) return withValues(key, found.groups ?? {});
  }
  return withValues("reason_other", { reason });
}
