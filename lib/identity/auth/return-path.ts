/**
 * The path to go on to after signing in, or null for whatever is not a page of ours: other origins, protocol-relative addresses,
 * the sign-in page itself and routes that are no pages.
 */
export function safeReturnPath(raw: unknown): string | null {
  if (typeof raw !== "string" || raw.length > 2000 || !raw.startsWith("/")) return null;
  const base = "http://own.invalid";
  if (!URL.canParse(raw, base)) return null;
  const url = new URL(raw, base);
  if (url.origin !== base || url.pathname.startsWith("//") || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return null;
  return `${url.pathname}${url.search}`;
}

function withReturn(path: string, from: string | null): string {
  const back = safeReturnPath(from);
  return back === null || back === "/" ? path : `${path}?${new URLSearchParams({ from: back })}`;
}

/** Where to sign in, with the way back. */
export const signInPath = (from: string | null): string => withReturn("/sign-in", from);

/** Where the code of a second factor is asked for, with the way back. */
export const codePath = (from: string | null): string => withReturn("/sign-in/code", from);
