const escapeXml = (text: string): string =>
  text
    // Control characters are not allowed in XML at all.
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");

/** The body of a write: PrestaShop takes XML only, and no blanks around a value. Fields that are no plain text or number are left out. */
export function writeRecordXml(record: string, fields: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(fields)
    .filter(([name, value]) => /^[a-z]\w*$/i.test(name) && (typeof value === "string" || typeof value === "number"))
    .map(([name, value]) => `<${name}>${escapeXml(String(value).trim())}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><prestashop><${record}>${rows.join("")}</${record}></prestashop>`;
}
