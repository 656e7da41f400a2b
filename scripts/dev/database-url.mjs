// Verifies a database URL before it is used, and reports a problem in one sentence.
import pg from "pg";
import { Sentence } from "./progress.mjs";

const OLDEST_POSTGRES = 150_000;

const REASONS = {
  ECONNREFUSED: "nothing listens there: is PostgreSQL running, and is the port right?",
  ENOTFOUND: "its host name is not known.",
  EAI_AGAIN: "its host name could not be looked up just now.",
  ETIMEDOUT: "it does not answer.",
  "28P01": "it refuses the user or the password.",
  28000: "it refuses this user.",
  "3D000": "it has no database of that name: create it first.",
  53300: "it has no free connection left.",
};

/** Throws a `Sentence` unless `url`, from the variable `name`, is a reachable PostgreSQL of a supported version. The message never contains the password. */
export async function assertDatabaseAnswers(url, name) {
  let shown;
  try {
    const parsed = new URL(url);
    if (!/^postgres(ql)?:$/.test(parsed.protocol)) throw new Error("protocol");
    shown = `${parsed.host}${parsed.pathname}`;
  } catch {
    throw new Sentence(`${name} is not an address of a database: it should look like postgresql://user:password@host:5432/name.`);
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 8_000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version, quote_ident(current_user) as login,
        pg_has_role(datdba, 'usage') as "isOwner", quote_ident(datname) as database,
        rolsuper or rolcreaterole or to_regrole('mooring_app') is not null as "hasRoles"
       from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
    );
    if (rows[0].number < OLDEST_POSTGRES)
      throw new Sentence(`The database at ${shown} is PostgreSQL ${rows[0].version}: 15 or newer is needed.`);
    const { login, database, isOwner, hasRoles } = rows[0];
    const missing = isOwner ? (hasRoles ? null : `ALTER ROLE ${login} CREATEROLE;`) : `ALTER DATABASE ${database} OWNER TO ${login};`;
    if (missing)
      throw new Sentence(
        `The login of ${name} may not create ${isOwner ? "roles" : "tables"} in the database at ${shown}. As superuser: ${missing}`,
      );
  } catch (error) {
    if (error instanceof Sentence) throw error;
    const code = error.code ?? error.errors?.[0]?.code;
    throw new Sentence(`The database of ${name} (${shown}) cannot be used: ${REASONS[code] ?? error.message}`);
  } finally {
    await client.end().catch(() => {});
  }
}
