// Server-sent events, read from the body of a reply: `EventSource` cannot post a question.

/** The events `{name, data}` of a stream, as they come; `data` is decoded from JSON. */
export async function* events(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop(); // Not ended yet; what never ends is no event.
      yield* blocks.map(event).filter(Boolean);
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function event(block) {
  const fields = block.split(/\r?\n/).map(field);
  const data = fields.filter(([name]) => name === "data").map(([, value]) => value);
  if (data.length === 0) return null; // A comment, which keeps the connection awake.
  const name = fields.findLast(([one]) => one === "event")?.[1] ?? "message";
  return { name, data: JSON.parse(data.join("\n")) };
}

function field(line) {
  const [, name, value] = line.match(/^([^:]*)(?:: ?(.*))?$/);
  return [name, value ?? ""];
}
