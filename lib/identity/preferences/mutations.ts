import type { SignedInPerson } from "@/lib/identity/accounts/access";
import { type Preference, type PreferenceName, preferenceKey } from "@/lib/identity/preferences/schema";
import { inPlatform } from "@/lib/infra/db";

export async function savePreference<Name extends PreferenceName>(
  person: Pick<SignedInPerson, "personId">,
  name: Name,
  value: Preference<Name>,
  merchantId: string | null = null,
): Promise<void> {
  const { personId } = person;
  const key = preferenceKey(name, merchantId);
  await inPlatform((tx) =>
    tx.personPreference.upsert({
      where: { personId_key: { personId, key } },
      create: { personId, key, value },
      update: { value, changedAt: new Date() },
    }),
  );
}
