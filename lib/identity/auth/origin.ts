/**
 * Whether a state-changing request comes from our own origin, by `Origin`, which browsers send with every POST, and `Sec-Fetch-Site`. The
 * host is the one that the browser requested (X-Forwarded-Host behind a proxy).
 */
export function isSameOrigin(get: (name: string) => string | null): boolean {
  const site = get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = get("origin");
  if (origin === null) return site !== null;
  const host = get("x-forwarded-host")?.split(",")[0]?.trim() ?? get("host");
  try {
    return host !== null && new URL(origin).host === host;
  } catch {
    return false;
  }
}
