import assert from "node:assert/strict";
import { test } from "node:test";

import { events } from "../../web/static/js/events.js";
import { record } from "./record.mjs";

const bytes = (text) => new TextEncoder().encode(text);
const streamOf = (chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

async function read(...chunks) {
  const all = [];
  for await (const event of events(streamOf(chunks))) all.push(event);
  return all;
}

const [answer] = record.answers;
const TEXT = [
  ": here\n\n",
  `event: meta\ndata: ${JSON.stringify({ question: answer.question })}\n\n`,
  `event: answer\ndata: ${JSON.stringify(answer)}\n\n`,
  "event: done\ndata: {}\n\n",
].join("");

test("the recorded answer comes through, with comments passed over", async () => {
  const all = await read(bytes(TEXT));
  assert.deepEqual(all.map((one) => one.name), ["meta", "answer", "done"]);
  assert.deepEqual(all[1].data, answer);
});

test("however the bytes are cut, even inside a character", async () => {
  const whole = await read(bytes(TEXT));
  assert.deepEqual(await read(...[...bytes(TEXT)].map((byte) => Uint8Array.of(byte))), whole);
});

test("lines may end in CRLF, data may have several lines", async () => {
  const all = await read(bytes("event: a\r\ndata: [1,\r\ndata: 2]\r\n\r\n"));
  assert.deepEqual(all, [{ name: "a", data: [1, 2] }]);
});

test("an event without a name is a message", async () => {
  assert.deepEqual(await read(bytes("data:1\n\n")), [{ name: "message", data: 1 }]);
});

test("an event that never ends is none", async () => {
  assert.deepEqual(await read(bytes("event: a\ndata: 1\n\nevent: b\ndata: 2\n")), [
    { name: "a", data: 1 },
  ]);
});

test("a reader who has had enough stops the stream", async () => {
  let stopped = false;
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(bytes("data: 1\n\n")),
    cancel: () => (stopped = true),
  });
  for await (const one of events(endless)) if (one) break;
  assert.ok(stopped);
});
