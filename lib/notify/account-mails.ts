import { randomUUID } from "node:crypto";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { toLocale } from "@/lib/i18n/locales";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { INVITATION_DAYS } from "@/lib/identity/accounts/schema";
import { recordPlatformEvent } from "@/lib/identity/audit/record";
import { type AccountMailKind, type AccountMailRequest, LINK_MINUTES, type LinkKind } from "@/lib/identity/auth/account-mail";
import { nameBrowser } from "@/lib/identity/auth/browser-name";
import { mustUseIssuer } from "@/lib/identity/auth/oidc-settings";
import { inPlatform } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { NoMailServer, sendMail } from "@/lib/infra/mail/send-mail";
import type { Person, Prisma } from "@/lib/infra/prisma-client/client";
import { publicOrigin } from "@/lib/infra/public-origin";
import { hashToken, newToken } from "@/lib/infra/secret-token";
import { addressTo, addressToUnknown, findMember, findOwner } from "@/lib/notify/addressee";
import { composeChangeMade, queueFreezeMails } from "@/lib/notify/freeze-mails";
import {
  composeAccountDeletion,
  composeAccountErased,
  composeMerchantDeletion,
  composeMerchantErased,
  composeStaffActed,
} from "@/lib/notify/owner-mails";
import { localeOf, openWords, type Words } from "@/lib/notify/words";

/** Delays before each further attempt. Only a few: the person is waiting for the mail and can request another. */
const RETRY_SECONDS = [15, 60, 300];
const CLAIM_SECONDS = 120;
const BATCH = 20;

interface ClaimedMail extends AccountMailRequest {
  askedAt: Date;
  attempts: number;
}

interface AddressedMail extends ClaimedMail {
  person: Person;
  email: string;
  words: Words;
}

interface Letter {
  to: { name: string; address: string };
  words: Words;
  /** Key of its texts in `mails`; defaults to its kind. */
  named?: string;
  values: Record<string, string | number>;
  path: string;
  onSent?: () => Promise<unknown>;
}

/** Sends every due account mail; skips mails claimed by another worker. @returns how many were claimed */
export async function deliverAccountMails(scope: PlatformScope): Promise<number> {
  await queueFreezeMails(new Date());
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
  // `attempts` excludes a mail that was requested again since.
  const where = { kind, subject, attempts };
  await inPlatform((tx) =>
    wait === undefined
      ? tx.accountMail.deleteMany({ where })
      : tx.accountMail.updateMany({ where, data: { dueAt: new Date(Date.now() + wait * SECOND_MS) } }),
  );
}

function failureOf(error: unknown): "no_mail_server" | "unreachable" {
  log.warn({ err: error }, "mail about an account not sent");
  return error instanceof NoMailServer ? "no_mail_server" : "unreachable";
}

async function send(scope: PlatformScope, claimed: ClaimedMail): Promise<void> {
  const letter = await COMPOSERS[claimed.kind](claimed, scope);
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

/** Creates a link that replaces all earlier ones for the address. @returns its token, of which only the hash is stored */
async function createLink(kind: LinkKind, email: string): Promise<string> {
  const token = newToken();
  const fresh = { tokenHash: hashToken(token), expiresAt: new Date(Date.now() + LINK_MINUTES[kind] * MINUTE_MS) };
  await inPlatform((tx) =>
    tx.mailedLink.upsert({ where: { kind_email: { kind, email } }, create: { kind, email, ...fresh }, update: fresh }),
  );
  return token;
}

type Composed = Omit<Letter, "to" | "words"> | null;
type Composer = (claimed: ClaimedMail, scope: PlatformScope) => Promise<Letter | null>;

/** Composes a mail to the person with the subject's address; null if there is no such person any more. */
const toPerson =
  (compose: (to: AddressedMail, scope: PlatformScope) => Promise<Composed> | Composed): Composer =>
  async (claimed, scope) => {
    const person = await inPlatform((tx) => tx.person.findUnique({ where: { email: claimed.subject } }));
    if (!person) return null;
    const addressed = await addressTo(person, toLocale(claimed.locale));
    const composed = await compose({ ...claimed, person, email: person.email, words: addressed.words }, scope);
    return composed && { ...addressed, ...composed };
  };

/** Reports a change of the account. Links to a password reset, which ends every session, in case someone else made the change. */
const composeAccountChange = toPerson(({ email, words, askedAt }) => ({
  values: { email, time: words.instant(askedAt) },
  path: "/forgot-password",
}));

const findPersonById = (id: string) => inPlatform((tx) => tx.person.findUnique({ where: { id }, include: { emailChange: true } }));

/** Asks one of the two addresses of a change. A new address that already has an account is not asked. */
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
const COMPOSERS: Record<AccountMailKind, Composer> = {
  password_reset: toPerson(async ({ person, email, sourceAddress }, { actor }) => {
    // Users who must use single sign-on cannot sign in with a password.
    if (mustUseIssuer(person)) return null;
    const token = await createLink("password_reset", email);
    await inPlatform((tx) => recordPlatformEvent(tx, { actor, sourceAddress }, { action: "password_link_sent", details: { email } }));
    return { values: { email, minutes: LINK_MINUTES.password_reset }, path: `/reset-password/${token}` };
  }),
  confirm_browser: toPerson(async ({ person, email }) => {
    if (mustUseIssuer(person)) return null;
    const token = await createLink("confirm_browser", email);
    return { values: { email, minutes: LINK_MINUTES.confirm_browser }, path: `/sign-in/confirm/${token}` };
  }),
  new_browser: toPerson(async ({ person, email, words, askedAt, sourceAddress }) => {
    const last = await inPlatform((tx) =>
      tx.signInEvent.findFirst({ where: { personId: person.id, kind: "signed_in" }, orderBy: { at: "desc" }, select: { userAgent: true } }),
    );
    const { browser, system } = nameBrowser(last?.userAgent ?? null);
    const settings = words.from("settings");
    const named = browser && system ? settings("browser_on", { browser, system }) : (browser ?? system ?? settings("unknown_browser"));
    const values = { email, time: words.instant(askedAt), browser: named, address: sourceAddress ?? "?" };
    return { values, path: "/forgot-password" };
  }),
  password_changed: composeAccountChange,
  second_factor_on: composeAccountChange,
  second_factor_off: composeAccountChange,
  passkey_added: composeAccountChange,
  passkey_removed: composeAccountChange,
  email_old: ({ subject }) => composeEmailChange("email_old", subject),
  email_new: ({ subject }) => composeEmailChange("email_new", subject),
  async email_changed({ subject, askedAt }) {
    const [personId = "", address = ""] = subject.split(" ");
    const person = await findPersonById(personId);
    if (!person) return null;
    const { to, words } = await addressTo(person);
    const values = { email: person.email, time: words.instant(askedAt) };
    return { to: { ...to, address }, words, values, path: "/forgot-password" };
  },
  staff_acted: composeStaffActed,
  change_made: composeChangeMade,
  merchant_deletion_asked: composeMerchantDeletion,
  merchant_erased: composeMerchantErased,
  account_deletion_asked: composeAccountDeletion,
  account_erased: composeAccountErased,
  async sign_up(claimed, scope) {
    const { subject: email, locale } = claimed;
    // Only the mailbox's owner learns that the account exists.
    const known = await toPerson(() => ({ named: "sign_up_known", values: { email }, path: "/sign-in" }))(claimed, scope);
    if (known || !env().SIGN_UP) return known;
    const token = await createLink("sign_up", email);
    const values = { email, hours: LINK_MINUTES.sign_up / 60 };
    return { ...(await addressToUnknown(email, locale)), values, path: `/sign-up/${token}` };
  },
  async member_joined({ subject }) {
    const [merchantId = "", ownerId = "", joinedId = ""] = subject.split(" ");
    const [owner, joined] = await inPlatform(async (tx) => [
      await findOwner(tx, merchantId, ownerId),
      await findMember(tx, merchantId, joinedId),
    ]);
    // The role or the membership has changed since.
    if (!owner || !joined) return null;
    const { name, email } = joined.person;
    const values = { merchant: owner.merchant.name, name, email, role: joined.role };
    return { ...(await addressTo(owner.person)), values, path: `/m/${merchantId}/settings/members` };
  },
  async invitation({ subject: id, locale }) {
    const invitation = await inPlatform((tx) =>
      tx.invitation.findUnique({
        where: { id },
        select: { email: true, invitedBy: true, merchant: { select: { name: true, timeZone: true } } },
      }),
    );
    // Withdrawn or accepted since.
    if (!invitation) return null;
    const { email, merchant } = invitation;
    const known = await inPlatform((tx) => tx.person.findUnique({ where: { email }, select: { id: true, name: true, locale: true } }));
    const asked = toLocale(locale);
    const update = (data: Prisma.InvitationUpdateManyMutationInput) =>
      inPlatform((tx) => tx.invitation.updateMany({ where: { id }, data }));
    const token = newToken();
    await update({ tokenHash: hashToken(token), expiresAt: new Date(Date.now() + INVITATION_DAYS * DAY_MS) });
    return {
      to: { name: known?.name ?? email, address: email },
      words: await openWords(known ? await localeOf(known, asked) : asked, merchant.timeZone),
      values: { merchant: merchant.name, inviter: nameOfStored(invitation.invitedBy) ?? "Mooring", days: INVITATION_DAYS },
      path: `/invitation/${token}`,
      onSent: () => update({ sentAt: new Date(), mailFailure: null }),
    };
  },
};
