import type { SignedInPerson } from "@/lib/accounts/access";
import { preferenceKey } from "@/lib/preferences/key";
import { PREFERENCES, type Preference, type PreferenceName } from "@/lib/preferences/schema";
import { readPlatformSql } from "@/lib/system/reading";

const PREFERENCE = {
  name: "person_preference",
  text: "select value from person_preference where person_id = $1::uuid and key = $2",
};

/** What the person chose, or what is usual; the same for what was stored in a shape that this code does not know. */
export async function findPreference<Name extends PreferenceName>(
  person: Pick<SignedInPerson, "personId">,
  name: Name,
  merchantId: string | null = null,
): Promise<Preference<Name>> {
  const key = preferenceKey(name, merchantId);
  const [found] = await readPlatformSql((sql) => sql.query<{ value: unknown }>(PREFERENCE, [person.personId, key]));
  const { schema, usual } = PREFERENCES[name];
  const read = schema.safeParse(found?.value);
  return (read.success ? read.data : usual) as Preference<Name>;
}
