/** Headers of an answer that is a stream of server-sent events, which no proxy may hold back. */
export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/** One event as the stream says it. */
export const printEvent = (name: string, data: unknown = {}): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
