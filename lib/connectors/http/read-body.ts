/** Accept-Encoding of check and connectors; other encodings are decoded too (lib/connectors/net/decode-body.ts). */
export const ACCEPT_ENCODING = "gzip, br";

/** Text by the charset of the content type, UTF-8 without one; a byte order mark is dropped. */
export function decodeText(body: Buffer, contentType: string): string {
  const label = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
