import { ok, type Result, refuse } from "@/lib/base/result";
import { MINUTE_MS } from "@/lib/base/units";
import { whoIs } from "@/lib/identity/accounts/actor";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { LINK_MINUTES, queueAccountMail } from "@/lib/identity/auth/account-mail";
import { forgetBrowsers } from "@/lib/identity/auth/known-browsers";
import type { SignedIn } from "@/lib/identity/auth/mutations";
import { mustUseIssuer } from "@/lib/identity/auth/oidc-settings";
import { endSessions } from "@/lib/identity/auth/sessions";
import { countMail } from "@/lib/identity/auth/sign-in-limits";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken, isToken } from "@/lib/infra/secret-token";

// The e-mail address changes once links to both addresses were followed: the old one proves the owner, the new one that it is theirs. Links
// are stored by person id, because several people may request one address.

/** Asks both addresses for confirmation. An address with another account gets no mail, which the response does not reveal. */
export async function requestEmailChange(
  person: SignedIn,
  newEmail: string,
  now: Date,
): Promise<Result<true, "email_same" | "too_many_mails" | "oidc_required">> {
  const { personId, email, sourceAddress } = person;
  if (newEmail === email) return refuse("email_same");
  if (mustUseIssuer(person)) return refuse("oidc_required");
  if ((await countMail({ kind: "email_new", email: newEmail, asker: `person:${personId}` })) !== null) return refuse("too_many_mails");
  return inPlatform(async (tx) => {
    const expiresAt = new Date(now.getTime() + LINK_MINUTES.email_new * MINUTE_MS);
    const fresh = { newEmail, expiresAt, oldConfirmedAt: null, newConfirmedAt: null };
    await tx.emailChange.upsert({ where: { personId }, create: { personId, ...fresh }, update: fresh });
    // Links of an earlier request confirm a different address.
    await tx.mailedLink.deleteMany({ where: { kind: { in: ["email_old", "email_new"] }, email: personId } });
    for (const kind of ["email_old", "email_new"] as const)
      await queueAccountMail(tx, { kind, subject: personId, locale: null, sourceAddress: sourceAddress ?? null }, now);
    return ok(true);
  });
}

/** The address that a valid link confirms, else null. Does not consume the link. */
export async function findEmailChange(token: string, now: Date): Promise<{ newEmail: string } | null> {
  if (!isToken(token)) return null;
  return inPlatform(async (tx) => {
    const link = await tx.mailedLink.findFirst({ where: linkOf(token, now), select: { email: true } });
    return link && tx.emailChange.findFirst({ where: { personId: link.email, expiresAt: { gt: now } }, select: { newEmail: true } });
  });
}

const linkOf = (token: string, now: Date) => ({
  kind: { in: ["email_old", "email_new"] },
  tokenHash: hashToken(token),
  expiresAt: { gt: now },
});

/** Confirms one address. `waiting`: the other one is not confirmed yet. */
export function confirmEmailChange(
  token: string,
  sourceAddress: string | null,
  now: Date,
): Promise<Result<"waiting" | "changed", "link_dead" | "email_taken">> {
  return inPlatform(async (tx) => {
    const link = await tx.mailedLink.findFirst({ where: linkOf(token, now), select: { kind: true, email: true } });
    const { count } = await tx.mailedLink.deleteMany({ where: linkOf(token, now) });
    if (!link || count === 0) return refuse("link_dead");
    const personId = link.email;
    // Both links may be followed concurrently.
    await tx.$queryRaw`select 1 from person where id = ${personId}::uuid for update`;
    const confirmed = link.kind === "email_old" ? { oldConfirmedAt: now } : { newConfirmedAt: now };
    await tx.emailChange.updateMany({ where: { personId, expiresAt: { gt: now } }, data: confirmed });
    const change = await tx.emailChange.findFirst({ where: { personId, expiresAt: { gt: now } } });
    if (!change) return refuse("link_dead");
    if (!change.oldConfirmedAt || !change.newConfirmedAt) return ok("waiting");
    await tx.emailChange.delete({ where: { personId } });
    if ((await tx.person.count({ where: { email: change.newEmail } })) > 0) return refuse("email_taken");
    await applyChange(tx, personId, change.newEmail, sourceAddress, now);
    return ok("changed");
  });
}

/** Ends every session and link that belongs to the old address. */
async function applyChange(tx: Transaction, personId: string, newEmail: string, sourceAddress: string | null, now: Date): Promise<void> {
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true, email: true, isStaff: true } });
  await tx.person.update({ where: { id: personId }, data: { email: newEmail } });
  await endSessions(tx, personId, now, null);
  await forgetBrowsers(tx, personId);
  await tx.mailedLink.deleteMany({ where: { email: person.email } });
  const before = { email: person.email };
  const who = whoIs({ ...person, personId, sourceAddress });
  await recordPlatformEvent(tx, who, { action: "email_changed", before, after: { email: newEmail } });
  for (const address of [person.email, newEmail])
    await queueAccountMail(tx, { kind: "email_changed", subject: `${personId} ${address}`, locale: null, sourceAddress }, now);
}
