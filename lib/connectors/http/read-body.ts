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

/** Undefined if not JSON. With error display on, PHP prints notices or blanks before it; the rest is still the complete response. */
export function readJson(body: string): unknown {
  const text = body.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch {
    const start = text.search(/(\[\s*[{[\]]|\{\s*["}])/);
    if (start <= 0 || start > 20_000) return undefined;
    try {
      return JSON.parse(text.slice(start));
    } catch {
      return undefined;
    }
  }
}
