import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

// Functions with rights of their owner, misused by an attacker who can run any statement as the login of web and worker.

let owner: pg.Client;
let attacker: pg.Client;
let merchantId: string;
let personId: string;

const connect = async (name: "DATABASE_URL" | "MIGRATE_DATABASE_URL"): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: process.env[name] });
  await client.connect();
  return client;
};

beforeAll(async () => {
  [owner, attacker] = [await connect("MIGRATE_DATABASE_URL"), await connect("DATABASE_URL")];
});
afterAll(() => Promise.all([owner.end(), attacker.end()]));

const actor = (): string => JSON.stringify({ kind: "member", personId, name: "Ada" });

beforeEach(async () => {
  [merchantId, personId] = [randomUUID(), randomUUID()];
  await owner.query("insert into merchant (id, name) values ($1, 'M')", [merchantId]);
  await owner.query("insert into person (id, email, name, password_hash) values ($1, $2, 'Ada', '-')", [personId, `${personId}@x.example`]);
  await owner.query(
    "insert into audit_event (merchant_id, id, actor, action, details) values ($1, gen_random_uuid(), $2, 'member_invited', $3)",
    [merchantId, actor(), { member: "guest@x.example", name: "a b" }],
  );
  await attacker.query("discard temp; set role mooring_platform");
});

/** What no function may change for this attacker. */
async function kept() {
  const { rows } = await owner.query(
    `select (select name from merchant where id = $1) as merchant, (select name from person where id = $2) as person,
      (select jsonb_agg(jsonb_build_array(actor, details) order by at) from audit_event where merchant_id = $1 and action = 'member_invited') as log`,
    [merchantId, personId],
  );
  return rows[0];
}

/** A temporary table, which an unqualified name finds first unless the function's path names pg_temp last. */
const shadow = (table: string, query: string): string[] => [`create temp table ${table} as ${query}`, `grant all on ${table} to public`];

interface Misuse {
  /** Prepares and calls; the last statement is the call. */
  statements: () => string[];
  /** The refusal; omitted if the call may succeed, and only must not change what is kept. */
  refused?: RegExp;
}

const DUE = () => `select '${merchantId}'::uuid as merchant_id, now() - interval '1 day' as deletion_due_at`;
const PATTERN_BUYER = ["'.*'", "'a b'", "'guest'", "'@'", "'\"x\"@x'"];
const begin = (address: string, integration = "null"): string =>
  `select begin_erasure('${merchantId}', ${integration}, '{}', array[${address}], '{}', false, '${actor()}', null)`;

/** Every function with its owner's rights. A new one must be listed with attempts to misuse it. */
const MISUSES: Record<string, Misuse[]> = {
  erase_merchant: [
    { statements: () => [`select erase_merchant('${merchantId}')`], refused: /is not due/ },
    {
      statements: () => [`select ask_merchant_deletion('${merchantId}', '${actor()}', null)`, `select erase_merchant('${merchantId}')`],
      refused: /is not due/,
    },
    { statements: () => [...shadow("merchant_privacy", DUE()), `select erase_merchant('${merchantId}')`], refused: /is not due/ },
    {
      statements: () => [
        `insert into merchant_privacy (merchant_id, order_days) values ('${merchantId}', 30)`,
        `update merchant_privacy set enforced_at = now() - interval '1 year' where merchant_id = '${merchantId}'`,
        `select erase_merchant('${merchantId}')`,
      ],
      refused: /is not due/,
    },
  ],
  ask_merchant_deletion: [
    { statements: () => [`select ask_merchant_deletion('${randomUUID()}', '${actor()}', null)`], refused: /foreign key/ },
    {
      statements: () => ["set local role mooring_app", `select ask_merchant_deletion('${merchantId}', '${actor()}', null)`],
      refused: /permission denied/,
    },
  ],
  withdraw_merchant_deletion: [
    { statements: () => [...shadow("merchant_privacy", DUE()), `select withdraw_merchant_deletion('${merchantId}')`] },
  ],
  pseudonymize_person: [
    { statements: () => [`select pseudonymize_person('${personId}')`], refused: /is not due/ },
    {
      statements: () => [`select ask_account_deletion('${personId}', '${actor()}', null)`, `select pseudonymize_person('${personId}')`],
      refused: /is not due/,
    },
    {
      statements: () => [
        ...shadow(
          "person",
          `select '${personId}'::uuid as id, 'guest@x.example'::text as email, now() - interval '1 day' as deletion_due_at`,
        ),
        `select pseudonymize_person('${personId}')`,
      ],
      refused: /is not due/,
    },
  ],
  ask_account_deletion: [
    {
      statements: () => [
        `update person set staff_role = 'operator' where id = '${personId}'`,
        `select ask_account_deletion('${personId}', '${actor()}', null)`,
      ],
      refused: /no account/,
    },
  ],
  withdraw_account_deletion: [{ statements: () => [`select withdraw_account_deletion('${personId}')`] }],
  begin_erasure: [
    ...PATTERN_BUYER.map((address) => ({ statements: () => [begin(address)], refused: /not an e-mail address/ })),
    { statements: () => [begin("'buyer@x.example'", "gen_random_uuid()")], refused: /no such shop/ },
    { statements: () => ["set local role mooring_app", begin("'buyer@x.example'")], refused: /permission denied/ },
  ],
  finish_erasure: [
    { statements: () => [`select finish_erasure('${merchantId}', gen_random_uuid())`], refused: /not under way/ },
    {
      statements: () => [
        ...shadow("buyer_erasure", "select * from public.buyer_erasure"),
        `insert into pg_temp.buyer_erasure (merchant_id, id, emails, names, external_ids, texts, requested_by) values ('${merchantId}', '${merchantId}', '{.*}', '{}', '{}', 0, '{}')`,
        `select finish_erasure('${merchantId}', '${merchantId}')`,
      ],
      refused: /not under way/,
    },
    // The names of a buyer play no part, and an invitee's address stays.
    {
      statements: () => [
        begin("'guest@x.example'"),
        `update buyer_erasure set names = '{a b,Ada}' where merchant_id = '${merchantId}'`,
        `select finish_erasure(merchant_id, id) from buyer_erasure where merchant_id = '${merchantId}'`,
      ],
    },
  ],
  keep_delivery_days: [
    {
      statements: () => [
        ...shadow(
          "pg_inherits",
          "select 'public.merchant'::regclass::oid as inhrelid, 'public.shop_webhook_delivery'::regclass::oid as inhparent",
        ),
        "select keep_delivery_days()",
      ],
    },
  ],
  search_orders: [
    ...["x' or true --", "%) or (true", "\\' or 1=1"].map((text) => ({
      statements: () => [
        `set local role mooring_app; select set_config('app.merchant_id', '${randomUUID()}', true)`,
        `do $do$ begin if exists (select from search_orders(array[${pg.escapeLiteral(text)}], null, ${pg.escapeLiteral(text)}, ${pg.escapeLiteral(text)},
          null, null, null, null, false, 10)) then raise exception 'found a foreign order'; end if; end $do$`,
      ],
    })),
  ],
};

it("every function with its owner's rights is listed, searches pg_temp last, and may be called by no one else", async () => {
  const { rows } = await owner.query<{ name: string; path: string; open: boolean }>(
    `select proname as name, array_to_string(proconfig, ' ') as path, has_function_privilege('public', oid, 'execute') as open
     from pg_proc where prosecdef and pronamespace <> 'pg_catalog'::regnamespace order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(MISUSES).sort());
  for (const { name, path, open } of rows)
    expect([name, path, open]).toEqual([name, expect.stringMatching(/search_path=\S+(, \S+)*, pg_temp\b/), false]);
});

describe.each(Object.entries(MISUSES))("%s", (_, misuses) => {
  it.each(misuses.map(({ statements, refused }, place) => ({ place, statements, refused })))(
    "resists misuse $place",
    async ({ statements, refused }) => {
      const before = await kept();
      const call = async () => {
        await attacker.query("begin");
        for (const statement of statements()) await attacker.query(statement);
        await attacker.query("commit");
      };
      if (refused) await expect(call()).rejects.toThrow(refused);
      else await call();
      await attacker.query("rollback");
      expect(await kept()).toEqual(before);
    },
  );
});

it("no deletion is requested and no erasure ends without an entry in the log", async () => {
  await attacker.query(`select ask_merchant_deletion('${merchantId}', '${actor()}', null)`);
  await attacker.query(begin("'guest@x.example'"));
  await attacker.query("select finish_erasure(merchant_id, id) from buyer_erasure where merchant_id = $1", [merchantId]);
  await attacker.query(`select ask_account_deletion('${personId}', '${actor()}', null)`);
  const { rows } = await owner.query("select action from audit_event where merchant_id = $1 and action <> 'member_invited' order by at", [
    merchantId,
  ]);
  expect(rows.map(({ action }) => action)).toEqual(["merchant_deletion_asked", "buyer_erased"]);
  const { rows: own } = await owner.query("select action from platform_event where actor->>'personId' = $1", [personId]);
  expect(own).toEqual([{ action: "account_deletion_asked" }]);
});

it("an account whose address changes waits 14 days anew, so that the log loses no other person's address", async () => {
  await attacker.query(`select ask_account_deletion('${personId}', '${actor()}', null)`);
  await owner.query("update person set deletion_due_at = now() - interval '1 day' where id = $1", [personId]);
  await attacker.query("update person set email = 'guest@x.example' where id = $1", [personId]);
  await expect(attacker.query(`select pseudonymize_person('${personId}')`)).rejects.toThrow(/is not due/);
  await owner.query("delete from person where id = $1", [personId]);
});

it("every column of an account can be written, except those that only functions may", async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'person'::regclass and attnum > 0 and not attisdropped and attgenerated = ''
       and not has_column_privilege('mooring_platform', attrelid, attnum, 'update')`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(["deletion_due_at", "id"]);
});
