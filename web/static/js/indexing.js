// What became of the files, and reading them anew.

import { readIndex, rebuildIndex } from "./api.js";
import { byId, make, piece, write } from "./dom.js";
import { failureText, reasonOf, told } from "./failures.js";
import { language, translate, withValues } from "./language.js";
import { patiently, pause, waitingText } from "./patience.js";
import { reasonsIn } from "./reasons.js";
import { sendAll } from "./uploading.js";

const LOOK = 1;
const REMARKABLE = { failed: "file_failed", no_text: "file_no_text", partly_read: "file_partly_read" };
let refreshed = () => {};
let shown = null;

/**
 * Makes the buttons work; `onChange` is called when the documents may be others, `limit` is the
 * size in bytes of the largest file that can be sent.
 */
export function begin(onChange, limit) {
  refreshed = onChange;
  document.addEventListener("visibilitychange", () => document.hidden || follow());
  byId("rebuild").addEventListener("click", () => renew([], limit));
  byId("add-files")?.addEventListener("change", ({ target }) => {
    const files = [...target.files];
    target.value = ""; // Else the same file could not be chosen again.
    renew(files, limit);
  });
}

/** Shows the state of the index; `onWait(error)` is called before each pause for the server. */
export async function show(onWait = () => {}) {
  const index = await patiently(readIndex, onWait);
  report(index);
  return index;
}

// The seeds are watched: when the reader comes back, the documents may be others.
async function follow() {
  try {
    const index = await readIndex();
    if (index.id === shown) return;
    report(index);
    refreshed();
  } catch (error) {
    if (error.status === undefined) throw error; // Nothing is told of the rest: nothing was asked.
  }
}

async function renew(files, limit) {
  busy(true);
  try {
    say(told("rebuilding", "p"));
    const lines = await sendAll(files, limit, waiting);
    say(...lines, ...(await rebuilt()));
  } finally {
    busy(false);
    refreshed(); // Whoever has put another index in use, and whenever.
  }
}

// Has the index rebuilt; gives a line that tells of a failure, if there was one.
async function rebuilt() {
  try {
    await patiently(rebuildIndex, waiting);
    const { job } = await ended();
    // What the job says of its error may name folders of the server.
    return job?.state === "failed" ? [line(told(failureText(job) ?? "error_other"))] : [];
  } catch (error) {
    if (error.status === undefined) throw error;
    return [line(reasonOf(error))];
  }
}

const line = (reason) => make("p", "", told("rebuild_failed"), " ", reason);

async function ended() {
  for (;;) {
    const index = await show(waiting);
    if (index.job?.state !== "running") return index;
    say(told("rebuilding", "p"));
    await pause(LOOK);
  }
}

const waiting = (error) => say(told(waitingText(error), "p"));

function report({ id, built_at, files }) {
  shown = id;
  const date = new Date(built_at).toLocaleString(language());
  byId("index-built").dataset.t = withValues("built", { date });
  byId("index-files").replaceChildren(...files.filter((one) => one.status in REMARKABLE).map(row));
  translate(byId("shelf"));
}

function row({ path, status, reason }) {
  const made = piece("file");
  write(made, ".file-path", path);
  made.querySelector(".file-status").dataset.t = REMARKABLE[status];
  made.querySelector(".file-reasons").append(...reasonsIn(reason ?? "").map((one) => told(one)));
  return made;
}

function busy(is) {
  for (const one of byId("shelf").querySelectorAll("#rebuild, #add-files")) one.disabled = is;
}

function say(...lines) {
  byId("index-note").hidden = lines.length === 0;
  byId("index-note").replaceChildren(...lines);
  translate(byId("index-note"));
}
