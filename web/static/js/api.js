// The only file that talks to the server.

/** A request that was answered by a problem, or by nothing at all (`status` 0). */
export class ApiError extends Error {
  constructor(status, code, detail, retryAfter = null) {
    super(detail);
    Object.assign(this, { status, code, detail, retryAfter });
  }
}

const JSON_TYPE = { "Content-Type": "application/json" };

export const ask = (body) =>
  call("/api/v1/ask", {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify(body),
  });

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

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: "omit" });
  } catch {
    throw new ApiError(0, "network", "");
  }
  const value = await response.json().catch(() => null);
  if (!response.ok || value === null) throw problem(response, value);
  return value;
}

function problem(response, value) {
  const wait = Number(response.headers.get("Retry-After")) || null;
  const { code = "unreadable", detail = response.statusText } = value ?? {};
  return new ApiError(response.status, code, detail, wait);
}
