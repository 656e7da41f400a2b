/** A server action: a CSV file of tracking numbers (lib/orders/tracking/limits.ts) at up to three bytes per character, plus its envelope. */
const ACTION_BYTES = 3 * 1024 * 1024;
export const AUTH_BYTES = 64 * 1024;

/** Whether a body of this declared length is accepted on the path. A body without a declared length is limited while it is read. */
export function acceptsBody(pathname: string, contentLength: string | null): boolean {
  return Number(contentLength ?? 0) <= (pathname.startsWith("/api/auth/") ? AUTH_BYTES : ACTION_BYTES);
}
