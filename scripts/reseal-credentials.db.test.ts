import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import { afterAll, expect, it, vi } from "vitest";
import { inPlatform } from "@/lib/infra/db";
import { seal, type unseal } from "@/lib/infra/secrets";
import { connectShop } from "@/lib/testing/connect-shop";
import { root, typescriptArguments, typescriptEnvironment } from "@/scripts/dev/typescript.mjs";
import { SEALED_COLUMNS } from "@/scripts/sealed-columns";

/** Number of shops, and of their values that precede the locked table in SEALED_COLUMNS. */
const SHOPS = 4;
const FIRST = SHOPS * SEALED_COLUMNS.findIndex(({ table }) => table === "notification_channel");

const OLD = process.env["CREDENTIALS_KEYS"] ?? "";
const NEW = `new:${randomBytes(32).toString("base64")}`;

/** `unseal` in a process with these keys. */
async function openerWith(keys: string): Promise<typeof unseal> {
  vi.resetModules();
  vi.stubEnv("CREDENTIALS_KEYS", keys);
  return (await import("@/lib/infra/secrets")).unseal;
}

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

function startResealing(): ChildProcess {
  const child = spawn(process.execPath, typescriptArguments("scripts/reseal-credentials.ts"), {
    cwd: root,
    env: { ...process.env, ...typescriptEnvironment, CREDENTIALS_KEYS: `${NEW},${OLD}`, NEXTAUTH_SECRET: "s".repeat(32) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += String(chunk);
  });
  await once(child, "close");
  return text;
}

/** A merchant with a value in every sealed column. */
async function makeShop(): Promise<void> {
  const { scope, integrationId } = await connectShop();
  const { merchantId, actor } = scope;
  const personId = actor.kind === "member" ? actor.personId : "";
  const channelId = randomUUID();
  const contextOf = (table: string, column: string, id: string) =>
    seal("a secret", SEALED_COLUMNS.find((one) => one.table === table && one.column === column)?.context(id) ?? "");
  const [hook, own, approval, url, secret, factor] = [
    contextOf("integration", "webhook_secret", integrationId),
    contextOf("shop_webhook", "secret", integrationId),
    contextOf("shop_approval", "credentials", integrationId),
    contextOf("notification_channel", "url", channelId),
    contextOf("notification_channel", "secret", channelId),
    contextOf("second_factor", "secret", personId),
  ];
  await inPlatform(async (tx) => {
    await tx.integration.update({ where: { id: integrationId }, data: { webhookSecret: hook.bytes, webhookSecretKeyId: hook.keyId } });
    await tx.shopWebhook.create({
      data: { merchantId, integrationId, address: "https://x.example", secret: own.bytes, secretKeyId: own.keyId },
    });
    const handed = { credentials: approval.bytes, credentialsKeyId: approval.keyId, expiresAt: new Date(Date.now() + 60_000) };
    const asked = { merchantId, integrationId, personId, tokenHash: randomBytes(32), baseUrl: "https://x.example" };
    await tx.shopApproval.create({ data: { ...asked, ...handed } });
    const key = contextOf("merchant_privacy", "suppression", merchantId);
    await tx.merchantPrivacy.create({ data: { merchantId, suppression: key.bytes, suppressionKeyId: key.keyId } });
    const channel = { merchantId, id: channelId, kind: "webhook", name: "x", host: "x.example", kinds: [] };
    const sealed = { url: url.bytes, urlKeyId: url.keyId, secret: secret.bytes, secretKeyId: secret.keyId };
    await tx.notificationChannel.create({ data: { ...channel, ...sealed } });
    await tx.secondFactor.create({ data: { personId, secret: factor.bytes, secretKeyId: factor.keyId } });
  });
}

/** The key of every sealed value. Throws if `keys` cannot open one. */
async function openAll(keys = `${NEW},${OLD}`): Promise<string[]> {
  const open = await openerWith(keys);
  const found: string[] = [];
  for (const { table, column, boundTo, context } of SEALED_COLUMNS) {
    const rows = await inPlatform((tx) =>
      tx.$queryRawUnsafe<{ bound: string; bytes: Uint8Array; key: string }[]>(
        `select "${boundTo}"::text as bound, "${column}" as bytes, "${column}_key_id" as key from "${table}" where "${column}" is not null`,
      ),
    );
    for (const row of rows) {
      open({ bytes: new Uint8Array(row.bytes), keyId: row.key }, context(row.bound));
      found.push(row.key);
    }
  }
  return found;
}

it("the list of sealed columns is complete", async () => {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<{ name: string }[]>`
      select table_name || '.' || regexp_replace(column_name, '_key_id$', '') as name from information_schema.columns
      where table_schema = 'public' and column_name like '%\\_key\\_id' order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort());
});

it("a rotation killed half-way loses no value, and the next one finishes it, so that the old key can be removed", async () => {
  for (let shop = 0; shop < SHOPS; shop += 1) await makeShop();
  const total = SHOPS * SEALED_COLUMNS.length;
  expect(await openAll()).toEqual(Array(total).fill("test"));

  // The script waits for this row and is killed with the first half done.
  const holder = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await holder.connect();
  await holder.query("begin; lock table notification_channel in exclusive mode");
  const killed = startResealing();
  await vi.waitFor(async () => expect((await openAll()).filter((key) => key === "new")).toHaveLength(FIRST), {
    timeout: 60_000,
    interval: 100,
  });
  killed.kill("SIGKILL");
  await once(killed, "close");
  await holder.end();
  expect((await openAll()).filter((key) => key === "test")).toHaveLength(total - FIRST);

  expect(await outputOf(startResealing())).toBe(`${total - FIRST} sealed anew with key new.\n`);
  expect(await outputOf(startResealing())).toBe("0 sealed anew with key new.\n");
  expect(await openAll(NEW)).toEqual(Array(total).fill("new"));
});
