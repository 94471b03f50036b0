// What became of the files, and reading them anew.

import { readIndex, rebuildIndex, sendFile } from "./api.js";
import { byId, make, piece, write } from "./dom.js";
import { language, t, translate, withValues } from "./language.js";
import { patiently, pause, waitingText } from "./patience.js";
import { reasonsIn } from "./reasons.js";

const LOOK = 1;
const REMARKABLE = { failed: "file_failed", no_text: "file_no_text", partly_read: "file_partly_read" };
let refreshed = () => {};
let shown = null;

/** Makes the buttons work; `onChange` is called when the documents may be others. */
export function begin(onChange) {
  refreshed = onChange;
  document.addEventListener("visibilitychange", () => document.hidden || follow());
  byId("rebuild").addEventListener("click", () => rebuild(rebuildIndex));
  byId("add-files")?.addEventListener("change", ({ target }) => add([...target.files], target));
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

async function rebuild(start) {
  busy(true);
  try {
    await patiently(start, waiting);
    const { job } = await ended();
    say(job.state === "failed" ? withValues("rebuild_failed", { reason: job.error }) : null);
  } catch (error) {
    say(withValues("rebuild_failed", { reason: error.detail || error.message }));
  } finally {
    busy(false);
    refreshed(); // Whoever has put another index in use, and whenever.
  }
}

async function ended() {
  for (;;) {
    const index = await show(waiting);
    if (index.job?.state !== "running") return index;
    say("rebuilding");
    await pause(LOOK);
  }
}

function add(files, input) {
  return rebuild(async () => {
    for (const file of files) await send(file);
    input.value = "";
    await rebuildIndex();
  });
}

async function send(file) {
  try {
    await sendFile(file);
  } catch (error) {
    throw new Error(t("upload_failed", { name: file.name, reason: error.detail }));
  }
}

const waiting = (error) => say(waitingText(error));

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
  made.querySelector(".file-reasons").replaceChildren(...reasonsIn(reason ?? "").map(told));
  return made;
}

function told(text) {
  const made = make("span", "file-reason");
  made.dataset.t = text;
  return made;
}

function busy(is) {
  byId("rebuild").disabled = is;
  if (is) say("rebuilding");
  else if (byId("index-note").dataset.t === "rebuilding") say(null);
}

function say(key) {
  const note = byId("index-note");
  note.hidden = !key;
  note.dataset.t = key ?? "rebuilding";
  translate(byId("shelf"));
}
