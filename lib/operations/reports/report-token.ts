import { isDeepStrictEqual } from "node:util";
import { hashToken } from "@/lib/infra/secret-token";
import { sign } from "@/lib/infra/signing-keys";

const TOKEN_BYTES = 32;

/** The secret part of a report's link. Derived from a key outside the database, so that a reminder can repeat the link. */
export const tokenOfReport = (reportId: string): string => sign("host_report", reportId, TOKEN_BYTES).toString("base64url");

/** The same if it opens the report; null after the key has changed. */
export function readTokenOf({ id, tokenHash }: { id: string; tokenHash: Uint8Array }): string | null {
  const token = tokenOfReport(id);
  return isDeepStrictEqual(hashToken(token), new Uint8Array(tokenHash)) ? token : null;
}
