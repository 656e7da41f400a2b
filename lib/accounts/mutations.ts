import type { SignedInPerson } from "@/lib/accounts/access";
import { personActor } from "@/lib/accounts/actor";
import type { ProfileInput } from "@/lib/accounts/schema";
import { recordPlatformEvent } from "@/lib/audit/record";
import { inPlatform } from "@/lib/system/db";

/** Changes how pages speak to the person. */
export function updateProfile(person: Omit<SignedInPerson, "email">, input: Partial<ProfileInput>): Promise<void> {
  const id = person.personId;
  return inPlatform(async (tx) => {
    const { locale, timeZone } = await tx.person.findUniqueOrThrow({ where: { id }, select: { locale: true, timeZone: true } });
    const after = await tx.person.update({ where: { id }, data: input, select: { locale: true, timeZone: true } });
    const who = { actor: personActor(person), sourceAddress: person.sourceAddress ?? null };
    await recordPlatformEvent(tx, { ...who, action: "profile_changed", before: { locale, timeZone }, after });
  });
}
