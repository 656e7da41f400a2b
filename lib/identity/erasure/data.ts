import { inPlatform } from "@/lib/infra/db";

interface Person {
  personId: string;
}

/** When the account is erased; null unless the person requested it. */
export const findAccountDeletion = async ({ personId }: Person): Promise<Date | null> =>
  (await inPlatform((tx) => tx.person.findUnique({ where: { id: personId }, select: { deletionDueAt: true } })))?.deletionDueAt ?? null;

/** Everything stored about a person except secrets, for that person. */
export function exportAccount({ personId }: Person) {
  return inPlatform(async (tx) => {
    const own = { where: { personId } } as const;
    const { passwordHash: _, ...person } = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    const byPerson = { path: ["personId"], equals: personId };
    return {
      person,
      memberships: await tx.membership.findMany({ ...own, include: { merchant: { select: { name: true } } } }),
      sessions: await tx.session.findMany({ ...own, omit: { personId: true } }),
      signIns: await tx.signInEvent.findMany({ ...own, orderBy: { at: "asc" } }),
      preferences: await tx.personPreference.findMany(own),
      notificationSettings: await tx.notificationSetting.findMany(own),
      identities: await tx.staffIdentity.findMany(own),
      secondFactor: await tx.secondFactor.findUnique({ ...own, select: { confirmedAt: true } }),
      messages: await tx.notificationDelivery.findMany({ ...own, orderBy: { createdAt: "asc" } }),
      acts: await tx.auditEvent.findMany({ where: { actor: byPerson }, orderBy: { at: "asc" } }),
      accountEvents: await tx.platformEvent.findMany({ where: { actor: byPerson }, orderBy: { at: "asc" } }),
    };
  });
}
