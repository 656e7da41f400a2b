import { DAY_MS } from "@/lib/base/units";
import { nameOfStored } from "@/lib/identity/accounts/actor";
import { type AccountMailRequest, queueAccountMail } from "@/lib/identity/auth/account-mail";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { hashToken, newToken } from "@/lib/infra/secret-token";
import { addressTo } from "@/lib/notify/addressee";

const FREEZE_LINK_DAYS = 3;

/** Queues the mails of new links (lib/identity/auth/freeze-links.ts). */
export function queueFreezeMails(now: Date): Promise<void> {
  return inPlatform(async (tx) => {
    const fresh = await tx.$queryRaw<{ subject: string }[]>`
      update freeze_link set queued_at = ${now} where queued_at is null returning merchant_id || ' ' || id as subject`;
    for (const { subject } of fresh) await queueAccountMail(tx, { kind: "change_made", subject, locale: null, sourceAddress: null }, now);
  });
}

function namedIn(details: unknown): string {
  const known = typeof details === "object" && details !== null ? (details as Record<string, unknown>) : {};
  const named = known["member"] ?? known["name"] ?? known["to"];
  return typeof named === "string" ? named : "";
}

/** The name of the changed shop, while it is connected; "" for changes of the merchant. `tx` is a platform transaction. */
async function nameOfShop(tx: Transaction, merchantId: string, id: string | null): Promise<string> {
  const where = { merchantId_id: { merchantId, id: id ?? "" } };
  const shop = id === null ? null : await tx.integration.findUnique({ where, select: { name: true } });
  return shop?.name ?? "";
}

interface ChangeEvent {
  merchantId: string;
  integrationId: string | null;
  details: unknown;
  after: unknown;
}

/** What a change in the audit log was about: a member, token or address, else its shop. `tx` is a platform transaction. */
export const subjectOfChange = async (tx: Transaction, { merchantId, integrationId, details, after }: ChangeEvent): Promise<string> =>
  namedIn(details) || namedIn(after) || nameOfShop(tx, merchantId, integrationId);

/** Notifies an owner of another's change, with a link that freezes it. The link replaces that of an earlier attempt to send. */
export async function composeChangeMade({ subject }: Pick<AccountMailRequest, "subject">) {
  const [merchantId = "", id = ""] = subject.split(" ");
  const token = newToken();
  const found = await inPlatform(async (tx) => {
    const where = { merchantId_id: { merchantId, id } };
    const link = await tx.freezeLink.findUnique({ where, include: { person: true, merchant: { select: { name: true } } } });
    const event = link && (await tx.auditEvent.findUnique({ where: { merchantId_id: { merchantId, id: link.eventId } } }));
    if (!link || !event) return null;
    const expiresAt = new Date(Date.now() + FREEZE_LINK_DAYS * DAY_MS);
    await tx.freezeLink.update({ where, data: { tokenHash: hashToken(token), expiresAt } });
    return { link, event, about: await subjectOfChange(tx, event) };
  });
  if (!found) return null;
  const { link, event, about } = found;
  const { to, words } = await addressTo(link.person);
  const what = words.from("audit")(`action.${event.action}`);
  const values = {
    merchant: link.merchant.name,
    name: nameOfStored(event.actor) ?? "Mooring",
    time: words.instant(event.at),
    what: about ? `${what} (${about})` : what,
    days: FREEZE_LINK_DAYS,
  };
  return { to, words, values, path: `/freeze/${token}` };
}
