/** A server action: a file of tracking numbers (lib/orders/tracking/limits.ts) whose characters take up to three bytes each, and its envelope. */
export const ACTION_BYTES = 3 * 1024 * 1024;
export const AUTH_BYTES = 64 * 1024;

/** Whether a body of this announced length may be sent to the path. One without a length is counted where it is read. */
export function mayHaveBody(pathname: string, contentLength: string | null): boolean {
  return Number(contentLength ?? 0) <= (pathname.startsWith("/api/auth/") ? AUTH_BYTES : ACTION_BYTES);
}
