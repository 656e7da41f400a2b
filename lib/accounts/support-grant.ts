import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import { cookieAttributes } from "@/lib/auth/token";
import { required } from "@/lib/system/env";

// A member of staff opened a merchant: written into an encrypted cookie that is bound to the session. It gives no right (that comes from
// the person, at every request); it says that the opening was written down, and for which reason.

const GRANT_SECONDS = 8 * 60 * 60;
const SALT = "mooring support grant";
const cookieName = (merchantId: string): string => `mooring-support-${merchantId}`;

const grantSchema = z.object({ sessionId: z.uuid(), merchantId: z.uuid(), reason: z.string().nullable() });
export type SupportGrant = z.infer<typeof grantSchema>;

export async function giveSupportGrant(grant: SupportGrant): Promise<void> {
  const token = await encode({ token: { ...grant }, secret: required("NEXTAUTH_SECRET"), salt: SALT, maxAge: GRANT_SECONDS });
  (await cookies()).set(cookieName(grant.merchantId), token, { ...cookieAttributes(), maxAge: GRANT_SECONDS });
}

export async function takeSupportGrant(merchantId: string): Promise<void> {
  (await cookies()).delete(cookieName(merchantId));
}

/** What this session was granted for the merchant, or null. */
export async function findSupportGrant(sessionId: string, merchantId: string): Promise<SupportGrant | null> {
  const token = (await cookies()).get(cookieName(merchantId))?.value;
  if (!token) return null;
  const payload = await decode({ token, secret: required("NEXTAUTH_SECRET"), salt: SALT }).catch(() => null);
  const parsed = grantSchema.safeParse(payload);
  if (!parsed.success || parsed.data.sessionId !== sessionId || parsed.data.merchantId !== merchantId) return null;
  return parsed.data;
}
