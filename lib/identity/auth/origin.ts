/**
 * Whether a changing request comes from a page of ours. Browsers send `Origin` with every POST; one that names another host, or
 * `Sec-Fetch-Site` that says so, is refused. `host` is what the browser asked for (behind a proxy: X-Forwarded-Host).
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
