import type { Route } from "next";

/** A safe path to return to after sign-in. Null for other origins, protocol-relative URLs, the sign-in page and routes that are not pages. */
export function safeReturnPath(raw: unknown): Route | null {
  if (typeof raw !== "string" || raw.length > 2000 || !raw.startsWith("/")) return null;
  const base = "http://own.invalid";
  if (!URL.canParse(raw, base)) return null;
  const url = new URL(raw, base);
  if (url.origin !== base || url.pathname.startsWith("//") || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return null;
  return `${url.pathname}${url.search}` as Route;
}

function withReturn(path: "/sign-in" | "/sign-in/code", from: string | null): Route {
  const back = safeReturnPath(from);
  return back === null || back === "/" ? path : `${path}?${new URLSearchParams({ from: back })}`;
}

export const signInPath = (from: string | null): Route => withReturn("/sign-in", from);

export const codePath = (from: string | null): Route => withReturn("/sign-in/code", from);
