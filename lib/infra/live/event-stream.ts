/**
 * Headers of a stream of server-sent events, which proxies must not buffer. The connection ends with it: on a kept one the browser would ask for the
 * next stream, and a server that was asked to stop would wait for ever.
 */
export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
  connection: "close",
};

export const printEvent = (name: string, data: unknown = {}): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
