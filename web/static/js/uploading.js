// Files sent to the documents, each whatever becomes of the others.

import { sendFile } from "./api.js";
import { make } from "./dom.js";
import { reasonOf, told } from "./failures.js";
import { withValues } from "./language.js";
import { patiently } from "./patience.js";

/** Sends files of at most `limit` bytes; gives a line for each that was not taken. */
export async function sendAll(files, limit, onWait) {
  const lines = [];
  for (const file of files) {
    const reason = unfit(file, limit) ?? (await refused(file, onWait));
    if (reason) lines.push(line(file, reason));
  }
  return lines;
}

function unfit({ size }, limit) {
  if (size === 0) return told("upload_empty");
  return size > limit ? told(withValues("upload_large", { size: limit >> 20 })) : null;
}

async function refused(file, onWait) {
  try {
    await patiently(() => sendFile(file), onWait);
    return null;
  } catch (error) {
    if (error.status === undefined) throw error;
    return reasonOf(error);
  }
}

const line = ({ name }, reason) =>
  make("p", "", told(withValues("upload_failed", { name })), " ", reason);
