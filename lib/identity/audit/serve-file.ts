import { ReadableStream as NodeStream } from "node:stream/web";

/** Streams a file for download, so that a long one is never entirely in memory. */
export function serveFile(pieces: AsyncGenerator<string> | Generator<string>, fileName: string): Response {
  // The types of Node and of the DOM differ where the streams do not.
  const texts = NodeStream.from(pieces) as unknown as ReadableStream<string>;
  return new Response(texts.pipeThrough(new TextEncoderStream()), {
    headers: {
      "content-type": `${fileName.endsWith(".csv") ? "text/csv" : "application/x-ndjson"}; charset=utf-8`,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
