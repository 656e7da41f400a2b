import { ok, type Result, refuse } from "@/lib/base/result";
import { jobScope, type PlatformScope, type SignedInPerson } from "@/lib/identity/accounts/access";
import { whoIs } from "@/lib/identity/accounts/actor";
import { writeAccessEnded } from "@/lib/identity/accounts/events";
import { recordAudit, recordPlatformEvent } from "@/lib/identity/audit/record";
import { queueAccountMail } from "@/lib/identity/auth/account-mail";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { Prisma } from "@/lib/infra/prisma-client/client";

/** Merchants that would be left without an owner. */
const soleOwnerOf = (tx: Transaction, personId: string): Promise<{ name: string }[]> =>
  tx.$queryRaw`
    select m.name from membership own join merchant m on m.id = own.merchant_id where own.person_id = ${personId}::uuid and own.role = 'owner'
      and not exists (select 1 from membership o where o.merchant_id = own.merchant_id and o.role = 'owner' and o.person_id <> own.person_id)`;

/** Requests the deletion of the account in 14 days; the database function records it. Refused for a merchant's last owner, who must first appoint another or delete it. */
export function askAccountDeletion(person: SignedInPerson): Promise<Result<{ dueAt: Date }, "last_owner" | "is_staff">> {
  return inPlatform(async (tx) => {
    // Staff accounts are managed by operators.
    if (person.isStaff) return refuse("is_staff");
    if ((await soleOwnerOf(tx, person.personId)).length > 0) return refuse("last_owner");
    const { actor, sourceAddress } = whoIs(person);
    const [asked] = await tx.$queryRaw<{ dueAt: Date }[]>`
      select ask_account_deletion(${person.personId}::uuid, ${JSON.stringify(actor)}::jsonb, ${sourceAddress}) as "dueAt"`;
    if (!asked) throw new Error("no date of the deletion");
    const mail = { kind: "account_deletion_asked" as const, subject: person.email, locale: null, sourceAddress: null };
    await queueAccountMail(tx, mail, new Date());
    return ok({ dueAt: asked.dueAt });
  });
}

export function withdrawAccountDeletion(person: SignedInPerson): Promise<Result<true, "not_found">> {
  return inPlatform(async (tx) => {
    const [withdrawn] = await tx.$queryRaw<{ done: boolean }[]>`select withdraw_account_deletion(${person.personId}::uuid) as done`;
    if (!withdrawn?.done) return refuse("not_found");
    await recordPlatformEvent(tx, whoIs(person), { action: "account_deletion_withdrawn" });
    return ok(true);
  });
}

export const recordAccountExport = (person: SignedInPerson): Promise<void> =>
  inPlatform((tx) => recordPlatformEvent(tx, whoIs(person), { action: "account_exported" }));

/** Columns that name an actor, besides those that only a database function may change. */
const ACTORS: Record<string, readonly string[]> = {
  answer_macro: ["author"],
  api_token: ["created_by"],
  bulk_job: ["ordered_by"],
  contact_outcome: ["author"],
  fix_answer: ["author"],
  incident_entry: ["actor"],
  incident_work: ["assignee", "note_by", "changed_by"],
  invitation: ["invited_by"],
  maintenance_window: ["created_by"],
  merchant_note: ["author"],
  reachability_check: ["requested_by"],
  report_message: ["author"],
  rehearsal: ["started_by", "ended_by"],
  saved_view: ["author"],
  shared_report: ["created_by"],
  shipment: ["recorded_by"],
  support_message: ["author"],
  support_thread: ["opened_by", "solved_by"],
  sync_run: ["requested_by"],
};

/** Erases accounts whose deletion is due. The logs keep their actions under a pseudonym. @returns how many */
export async function eraseDueAccounts(scope: PlatformScope, now: Date): Promise<number> {
  const due = await inPlatform((tx) => tx.person.findMany({ where: { deletionDueAt: { lte: now } }, select: { id: true }, take: 20 }));
  let erased = 0;
  for (const { id } of due) if (await eraseAccount(scope, id)) erased += 1;
  return erased;
}

/** @returns false for a person who became the last owner of a merchant meanwhile */
function eraseAccount({ actor }: PlatformScope, personId: string): Promise<boolean> {
  return inPlatform(
    async (tx) => {
      if ((await soleOwnerOf(tx, personId)).length > 0) return false;
      const select = { email: true, locale: true, mailLocale: true } as const;
      const { email, locale, mailLocale } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select });
      // As the database function derives it: the random part of the id.
      const pseudonym = `#${personId.slice(-8)}`;
      for (const { merchantId, role } of await tx.membership.findMany({ where: { personId }, select: { merchantId: true, role: true } })) {
        const merchant = jobScope("account-deletion", merchantId);
        await tx.membership.deleteMany({ where: { merchantId, personId } });
        await recordAudit(tx, merchant, { action: "member_left", details: { member: pseudonym }, before: { role } });
        await writeAccessEnded.publish(tx, { scope: merchant, personId });
      }
      await tx.$executeRaw`select pseudonymize_person(${personId}::uuid)`;
      for (const [table, columns] of Object.entries(ACTORS))
        for (const name of columns) {
          const [from, column] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${name}"`)];
          await tx.$executeRaw`
            update ${from} set ${column} = jsonb_set(${column}, '{name}', to_jsonb(${pseudonym}::text)) where ${column}->>'personId' = ${personId}`;
        }
      await tx.mailedLink.deleteMany({ where: { email } });
      await tx.accountMail.deleteMany({ where: { OR: [{ subject: email }, { subject: { contains: personId } }] } });
      await tx.invitation.deleteMany({ where: { email } });
      await tx.person.delete({ where: { id: personId } });
      // The last trace of the address, deleted once the mail is sent.
      await queueAccountMail(tx, { kind: "account_erased", subject: email, locale: locale ?? mailLocale, sourceAddress: null }, new Date());
      await recordPlatformEvent(tx, { actor, sourceAddress: null }, { action: "account_erased", details: { account: pseudonym } });
      log.info({ personId }, "erased an account");
      return true;
    },
    { timeoutMs: 120_000 },
  );
}
