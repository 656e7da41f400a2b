import { isToken } from "@/lib/infra/secret-token";

/** The token of a link damaged by a mail program: line breaks, a trailing bracket or full stop. Null when there is none. */
export function normalizeReportToken(text: string): string | null {
  let plain = text;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // Percent-encoded characters never belong to a token.
  }
  const token = plain.replace(/[^A-Za-z0-9_-]/g, "");
  return token !== text && isToken(token) ? token : null;
}
