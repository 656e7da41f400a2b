/** Accept-Encoding of the check and the connectors; other encodings are decoded too (lib/connectors/net/decode-body.ts). */
export const ACCEPT_ENCODING = "gzip, br";

/** Decodes by the charset of the content type, by default UTF-8; drops a byte order mark. */
export function decodeText(body: Buffer, contentType: string): string {
  const label = /charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
