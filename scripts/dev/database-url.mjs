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
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
    );
    if (rows[0].number < OLDEST_POSTGRES)
      throw new Sentence(`The database at ${shown} is PostgreSQL ${rows[0].version}: 15 or newer is needed.`);
  } catch (error) {
    if (error instanceof Sentence) throw error;
    const code = error.code ?? error.errors?.[0]?.code;
    throw new Sentence(`The database of ${name} (${shown}) cannot be used: ${REASONS[code] ?? error.message}`);
  } finally {
    await client.end().catch(() => {});
  }
}
