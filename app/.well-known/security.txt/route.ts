import { systemClock } from "@/lib/base/clock";
import { DAY_MS } from "@/lib/base/units";
import { LOCALES } from "@/lib/i18n/locales";
import { env } from "@/lib/infra/env";
import { publicOrigin } from "@/lib/infra/public-origin";

/** RFC 9116 recommends less than a year. */
const VALID_DAYS = 180;

/** Where to report a vulnerability (RFC 9116): SECURITY_CONTACT, or the mailbox of support; 404 without either. */
export function GET(): Response {
  const { SECURITY_CONTACT, SUPPORT_MAIL } = env();
  const contact = SECURITY_CONTACT ?? (SUPPORT_MAIL && `mailto:${SUPPORT_MAIL}`);
  if (!contact) return new Response(null, { status: 404 });
  const expires = new Date(systemClock.now().getTime() + VALID_DAYS * DAY_MS);
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString()}`,
    `Preferred-Languages: ${LOCALES.join(", ")}`,
    `Canonical: ${publicOrigin()}/.well-known/security.txt`,
  ];
  return new Response(`${lines.join("\n")}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
