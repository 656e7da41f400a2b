import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** What the client can undo; sent as Accept-Encoding. */
export const ACCEPT_ENCODING = "gzip, br";

const decoderFor = (encoding: string) => {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "br") return createBrotliDecompress();
  return encoding === "deflate" ? createInflate() : null;
};

/** Thrown inside this file's promise alone; the caller asks with `instanceof`. */
export class BodyTooLarge extends Error {}

/**
 * The whole body, decompressed. Rejects with BodyTooLarge as soon as `maxBytes` are passed before or after decompression, so that
 * neither an endless body nor a small one that unpacks to gigabytes is ever held; and with the stream's own error when it breaks.
 */
export function readBody(stream: Readable, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoding = contentEncoding.trim().toLowerCase();
    const decoder = decoderFor(encoding);
    const output: Readable = decoder ?? stream;
    const chunks: Buffer[] = [];
    let [receivedBytes, unpackedBytes] = [0, 0];

    const stop = (error: Error) => {
      reject(error);
      stream.destroy();
      decoder?.destroy();
    };
    const countReceived = (chunk: Buffer) => {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) stop(new BodyTooLarge());
    };

    stream.on("error", stop);
    if (decoder) {
      stream.on("data", countReceived);
      decoder.on("error", stop);
      stream.pipe(decoder);
    }
    output.on("data", (chunk: Buffer) => {
      unpackedBytes += chunk.length;
      if (unpackedBytes > maxBytes) stop(new BodyTooLarge());
      else chunks.push(chunk);
    });
    output.on("end", () => resolve(Buffer.concat(chunks)));
  });
}

/** Text by the charset of the content type, UTF-8 without one; a byte order mark is dropped. */
export function decodeBody(body: Buffer, contentType: string): string {
  const label = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
