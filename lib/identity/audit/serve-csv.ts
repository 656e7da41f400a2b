/** Streams a CSV file for download. */
export const serveCsv = (pieces: AsyncGenerator<string> | Generator<string>, fileName: string): Response =>
  serveFile(pieces, fileName, "text/csv; charset=utf-8");

/** Streams a file for download, so that a long one is never entirely in memory. */
export function serveFile(pieces: AsyncGenerator<string> | Generator<string>, fileName: string, contentType: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
