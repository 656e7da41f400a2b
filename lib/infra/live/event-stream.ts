import fs from "node:fs";
import path from "node:path";

/**
 * Headers of a stream of server-sent events, which proxies must not buffer. The connection ends with the stream: on a kept connection, the browser
 * would request the next stream, and a stopping server would wait forever.
 */
export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  connection: "close",
};

export const printEvent = (name: string, data: unknown = {}): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

const ends = new Set<() => void>();

// The server waits for open responses before it exits, and event streams stay open.
process.once("SIGTERM", () => {
  for (const end of ends) end();
});

/** Calls `end` when the process receives SIGTERM. @returns unsubscribes */
export function endWithProcess(end: () => void): () => void {
  ends.add(end);
  return () => void ends.delete(end);
}

const open = new Map<string, number>();

/** Takes one of a reader's slots for event streams in this process. @returns a function that frees it, or null if all `most` are taken */
export function takeStream(reader: string, most: number): (() => void) | null {
  const count = open.get(reader) ?? 0;
  if (count >= most) return null;
  open.set(reader, count + 1);
  let isOpen = true;
  return () => {
    if (!isOpen) return;
    isOpen = false;
    const left = (open.get(reader) ?? 1) - 1;
    if (left > 0) open.set(reader, left);
    else open.delete(reader);
  };
}

const read = (): string => {
  try {
    return fs.readFileSync(path.join(process.cwd(), ".next", "BUILD_ID"), "utf8").trim();
  } catch {
    // The development server has no build id.
    return "";
  }
};

/** The build of the pages that this process serves. A browser with a page of another build reloads it. */
export const BUILD_ID = read();
