import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { enqueue } from "@/lib/infra/jobs/enqueue";
import { ownNode, root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";

// What an attacker could do who can run any statement as the login of web or worker.

let owner: pg.Client;
let attacker: pg.Client;
let merchantId: string;

const connect = async (name: "DATABASE_URL" | "MIGRATE_DATABASE_URL"): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: process.env[name] });
  await client.connect();
  return client;
};

/** Tables without row-level security, with the reason for each. */
const WITHOUT_ROW_SECURITY: Record<string, string> = {
  "public._prisma_migrations": "names of migrations; mooring_platform reads them for /readyz, and nothing else of it",
  "public.captured_mail": "mails of the demo and of tests; the platform's role alone may read it",
  "public.egress_address": "the published addresses; they name no merchant",
  "public.rehearsal": "rehearsals of addresses; they name no merchant",
  "public.sign_in_attempt": "counts by hashed key; the platform's role alone may read it",
};

beforeAll(async () => {
  [owner, attacker] = [await connect("MIGRATE_DATABASE_URL"), await connect("DATABASE_URL")];
  const merchant = await inPlatform((tx) => tx.merchant.create({ data: { name: "M" } }));
  merchantId = merchant.id;
  await inMerchant(merchantId, (tx) => tx.auditEvent.create({ data: { merchantId, actor: { kind: "job", job: "test" }, action: "test" } }));
});
afterAll(() => Promise.all([owner.end(), attacker.end()]));

it("the login owns nothing and is not a member of a role that owns a table", async () => {
  const { rows } = await owner.query(
    `select c.relname from pg_class c join pg_roles login on login.rolname = $1
     where c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and pg_has_role(login.oid, c.relowner, 'member')`,
    [attacker.user],
  );
  expect(rows).toEqual([]);
  const { rows: rights } = await owner.query(
    "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit from pg_roles where rolname = $1",
    [attacker.user],
  );
  expect(Object.values(rights[0])).toEqual([false, false, false, false, false, false]);
});

describe.each(["none", "mooring_app", "mooring_platform"])("under the role %s", (role) => {
  beforeAll(() => attacker.query(`set role ${role}`));

  it.each([
    ["become the owner", () => `set role ${owner.escapeIdentifier(owner.user ?? "")}`],
    ["become the owner for the session", () => `set session authorization ${owner.escapeIdentifier(owner.user ?? "")}`],
    ["become the role that erases", () => "set role mooring_eraser"],
    ["delete a merchant", () => "delete from merchant"],
    ["empty a table", () => "truncate merchant cascade"],
    ["change the log", () => "update audit_event set action = 'x'"],
    ["shorten the log", () => "delete from audit_event"],
    ["change the log of the platform", () => "update platform_event set action = 'x'"],
    ["change what a lane went through", () => "delete from lane_transition"],
    ["date the deletion of a merchant", () => "update merchant_privacy set deletion_due_at = now()"],
    ["insert a merchant's deletion", () => "insert into merchant_privacy (merchant_id, deletion_due_at) values (gen_random_uuid(), now())"],
    ["give another merchant's deletion to this one", () => "update merchant_privacy set merchant_id = gen_random_uuid()"],
    ["date the deletion of an account", () => "update person set deletion_due_at = now()"],
    ["give an account another id", () => "update person set id = gen_random_uuid()"],
    [
      "insert an erased buyer",
      () => "insert into erased_buyer (merchant_id, email_hash) values (gen_random_uuid(), decode(repeat('00', 32), 'hex'))",
    ],
    ["insert an erasure", () => "insert into buyer_erasure (merchant_id, requested_by) values (gen_random_uuid(), '{}')"],
    ["choose the address of an erasure", () => "update buyer_erasure set emails = '{a}'"],
    ["switch off row-level security", () => "alter table integration disable row level security"],
    ["switch off a trigger", () => "alter table audit_event disable trigger all"],
    ["switch off triggers of the session", () => "set session_replication_role = replica"],
    ["drop a policy", () => "drop policy one_merchant on integration"],
    ["grant itself more", () => `grant mooring_eraser to ${owner.escapeIdentifier(attacker.user ?? "")}`],
    ["create a table", () => "create table mine (id int)"],
    ["create a function", () => "create function mine() returns int language sql as 'select 1'"],
    ["create a role", () => "create role mine"],
    ["read a file", () => "select pg_read_file('postgresql.conf')"],
    ["list a folder", () => "select pg_ls_dir('.')"],
    ["copy a file", () => "copy merchant_note from '/etc/passwd'"],
    ["run a program", () => "copy (select 1) to program 'true'"],
    ["write a file", () => "copy (select 1) to '/tmp/mine'"],
    ["create a large object", () => "select lo_create(0)"],
    ["import a large object", () => "select lo_import('/etc/passwd')"],
    ["read password hashes of the server", () => "select * from pg_authid"],
    ["read migrations", () => "select * from _prisma_migrations"],
    ["change the queue", () => "alter table pgboss.job disable row level security"],
  ])("cannot %s", async (_, statement) => {
    await expect(attacker.query(statement())).rejects.toThrow(
      /permission denied|must be owner|only roles with|can only be added to|must be superuser|must be able to|row-level security/i,
    );
  });
});

it("a merchant's transaction sees only its own jobs in the queue, and cannot enqueue another merchant's", async () => {
  const [mine, other] = [randomUUID(), randomUUID()];
  for (const id of [mine, other])
    await inMerchant(id, (tx) => enqueue(tx, "push-shipments", { merchantId: id, integrationId: randomUUID() }));
  const seen = await inMerchant(mine, (tx) => tx.$queryRaw<{ group_id: string }[]>`select group_id from pgboss.job`);
  expect(seen.map((job) => job.group_id)).toEqual([mine]);
  await expect(inMerchant(mine, (tx) => enqueue(tx, "push-shipments", { merchantId: other, integrationId: randomUUID() }))).rejects.toThrow(
    /row-level security/,
  );
  const tables = await owner.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'pgboss'::regnamespace and relkind in ('r', 'p') and has_table_privilege('mooring_app', oid, 'select')",
  );
  expect(tables.rows.map(({ name }) => name).sort()).toEqual(["job", "job_common", "queue", "version"]);
});

it("a worker refuses to start under a login that owns tables, and reports its excess rights", async () => {
  const worker = spawn(ownNode(), typescriptArguments("worker/main.ts"), {
    cwd: root,
    env: { ...process.env, ...typescriptEnvironment, DATABASE_URL: process.env["MIGRATE_DATABASE_URL"], MIGRATE_DATABASE_URL: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  worker.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(worker, "close");
  expect({ code, errors }).toEqual({
    code: 1,
    errors: expect.stringContaining(`logs in as ${owner.user}, which has the rights superuser`),
  });
});

it("every table has row-level security, except those listed with a reason", async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select relnamespace::regnamespace || '.' || relname as name from pg_class
     where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relrowsecurity order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(WITHOUT_ROW_SECURITY).sort());
});
