import { hashPassword } from "@/lib/identity/auth/password";
import { endSessions } from "@/lib/identity/auth/sessions";
import { inPlatform } from "@/lib/infra/db";

interface NewPerson {
  email: string;
  name: string;
  staff: boolean;
  role: string;
  /** Names of merchants to own; missing ones are created. */
  merchant: readonly string[];
}

/** Adds a person, or resets the one with this address: name, password, staff role and ways to sign in. */
export async function storePerson({ email, name, staff, role, merchant }: NewPerson, password: string): Promise<void> {
  const staffRole = staff ? role : null;
  const passwordHash = await hashPassword(password);
  await inPlatform(async (tx) => {
    const person = await tx.person.upsert({
      where: { email },
      create: { email, name, passwordHash, staffRole },
      update: { name, passwordHash, staffRole },
    });
    // Earlier sessions and reset links must not outlive the new password.
    await endSessions(tx, person.id, new Date(), null);
    await tx.mailedLink.deleteMany({ where: { email } });
    // Restores access after the app and the recovery codes were lost.
    await tx.secondFactor.deleteMany({ where: { personId: person.id } });
    await tx.passkey.deleteMany({ where: { personId: person.id } });
    await tx.recoveryCode.deleteMany({ where: { personId: person.id } });
    // The next sign-in at the issuer with this address is bound instead.
    await tx.staffIdentity.deleteMany({ where: { personId: person.id } });
    for (const merchantName of merchant) {
      // Names are not unique, since users choose any at sign-up.
      const known = await tx.merchant.findMany({ where: { name: merchantName }, select: { id: true, createdAt: true }, take: 2 });
      if (known.length > 1) throw new Error(`Several merchants are named ${merchantName}. No person was added.`);
      const id = known[0]?.id ?? (await tx.merchant.create({ data: { name: merchantName }, select: { id: true } })).id;
      const since = known[0]?.createdAt.toISOString();
      console.error(since ? `${merchantName} is there since ${since}: ${id}` : `${merchantName} was made: ${id}`);
      const key = { merchantId: id, personId: person.id };
      await tx.membership.upsert({ where: { merchantId_personId: key }, create: { ...key, role: "owner" }, update: {} });
    }
  });
}
