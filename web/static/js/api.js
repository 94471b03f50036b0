// The only file that talks to the server.

/** A request that was answered by a problem, or by nothing at all (`status` 0). */
export class ApiError extends Error {
  constructor(status, code, detail, retryAfter = null) {
    super(detail);
    Object.assign(this, { status, code, detail, retryAfter });
  }
}

export const ask = (body) =>
  call("/api/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

export const listDocuments = async () => (await call("/api/v1/documents")).documents;

export const readDocument = (id) => call(`/api/v1/documents/${encodeURIComponent(id)}`);

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
