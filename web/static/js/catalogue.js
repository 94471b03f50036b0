// The rows of the documents that can be asked, as the server lists them.

import { listDocuments } from "./api.js";

let rows = [];

export const all = () => rows;

/** The row of a document, or undefined. */
export const row = (id) => rows.find((one) => one.id === id);

/** Reads the list; `onWait()` is called before each pause for a server that is still loading. */
export async function load(onWait) {
  for (;;) {
    try {
      rows = await listDocuments();
      return rows;
    } catch (error) {
      if (error.status !== 503) throw error;
      onWait();
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 2)));
    }
  }
}
