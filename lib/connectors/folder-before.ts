/** Longest path within a shop that `folderBefore` examines. */
const SCANNED_CHARACTERS = 200;

/** The folder in which a page's first quoted URL with this path below the shop lies; null without one. Reads each URL once, segment by segment. */
export function folderBefore(html: string, inner: RegExp): string | null {
  const [, ...quoted] = html.split(/["'(]/);
  for (const url of quoted) {
    const path = url.replace(/^https?:\/\/[^/)\s]+/, "");
    let at = 0;
    while (path[at] === "/") {
      if (inner.test(path.slice(at + 1, at + SCANNED_CHARACTERS))) return path.slice(0, at);
      const next = path.indexOf("/", at + 1);
      if (next < 0 || !/^[\w.-]+$/.test(path.slice(at + 1, next))) break;
      at = next;
    }
  }
  return null;
}
