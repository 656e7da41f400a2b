import type { Readable } from "node:stream";
import { decoderFor } from "@/lib/net/decode-body";

/** What is asked for as Accept-Encoding; what comes unasked is undone as the check does it. */
export const ACCEPT_ENCODING = "gzip, br";

/** Thrown inside this file's promise alone; the caller asks with `instanceof`. */
export class BodyTooLarge extends Error {}

/**
 * The whole body, decompressed. Rejects with BodyTooLarge as soon as `maxBytes` are passed before or after decompression, so that
 * neither an endless body nor a small one that unpacks to gigabytes is ever held; and with the stream's own error when it breaks.
 */
export function readBody(stream: Readable, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let [receivedBytes, unpackedBytes] = [0, 0];
    let decoder: ReturnType<typeof decoderFor> = null;

    const stop = (error: Error) => {
      reject(error);
      stream.destroy();
      decoder?.destroy();
    };
    const end = () => resolve(Buffer.concat(chunks));
    const keep = (chunk: Buffer) => {
      unpackedBytes += chunk.length;
      if (unpackedBytes > maxBytes) stop(new BodyTooLarge());
      else chunks.push(chunk);
    };
    const unpack = (chunk: Buffer) => {
      if (!decoder || decoder.write(chunk)) return;
      stream.pause();
      decoder.once("drain", () => stream.resume());
    };
    const receive = (chunk: Buffer) => {
      // How a body is packed its first bytes may tell.
      if (receivedBytes === 0) decoder = decoderFor(contentEncoding, chunk)?.on("data", keep).on("end", end).on("error", stop) ?? null;
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) stop(new BodyTooLarge());
      else if (decoder) unpack(chunk);
      else keep(chunk);
    };

    stream.on("error", stop);
    stream.on("data", receive);
    stream.on("end", () => (decoder ? decoder.end() : end()));
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
