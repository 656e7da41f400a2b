import { countAttempt, keyOf, limiter } from "@/lib/identity/auth/rate-limits";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";

// Sign-in events, for the log, the person and staff. Texts: `settings.activity.event.<kind>`.

type SignInEventKind =
  | "signed_in"
  | "password_wrong"
  | "code_wrong"
  | "slowed_down"
  | "browser_confirmed"
  | "access_denied"
  | "passkey_refused";
export const EVENT_DAYS = 90;

interface Source {
  address: string;
  userAgent: string | null;
}

/** Records an event in the caller's platform transaction. `personId` is null if no account has the entered address. */
export async function recordSignInEvent(
  tx: Transaction,
  kind: SignInEventKind,
  personId: string | null,
  { address, userAgent }: Source,
  now: Date,
): Promise<void> {
  await tx.signInEvent.create({
    data: { kind, personId, sourceAddress: address, userAgent: userAgent?.slice(0, 300) ?? null, at: now },
  });
  log[kind === "signed_in" ? "info" : "warn"]({ event: kind, personId, sourceAddress: address }, "sign-in");
}

/** Records a refusal in its own transaction. */
export const noteRefusal = (kind: SignInEventKind, personId: string | null, source: Source, now: Date): Promise<void> =>
  inPlatform((tx) => recordSignInEvent(tx, kind, personId, source, now));

const DENIALS_PER_HOUR = 20;
const byDenied = limiter("denied", DENIALS_PER_HOUR, 3600);

/** Records that a signed-in person requested a merchant or page without having access; at most a few times an hour. */
export async function noteDenied(person: { personId: string }, source: Source, now: Date): Promise<void> {
  if ((await countAttempt([[byDenied, keyOf(person.personId)]])) === null) await noteRefusal("access_denied", person.personId, source, now);
}
