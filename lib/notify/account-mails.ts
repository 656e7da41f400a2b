import { randomUUID } from "node:crypto";
import { toLocale } from "@/lib/i18n/locales";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { INVITATION_DAYS } from "@/lib/identity/accounts/schema";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { type AccountMailKind, LINK_MINUTES, type LinkKind } from "@/lib/identity/auth/account-mail";
import { nameBrowser } from "@/lib/identity/auth/browser-name";
import { mustUseIssuer } from "@/lib/identity/auth/oidc-settings";
import { inPlatform } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { NoMailServer, sendMail } from "@/lib/infra/mail/send-mail";
import { publicOrigin } from "@/lib/infra/public-origin";
import { hashToken, newToken } from "@/lib/infra/secret-token";
import { addressTo, addressToUnknown, findMember, findOwner } from "@/lib/notify/addressee";
import {
  composeAccountDeletion,
  composeAccountErased,
  composeMerchantDeletion,
  composeMerchantErased,
} from "@/lib/notify/compose-deletion";
import { composeStaffActed } from "@/lib/notify/compose-staff-acted";
import { localeOf } from "@/lib/notify/locale-of";
import { openWords, type Words } from "@/lib/notify/words";

/** Delays before each further attempt. Few: the person waits for the mail and requests another one. */
const RETRY_SECONDS = [15, 60, 300];
/** How long a claimed mail is kept from other workers. */
const CLAIM_SECONDS = 120;
const BATCH = 20;

interface ClaimedMail {
  kind: AccountMailKind;
  subject: string;
  locale: string | null;
  sourceAddress: string | null;
  askedAt: Date;
  attempts: number;
}

interface Recipient {
  name: string;
  address: string;
}

interface Letter {
  to: Recipient;
  words: Words;
  /** Key of its texts in `mails`; its kind by default. */
  named?: string;
  values: Record<string, string | number>;
  /** Path of the button. */
  path: string;
  /** Runs after the mail was sent. */
  onSent?: () => Promise<unknown>;
}

/** Sends every due mail about an account; mails claimed by another worker are skipped. @returns how many were claimed */
export async function deliverAccountMails(scope: PlatformScope): Promise<number> {
  const claimed = await inPlatform(
    (tx) => tx.$queryRaw<ClaimedMail[]>`
      update account_mail m set attempts = attempts + 1, due_at = now() + make_interval(secs => ${CLAIM_SECONDS})
      from (select kind, subject from account_mail where due_at <= now() order by due_at limit ${BATCH} for update skip locked) due
      where m.kind = due.kind and m.subject = due.subject
      returning m.kind, m.subject, m.locale, m.source_address as "sourceAddress", m.asked_at as "askedAt", m.attempts`,
  );
  await Promise.all(claimed.map((one) => deliver(scope, one)));
  return claimed.length;
}

async function deliver(scope: PlatformScope, claimed: ClaimedMail): Promise<void> {
  const { kind, subject, attempts } = claimed;
  const failure = await send(scope, claimed).then(() => null, failureOf);
  const wait = failure === "unreachable" ? RETRY_SECONDS[attempts - 1] : undefined;
  if (failure !== null && wait === undefined && kind === "invitation")
    await inPlatform((tx) => tx.invitation.updateMany({ where: { id: subject }, data: { mailFailure: failure } }));
  // `attempts` excludes a mail that was requested again meanwhile.
  const where = { kind, subject, attempts };
  await inPlatform((tx) =>
    wait === undefined
      ? tx.accountMail.deleteMany({ where })
      : tx.accountMail.updateMany({ where, data: { dueAt: new Date(Date.now() + wait * 1000) } }),
  );
}

function failureOf(error: unknown): "no_mail_server" | "unreachable" {
  log.warn({ err: error }, "mail about an account not sent");
  return error instanceof NoMailServer ? "no_mail_server" : "unreachable";
}

async function send(scope: PlatformScope, claimed: ClaimedMail): Promise<void> {
  const letter = await COMPOSERS[claimed.kind](scope, claimed);
  if (!letter) return;
  const { to, words, values, path, named = claimed.kind } = letter;
  const t = words.from("mails");
  const say = (part: string): string => t(`${named}.${part}`, values);
  await sendMail({
    to,
    subject: say("subject"),
    messageId: randomUUID(),
    replyTo: null,
    locale: words.locale,
    preview: say("text").slice(0, 140),
    title: say("subject"),
    above: null,
    intro: say("text"),
    lines: [],
    action: { text: say("action"), url: `${publicOrigin()}${path}` },
    footer: say("footer"),
    unsubscribe: null,
  });
  await letter.onSent?.();
}

/** Creates a link that replaces every older one for the address. @returns its token, of which only the hash is stored */
async function createLink(kind: LinkKind, email: string): Promise<string> {
  const token = newToken();
  const fresh = { tokenHash: hashToken(token), expiresAt: new Date(Date.now() + LINK_MINUTES[kind] * 60_000) };
  await inPlatform((tx) =>
    tx.mailedLink.upsert({ where: { kind_email: { kind, email } }, create: { kind, email, ...fresh }, update: fresh }),
  );
  return token;
}

async function openLetter({ subject: email, locale }: ClaimedMail) {
  const person = await inPlatform((tx) =>
    tx.person.findUnique({ where: { email }, select: { id: true, name: true, email: true, isStaff: true, locale: true, timeZone: true } }),
  );
  if (!person) return null;
  return { person, ...(await addressTo(person, toLocale(locale))) };
}

const days = (count: number): number => count * 86_400_000;

/** Reports a change of the account. Leads to a password reset, which ends every session, in case someone else made the change. */
async function composeAccountChange(_scope: PlatformScope, claimed: ClaimedMail): Promise<Letter | null> {
  const letter = await openLetter(claimed);
  if (!letter) return null;
  return { ...letter, values: { email: letter.person.email, time: letter.words.instant(claimed.askedAt) }, path: "/forgot-password" };
}

const findPersonById = (id: string) =>
  inPlatform((tx) =>
    tx.person.findUnique({ where: { id }, select: { id: true, name: true, email: true, locale: true, timeZone: true, emailChange: true } }),
  );

/** Asks one of the two addresses of a change; a new address that has an account already is not asked. */
async function composeEmailChange(kind: "email_old" | "email_new", personId: string): Promise<Letter | null> {
  const person = await findPersonById(personId);
  const next = person?.emailChange?.newEmail;
  if (!person || !next) return null;
  // The old address gets its mail in any case: its absence would reveal the other account.
  if (kind === "email_new" && (await inPlatform((tx) => tx.person.count({ where: { email: next } }))) > 0) return null;
  const { to, words } = await addressTo(person);
  const token = await createLink(kind, personId);
  const values = { email: person.email, next, hours: LINK_MINUTES[kind] / 60 };
  return { to: kind === "email_old" ? to : { ...to, address: next }, words, values, path: `/confirm-email/${token}` };
}

/** The composer of each kind; null when the mail must not be sent. */
const COMPOSERS: Record<AccountMailKind, (scope: PlatformScope, claimed: ClaimedMail) => Promise<Letter | null>> = {
  async password_reset({ actor }, claimed) {
    const letter = await openLetter(claimed);
    // A password does not sign in people who must use single sign-on.
    if (!letter || mustUseIssuer(letter.person)) return null;
    const { email } = letter.person;
    const token = await createLink("password_reset", email);
    const who = { actor, sourceAddress: claimed.sourceAddress };
    await inPlatform((tx) => recordPlatformEvent(tx, who, { action: "password_link_sent", details: { email } }));
    return { ...letter, values: { email, minutes: LINK_MINUTES.password_reset }, path: `/reset-password/${token}` };
  },
  async confirm_browser(_scope, claimed) {
    const letter = await openLetter(claimed);
    if (!letter || mustUseIssuer(letter.person)) return null;
    const { email } = letter.person;
    const token = await createLink("confirm_browser", email);
    return { ...letter, values: { email, minutes: LINK_MINUTES.confirm_browser }, path: `/sign-in/confirm/${token}` };
  },
  async new_browser(_scope, claimed) {
    const letter = await openLetter(claimed);
    if (!letter) return null;
    const { person, words } = letter;
    const last = await inPlatform((tx) =>
      tx.signInEvent.findFirst({ where: { personId: person.id, kind: "signed_in" }, orderBy: { at: "desc" }, select: { userAgent: true } }),
    );
    const { browser, system } = nameBrowser(last?.userAgent ?? null);
    const settings = words.from("settings");
    const values = {
      email: person.email,
      time: words.instant(claimed.askedAt),
      browser: browser && system ? settings("browser_on", { browser, system }) : (browser ?? system ?? settings("unknown_browser")),
      address: claimed.sourceAddress ?? "?",
    };
    return { ...letter, values, path: "/forgot-password" };
  },
  password_changed: composeAccountChange,
  second_factor_on: composeAccountChange,
  second_factor_off: composeAccountChange,
  passkey_added: composeAccountChange,
  passkey_removed: composeAccountChange,
  email_old: (_scope, { subject }) => composeEmailChange("email_old", subject),
  email_new: (_scope, { subject }) => composeEmailChange("email_new", subject),
  async email_changed(_scope, { subject, askedAt }) {
    const [personId = "", address = ""] = subject.split(" ");
    const person = await findPersonById(personId);
    if (!person) return null;
    const { to, words } = await addressTo(person);
    const values = { email: person.email, time: words.instant(askedAt) };
    return { to: { ...to, address }, words, values, path: "/forgot-password" };
  },
  staff_acted: (_scope, { subject }) => composeStaffActed(subject),
  merchant_deletion_asked: (_scope, { subject }) => composeMerchantDeletion(subject),
  merchant_erased: (_scope, { subject }) => composeMerchantErased(subject),
  account_deletion_asked: (_scope, { subject }) => composeAccountDeletion(subject),
  account_erased: (_scope, { subject, locale }) => composeAccountErased(subject, locale),
  async recovery_codes_ended(_scope, claimed) {
    const letter = await openLetter(claimed);
    return letter && { ...letter, values: { email: letter.person.email }, path: "/" };
  },
  async sign_up(_scope, claimed) {
    const { subject: email, locale } = claimed;
    const letter = await openLetter(claimed);
    // Reveals only to the mailbox owner that the account exists.
    if (letter) return { ...letter, named: "sign_up_known", values: { email }, path: "/sign-in" };
    if (!env().SIGN_UP) return null;
    const token = await createLink("sign_up", email);
    const values = { email, hours: LINK_MINUTES.sign_up / 60 };
    return { ...(await addressToUnknown(email, locale)), values, path: `/sign-up/${token}` };
  },
  async member_joined(_scope, { subject }) {
    const [merchantId = "", ownerId = "", joinedId = ""] = subject.split(" ");
    const [owner, joined] = await inPlatform(async (tx) => [
      await findOwner(tx, merchantId, ownerId),
      await findMember(tx, merchantId, joinedId),
    ]);
    // The role or the membership changed meanwhile.
    if (!owner || !joined) return null;
    return {
      ...(await addressTo(owner.person)),
      values: {
        merchant: owner.merchant.name,
        name: joined.person.name,
        email: joined.person.email,
        role: joined.role,
      },
      path: `/m/${merchantId}/settings/members`,
    };
  },
  async invitation(_scope, { subject: id, locale }) {
    const invitation = await inPlatform((tx) =>
      tx.invitation.findUnique({
        where: { id },
        select: { email: true, invitedBy: true, merchant: { select: { name: true, timeZone: true } } },
      }),
    );
    // Withdrawn or accepted meanwhile.
    if (!invitation) return null;
    const { email, merchant } = invitation;
    const known = await inPlatform((tx) => tx.person.findUnique({ where: { email }, select: { id: true, name: true, locale: true } }));
    const asked = toLocale(locale);
    const words = await openWords(known ? await localeOf(known, asked) : asked, merchant.timeZone);
    const values = {
      merchant: merchant.name,
      inviter: nameOfStored(invitation.invitedBy) ?? "Mooring",
      days: INVITATION_DAYS,
    };
    const token = newToken();
    const fresh = { tokenHash: hashToken(token), expiresAt: new Date(Date.now() + days(INVITATION_DAYS)) };
    await inPlatform((tx) => tx.invitation.updateMany({ where: { id }, data: fresh }));
    const sent = { sentAt: new Date(), mailFailure: null };
    return {
      to: { name: known?.name ?? email, address: email },
      words,
      values,
      path: `/invitation/${token}`,
      onSent: () => inPlatform((tx) => tx.invitation.updateMany({ where: { id }, data: sent })),
    };
  },
};
