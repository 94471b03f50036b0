// What the browser keeps between visits. It may keep nothing: the page works without.

/** What was kept under `key`, or null. */
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // Storage is switched off, or holds what is none of ours.
  }
}

/** Keeps a value; true when the browser had room for it. */
export function retain(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept, then.
  }
}
