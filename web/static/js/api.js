// The only file that talks to the server.

import { events } from "./events.js";

/** A request that was answered by a problem, or by nothing at all (`status` 0). */
export class ApiError extends Error {
  constructor(status, code, detail, retryAfter = null) {
    super(detail);
    Object.assign(this, { status, code, detail, retryAfter });
  }
}

let key = null;
let onWanted = () => {};

/** `given` is sent as the API's key, if it is one; `wanted()` is called when another is needed. */
export function begin(given, wanted) {
  key = given;
  onWanted = wanted;
}

const JSON_TYPE = { "Content-Type": "application/json" };
const STREAM = "text/event-stream";

/**
 * Asks; gives the answer. `heard.meta(reading)` and `heard.citation(citation)` are called as these
 * come, if the server tells them; `signal` stops it all.
 */
export async function ask(body, heard, signal) {
  const headers = { ...JSON_TYPE, Accept: STREAM };
  const options = { method: "POST", headers, body: JSON.stringify(body), signal };
  const response = await reach("/api/v1/ask", options);
  if (!response.headers.get("Content-Type")?.startsWith(STREAM)) return decoded(response, signal);
  try {
    return await listen(response.body, heard);
  } catch (error) {
    throw error instanceof ApiError ? error : silence(signal, "interrupted");
  }
}

async function listen(body, heard) {
  let answer = null;
  for await (const { name, data } of events(body)) {
    if (name === "error") throw new ApiError(data.status, data.code, data.detail);
    if (name === "answer") answer = data;
    else heard[name]?.(data);
  }
  if (!answer) throw new ApiError(0, "interrupted", "");
  return answer;
}

export const listDocuments = async () => (await call("/api/v1/documents")).documents;

/** A document; `pin` (`v` and the quote's selector) asks for it as a citation knew it. */
export const readDocument = (id, pin = null) =>
  call(`/api/v1/documents/${encodeURIComponent(id)}${pin ? `?${new URLSearchParams(pin)}` : ""}`);

export const readIndex = () => call("/api/v1/index");

export const rebuildIndex = async () =>
  (await call("/api/v1/index", { method: "POST", headers: JSON_TYPE, body: "{}" })).job;

/** Sends a file to the documents. */
export const sendFile = (file) =>
  call(`/api/v1/seeds/${encodeURIComponent(file.name)}`, { method: "PUT", body: file });

/** Tells what a reader thinks of an answer. */
export const sendFeedback = (body) =>
  call("/api/v1/feedback", { method: "POST", headers: JSON_TYPE, body: JSON.stringify(body) });

const call = async (path, options = {}) => decoded(await reach(path, options));

async function reach(path, options) {
  const headers = { ...options.headers, ...(key && { "X-API-Key": key }) };
  try {
    return await fetch(path, { ...options, headers, credentials: "omit" });
  } catch {
    throw silence(options.signal, "network");
  }
}

async function decoded(response, signal) {
  const value = await response.json().catch(() => null);
  if (signal?.aborted) throw silence(signal);
  if (!response.ok || value === null) throw problem(response, value);
  return value;
}

const silence = (signal, code) => new ApiError(0, signal?.aborted ? "stopped" : code, "");

function problem(response, value) {
  const wait = Number(response.headers.get("Retry-After")) || null;
  const { code = "unreadable", detail = response.statusText } = value ?? {};
  if (code === "api_key_required") onWanted();
  return new ApiError(response.status, code, detail, wait);
}
