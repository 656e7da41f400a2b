import { z } from "zod";
import { isSignatureOf, sign } from "@/lib/infra/signing-keys";

// Unsubscribe links work without signing in, never expire and grant nothing else.

export interface Subscription {
  merchantId: string;
  personId: string;
  what: "notices" | "weekly";
}

const shape = z.tuple([z.uuid(), z.uuid(), z.enum(["notices", "weekly"])]);
const SIGNATURE_BYTES = 18;

export function makeUnsubscribeToken({ merchantId, personId, what }: Subscription): string {
  const text = [merchantId, personId, what].join(".");
  return `${Buffer.from(text).toString("base64url")}.${sign("unsubscribe", text, SIGNATURE_BYTES).toString("base64url")}`;
}

/** The subscription in a token; null if its signature is invalid. */
export function readUnsubscribeToken(token: string): Subscription | null {
  const [encoded = "", signature = ""] = token.slice(0, 300).split(".");
  const text = Buffer.from(encoded, "base64url").toString("utf8");
  const given = Buffer.from(signature, "base64url");
  if (!isSignatureOf("unsubscribe", text, given, SIGNATURE_BYTES)) return null;
  const parsed = shape.safeParse(text.split("."));
  return parsed.success ? { merchantId: parsed.data[0], personId: parsed.data[1], what: parsed.data[2] } : null;
}
