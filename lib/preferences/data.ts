import type { SignedInPerson } from "@/lib/accounts/access";
import { preferenceKey } from "@/lib/preferences/key";
import { PREFERENCES, type Preference, type PreferenceName } from "@/lib/preferences/schema";
import { inPlatform } from "@/lib/system/db";

/** What the person chose, or what is usual; the same for what was stored in a shape that this code does not know. */
export async function findPreference<Name extends PreferenceName>(
  person: Pick<SignedInPerson, "personId">,
  name: Name,
  merchantId: string | null = null,
): Promise<Preference<Name>> {
  const key = preferenceKey(name, merchantId);
  const found = await inPlatform((tx) =>
    tx.personPreference.findUnique({ where: { personId_key: { personId: person.personId, key } }, select: { value: true } }),
  );
  const { schema, usual } = PREFERENCES[name];
  const read = schema.safeParse(found?.value);
  return (read.success ? read.data : usual) as Preference<Name>;
}
