// The rows of the documents that can be asked, as the server lists them.

import { listDocuments } from "./api.js";
import { patiently } from "./patience.js";

let rows = [];

export const all = () => rows;

/** The row of a document, or undefined. */
export const row = (id) => rows.find((one) => one.id === id);

/** Reads the list; `onWait(error)` is called before each pause that the server asks for. */
export async function load(onWait) {
  rows = await patiently(listDocuments, onWait);
  return rows;
}
