import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/infra/env";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether a request carries SUPPORT_MAIL_SECRET, which the operator's mail server alone knows. */
export function isFromMailServer({ headers }: Request): boolean {
  const { SUPPORT_MAIL_SECRET: secret } = env();
  return secret !== undefined && timingSafeEqual(digest(headers.get("authorization") ?? ""), digest(`Bearer ${secret}`));
}
