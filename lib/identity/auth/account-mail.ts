import type { Transaction } from "@/lib/infra/db";

// Account mails are queued in a table and sent by the worker (lib/notify/account-mails.ts). A request is answered before the address is looked
// up, so that neither the response nor its timing reveals whether an account exists.

const ACCOUNT_MAILS = [
  "password_reset",
  "password_changed",
  "second_factor_on",
  "second_factor_off",
  "passkey_added",
  "passkey_removed",
  "email_old",
  "email_new",
  "email_changed",
  "invitation",
  "member_joined",
  "sign_up",
  "new_browser",
  "confirm_browser",
  "staff_acted",
  "change_made",
  "merchant_deletion_asked",
  "merchant_erased",
  "account_deletion_asked",
  "account_erased",
] as const;
export type AccountMailKind = (typeof ACCOUNT_MAILS)[number];

/** Links sent by mail, with their validity in minutes. */
export const LINK_MINUTES = { password_reset: 60, sign_up: 24 * 60, confirm_browser: 30, email_old: 24 * 60, email_new: 24 * 60 } as const;
export type LinkKind = keyof typeof LINK_MINUTES;

export interface AccountMailRequest {
  kind: AccountMailKind;
  /**
   * The e-mail address; for an invitation its id; for `member_joined` the result of `joinedSubject`, for `staff_acted` that of
   * `actedSubject`; for `change_made` the ids of merchant and freeze link; for `merchant_deletion_asked` the ids of merchant and owner, for `merchant_erased` the owner's id and the merchant's
   * name.
   */
  subject: string;
  /** The requesting browser's language, for recipients without a language setting. */
  locale: string | null;
  /** The requesting browser's IP address. */
  sourceAddress: string | null;
}

/** Queues a mail, to be sent at `dueAt`. Repeated requests before that result in one mail. `tx` is a platform transaction. */
export async function queueAccountMail(tx: Transaction, { kind, subject, ...requester }: AccountMailRequest, dueAt: Date): Promise<void> {
  const waiting = { ...requester, askedAt: new Date(), dueAt, attempts: 0 };
  await tx.accountMail.upsert({
    where: { kind_subject: { kind, subject } },
    create: { kind, subject, ...waiting },
    update: waiting,
  });
}

/** Queues a mail to each owner of a merchant except `except`, in the owner's language. `tx` is a platform transaction. */
export async function mailOwners(
  tx: Transaction,
  { merchantId, kind, dueAt, except }: { merchantId: string; kind: AccountMailKind; dueAt: Date; except?: string },
  subjectFor: (ownerId: string) => string,
): Promise<void> {
  const others = except === undefined ? {} : { personId: { not: except } };
  const owners = await tx.membership.findMany({ where: { merchantId, role: "owner", ...others }, select: { personId: true } });
  for (const { personId } of owners)
    await queueAccountMail(tx, { kind, subject: subjectFor(personId), locale: null, sourceAddress: null }, dueAt);
}

/** Subject of `member_joined`: ids of the merchant, the notified owner and the new member. */
export const joinedSubject = (merchantId: string, ownerId: string, joinedId: string): string => `${merchantId} ${ownerId} ${joinedId}`;

/** Subject of `staff_acted`: ids of the merchant, the notified owner and the visit. */
export const actedSubject = (merchantId: string, ownerId: string, visitId: string): string => `${merchantId} ${ownerId} ${visitId}`;
