// What became of the files, and reading them anew.

import { readIndex, rebuildIndex, sendFile } from "./api.js";
import { byId, make, piece, write } from "./dom.js";
import { language, t, translate, withValues } from "./language.js";
import { reasonsIn } from "./reasons.js";

const LOOK = 500;
const REMARKABLE = { failed: "file_failed", no_text: "file_no_text", partly_read: "file_partly_read" };
let refreshed = () => {};

/** Makes the buttons work; `onChange` is called when the documents are others. */
export function begin(onChange) {
  refreshed = onChange;
  byId("rebuild").addEventListener("click", () => rebuild(rebuildIndex));
  byId("add-files")?.addEventListener("change", ({ target }) => add([...target.files], target));
}

/** Shows the state of the index. */
export async function show() {
  const index = await readIndex();
  report(index);
  return index;
}

async function rebuild(start) {
  const before = (await readIndex()).id;
  busy(true);
  try {
    await start();
    const { id, job } = await ended();
    say(job.state === "failed" ? withValues("rebuild_failed", { reason: job.error }) : null);
    if (id !== before) refreshed();
  } catch (error) {
    say(withValues("rebuild_failed", { reason: error.detail || error.message }));
  } finally {
    busy(false);
  }
}

async function ended() {
  for (;;) {
    const index = await show();
    if (index.job?.state !== "running") return index;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
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

function report({ built_at, files }) {
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
