import type { SignedInPerson } from "@/lib/identity/accounts/access";
import { PREFERENCES, type Preference, type PreferenceName, preferenceKey } from "@/lib/identity/preferences/schema";
import { inPlatform } from "@/lib/infra/db";
import { inPlatformSql, READ_MS } from "@/lib/infra/sql";

const PREFERENCE = "select value from person_preference where person_id = $1::uuid and key = $2";

/** The person's choice; the default if there is none or its stored value has an unknown shape. */
export async function findPreference<Name extends PreferenceName>(
  { personId }: Pick<SignedInPerson, "personId">,
  name: Name,
  merchantId: string | null = null,
): Promise<Preference<Name>> {
  const [stored] = await inPlatformSql(READ_MS, (sql) =>
    sql.query<{ value: unknown }>(PREFERENCE, [personId, preferenceKey(name, merchantId)]),
  );
  const { schema, usual } = PREFERENCES[name];
  const read = schema.safeParse(stored?.value);
  return (read.success ? read.data : usual) as Preference<Name>;
}

export async function findListSettings(person: Pick<SignedInPerson, "personId">, merchantId: string) {
  const [columns, views] = await Promise.all([findPreference(person, "list_columns"), findPreference(person, "list_views", merchantId)]);
  return { columns, views };
}

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
