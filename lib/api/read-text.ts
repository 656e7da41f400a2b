// What callers send must be text that the database stores as it is.

/** The text of a body; null if the bytes are not UTF-8. */
export function readText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Whether no text within holds a NUL or half of a surrogate pair. Without recursion: a body may be nested thousands of times. */
export function isWellFormed(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === "string" && (one.includes("\u0000") || !one.isWellFormed())) return false;
    if (typeof one === "object" && one !== null) for (const [key, inner] of Object.entries(one)) left.push(key, inner);
  }
  return true;
}
