import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { log } from "@/lib/infra/log";
import { pool } from "@/lib/infra/pool";

/** The roles of web and worker; their login is only a member of both. */
const RUNTIME_ROLES = "mooring_app, mooring_platform";
const RETRY_MS = 1_000;

/**
 * Makes the user of `runtimeUrl` a member of the two roles, and creates it with its password if it does not exist.
 * @param owner a connection of the login that migrates
 */
export async function grantRuntimeLogin(owner: pg.Client, runtimeUrl: string): Promise<void> {
  const { username, password } = new URL(runtimeUrl);
  const name = decodeURIComponent(username);
  const { rows } = await owner.query("select current_user as owner, exists (select from pg_roles where rolname = $1) as known", [name]);
  if (name === rows[0].owner) throw new Error(`DATABASE_URL logs in as ${name}, which migrates: web and worker need a login of their own.`);
  if (!name) throw new Error("DATABASE_URL names no user: web and worker need a login of their own.");
  const user = owner.escapeIdentifier(name);
  const create = `create role ${user} login noinherit nosuperuser nobypassrls nocreatedb nocreaterole
    password ${owner.escapeLiteral(decodeURIComponent(password))}`;
  await owner.query(`do $do$ begin
    ${rows[0].known ? "" : `begin ${create}; exception when duplicate_object or unique_violation then null; end;`}
    begin grant ${RUNTIME_ROLES} to ${user}; exception when unique_violation then null; end;
  end $do$`);
}

/** What this process's login could do beyond the two roles, as a sentence; null if nothing. */
async function describeExcess(): Promise<string | null> {
  const { rows } = await pool().query<{ login: string; rights: string | null; owner: string | null }>(`
    select session_user as login,
      (select concat_ws(', ', case when rolsuper then 'superuser' end, case when rolbypassrls then 'BYPASSRLS' end,
        case when rolcreaterole then 'CREATEROLE' end, case when rolreplication then 'REPLICATION' end)
       from pg_roles where rolname = session_user) as rights,
      (select min(pg_get_userbyid(relowner)) from pg_class where relnamespace in (select oid from pg_namespace where nspname in ('public', 'pgboss'))
        and pg_has_role(session_user, relowner, 'member')) as owner`);
  const [found] = rows;
  if (!found?.rights && !found?.owner) return null;
  const reason = found.rights ? `has the rights ${found.rights}` : `can act as ${found.owner}, which owns tables`;
  return `DATABASE_URL logs in as ${found.login}, which ${reason}. Web and worker need a login that can do neither: docs/environment.md, "Database logins".`;
}

/** Ends the process if its login could bypass row-level security. Waits for a database that does not answer yet. */
export async function requireRuntimeLogin(): Promise<void> {
  for (;;) {
    try {
      const excess = await describeExcess();
      if (excess === null) return;
      log.fatal(excess);
      console.error(excess);
      process.exit(1);
    } catch (error) {
      log.debug({ err: error }, "the login is verified once the database answers");
      await wait(RETRY_MS, undefined, { ref: false });
    }
  }
}
