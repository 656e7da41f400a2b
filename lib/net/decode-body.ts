import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";

export interface DecodedBody {
  bytes: Buffer;
  /** `cut`: larger than allowed · `bad_encoding`: not what Content-Encoding says, or packed still. */
  state: "complete" | "cut" | "bad_encoding";
}

const decoderFor = (encoding: string, body: Buffer) => {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "br") return createBrotliDecompress();
  // RFC 9110 means the zlib format; some servers send the bare one.
  if (encoding === "deflate") return ((body[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  return null;
};

/** gzip again, where text was to be: packed without a word about it, or once more than is said. */
const isPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Undoes a Content-Encoding, up to `maxBytes` of output: a small body that unpacks to gigabytes is never held. Never rejects. */
export function decodeBody(body: Buffer, contentEncoding: string, maxBytes: number): Promise<DecodedBody> {
  const encoding = contentEncoding.trim().toLowerCase();
  const plain = body.length > maxBytes ? body.subarray(0, maxBytes) : body;
  if (body.length === 0 || encoding === "" || encoding === "identity")
    return Promise.resolve({ bytes: plain, state: isPacked(body) ? "bad_encoding" : plain === body ? "complete" : "cut" });
  const decoder = decoderFor(encoding, body);
  if (!decoder) return Promise.resolve({ bytes: plain, state: "bad_encoding" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (state: DecodedBody["state"]) => {
      const bytes = Buffer.concat(chunks).subarray(0, maxBytes);
      resolve({ bytes, state: isPacked(bytes) ? "bad_encoding" : state });
      decoder.destroy();
    };
    decoder.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) settle("cut");
    });
    decoder.on("end", () => settle("complete"));
    // A body that was cut on its way ends in an error too: what came out until then is kept.
    decoder.on("error", () => settle("bad_encoding"));
    decoder.end(body);
  });
}
