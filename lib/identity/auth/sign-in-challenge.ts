import { randomUUID } from "node:crypto";
import { MINUTE_MS } from "@/lib/base/units";
import { isSignatureOf, sign } from "@/lib/infra/signing-keys";

// The challenge of a passkey sign-in is signed instead of stored, so that asking for one writes nothing and needs no limit: a passkey always
// gets its owner in. The one that was answered correctly is stored, so that it works once.

export const CHALLENGE_MS = 5 * MINUTE_MS;
const SIGNATURE_BYTES = 32;

/** A challenge as text; `id` identifies it once it was used. */
export function makeSignInChallenge(now: Date): { id: string; challenge: string } {
  const id = randomUUID();
  const text = `${id}.${now.getTime() + CHALLENGE_MS}`;
  return { id, challenge: `${text}.${sign("passkey", text, SIGNATURE_BYTES).toString("base64url")}` };
}

/** Whether a browser answered the challenge with this id, in time. `answered`: encoded as base64url. */
export function isSignInChallenge(answered: string, id: string, now: Date): boolean {
  const [given = "", end = "", signature = ""] = Buffer.from(answered, "base64url").toString().split(".");
  const isOurs = isSignatureOf("passkey", `${given}.${end}`, Buffer.from(signature, "base64url"), SIGNATURE_BYTES);
  return isOurs && given === id && Number(end) > now.getTime();
}
