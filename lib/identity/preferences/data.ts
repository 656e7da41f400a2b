import type { SignedInPerson } from "@/lib/identity/accounts/access";
import { preferenceKey } from "@/lib/identity/preferences/key";
import { PREFERENCES, type Preference, type PreferenceName } from "@/lib/identity/preferences/schema";
import { inPlatformSql, READ_MS } from "@/lib/infra/sql";

const PREFERENCES_BY_KEY = {
  name: "person_preferences",
  text: "select key, value from person_preference where person_id = $1::uuid and key = any($2::text[])",
};

/** The person's choice, or the default; the default also for stored values of an unknown shape. */
export async function findPreference<Name extends PreferenceName>(
  person: Pick<SignedInPerson, "personId">,
  name: Name,
  merchantId: string | null = null,
): Promise<Preference<Name>> {
  const key = preferenceKey(name, merchantId);
  const stored = await readStored(person, [key]);
  return parse(name, stored.get(key));
}

export interface ListSettings {
  columns: Preference<"list_columns">;
  views: Preference<"list_views">;
}

/** The person's settings of this merchant's shop list. */
export async function findListSettings(person: Pick<SignedInPerson, "personId">, merchantId: string): Promise<ListSettings> {
  const [columns, views] = [preferenceKey("list_columns", null), preferenceKey("list_views", merchantId)];
  const stored = await readStored(person, [columns, views]);
  return { columns: parse("list_columns", stored.get(columns)), views: parse("list_views", stored.get(views)) };
}

async function readStored({ personId }: Pick<SignedInPerson, "personId">, keys: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await inPlatformSql(READ_MS, (sql) => sql.query<{ key: string; value: unknown }>(PREFERENCES_BY_KEY, [personId, keys]));
  return new Map(rows.map(({ key, value }) => [key, value]));
}

function parse<Name extends PreferenceName>(name: Name, stored: unknown): Preference<Name> {
  const { schema, usual } = PREFERENCES[name];
  const read = schema.safeParse(stored);
  return (read.success ? read.data : usual) as Preference<Name>;
}
