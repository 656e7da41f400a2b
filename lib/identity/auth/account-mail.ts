import type { Transaction } from "@/lib/infra/db";

// Mails about accounts wait in a table, and the worker sends them (lib/notify/account-mails.ts). Whoever asks is answered before anybody
// has looked whether the address is known: neither the answer nor its time tells.

export const ACCOUNT_MAILS = [
  "password_reset",
  "password_changed",
  "second_factor_on",
  "second_factor_off",
  "invitation",
  "member_joined",
  "sign_up",
] as const;
export type AccountMailKind = (typeof ACCOUNT_MAILS)[number];

/** Kinds of links that are mailed to an address, and how long each works. */
export const LINK_MINUTES = { password_reset: 60, sign_up: 24 * 60 } as const;
export type LinkKind = keyof typeof LINK_MINUTES;

export interface WantedMail {
  kind: AccountMailKind;
  /** The e-mail address it goes to; of an invitation its id; of one that was accepted what `joinedSubject` makes. */
  subject: string;
  /** Language of the browser that asks, for whoever never chose one. */
  locale: string | null;
  /** The network address of that browser. */
  sourceAddress: string | null;
}

/** Lets a mail leave as soon as may be, once however often it is asked for until then. `tx` is a platform transaction. */
export async function askForMail(tx: Transaction, { kind, subject, ...asker }: WantedMail, now: Date): Promise<void> {
  const waiting = { ...asker, askedAt: now, dueAt: now, attempts: 0 };
  await tx.accountMail.upsert({
    where: { kind_subject: { kind, subject } },
    create: { kind, subject, ...waiting },
    update: waiting,
  });
}

/** Who is told of whom: the merchant, the owner and the one who joined, by their ids. */
export const joinedSubject = (merchantId: string, ownerId: string, joinedId: string): string => `${merchantId} ${ownerId} ${joinedId}`;
