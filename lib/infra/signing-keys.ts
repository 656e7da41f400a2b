import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env, required } from "@/lib/infra/env";

/** The purpose of a key derived from NEXTAUTH_SECRET. A token made for one purpose is not valid for another. */
export type SigningPurpose = "session" | "pending_sign_in" | "next_auth" | "unsubscribe" | "support_reply" | "passkey" | "host_report";

const derived = new Map<string, string>();

function deriveKey(secret: string, purpose: SigningPurpose): string {
  const name = `${purpose}\0${secret}`;
  const known = derived.get(name);
  if (known !== undefined) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "", `mooring:${purpose}`, 32)).toString("base64url");
  derived.set(name, key);
  return key;
}

/** The keys for a purpose. The first one signs; those of NEXTAUTH_SECRET_PREVIOUS only verify, until the operator removes them. */
export function signingKeys(purpose: SigningPurpose): [string, ...string[]] {
  const previous = env().NEXTAUTH_SECRET_PREVIOUS.map((secret) => deriveKey(secret, purpose));
  return [deriveKey(required("NEXTAUTH_SECRET"), purpose), ...previous];
}

const hmac = (key: string, text: string, bytes: number): Buffer => createHmac("sha256", key).update(text).digest().subarray(0, bytes);

/** An HMAC-SHA256 of `text`, truncated to `bytes`. */
export const sign = (purpose: SigningPurpose, text: string, bytes: number): Buffer => hmac(signingKeys(purpose)[0], text, bytes);

/** Whether `signature` was made by `sign` with the current or a previous secret. */
export const isSignatureOf = (purpose: SigningPurpose, text: string, signature: Uint8Array, bytes: number): boolean =>
  signature.length === bytes && signingKeys(purpose).some((key) => timingSafeEqual(signature, hmac(key, text, bytes)));
