import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { requestCheck } from "@/lib/check/mutations";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inviteAction } from "@/lib/identity/accounts/member-actions";
import { QUOTAS } from "@/lib/identity/quota/policy";
import { spendQuota, targetOf } from "@/lib/identity/quota/spend";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { createIntegration } from "@/lib/integrations/mutations";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["PROBE_ALLOW_NETWORKS"] = "127.0.0.0/8";
});

const addShop = async (scope: MerchantScope, baseUrl: string): Promise<string> => {
  const made = await createIntegration(scope, { name: "Shop", shopSystem: "woocommerce", baseUrl }, null);
  if (!made.ok) throw new Error(made.reason);
  return made.value.integrationId;
};

/** Requests a check as if the previous one had ended long ago. */
async function check(scope: MerchantScope, integrationId: string) {
  const { merchantId } = scope;
  await inMerchant(merchantId, (tx) =>
    tx.reachabilityCheck.updateMany({ where: { merchantId }, data: { status: "failed", requestedAt: new Date(Date.now() - 3_600_000) } }),
  );
  return requestCheck(scope, { integrationId, trigger: "manual" });
}

describe("checks of a host that has accepted no key", () => {
  const [{ most }] = QUOTAS.unproven_check;

  test("are limited per registrable domain across merchants and subdomains, and a refusal states the wait", async () => {
    const [one, other] = [(await makeOwner()).scope, (await makeOwner()).scope];
    const mine = await addShop(one, "https://shop.victim.example");
    const theirs = await addShop(other, "https://www.victim.example/de");
    for (let count = 0; count < most; count += 1)
      expect(await check(count % 2 ? one : other, count % 2 ? mine : theirs)).toMatchObject({ ok: true });
    const refused = await check(one, mine);
    expect(refused).toMatchObject({ ok: false, reason: { code: "quota_spent" } });
    const wait = refused.ok || refused.reason.code !== "quota_spent" ? 0 : refused.reason.retryAfterSeconds;
    expect(wait).toBeGreaterThan(3_000);
    expect(wait).toBeLessThanOrEqual(3_600);
    expect(await check(one, await addShop(one, "https://shop.elsewhere.example"))).toMatchObject({ ok: true });
  });

  test("are unlimited for the merchant whose key the shop accepted", async () => {
    const { scope } = await makeOwner();
    const integrationId = await addShop(scope, "https://own.example");
    await inMerchant(scope.merchantId, (tx) =>
      tx.integration.updateMany({ where: { id: integrationId }, data: { credentials: Buffer.from("x"), credentialsKeyId: "x" } }),
    );
    for (let count = 0; count <= most; count += 1) expect(await check(scope, integrationId)).toMatchObject({ ok: true });
  });

  test("cost nothing when a click joins a running check or comes too soon", async () => {
    const { scope } = await makeOwner();
    const integrationId = await addShop(scope, "https://again.example");
    await check(scope, integrationId);
    for (let count = 0; count <= most; count += 1)
      expect(await requestCheck(scope, { integrationId, trigger: "manual" })).toMatchObject({ ok: true, value: { joined: true } });
    expect(await check(scope, integrationId)).toMatchObject({ ok: true });
  });

  test("are also limited per IP address, so that many names of one server do not multiply them", async () => {
    const { addresses } = await targetOf("http://127.0.0.1:8080");
    expect(addresses).toEqual(["127.0.0.1:8080"]);
    const { scope } = await makeOwner();
    const [, { most: perAddress }] = QUOTAS.unproven_check;
    const spend = () => spendQuota({ scope, target: { domain: `${randomUUID()}.example`, addresses: ["203.0.113.9"] } }, "unproven_check");
    for (let count = 0; count < perAddress; count += 1) expect(await spend()).toBeNull();
    expect(await spend()).toBeGreaterThan(0);
  });
});

test("a quota spent by one merchant does not affect another, and the table stores no merchant id", async () => {
  const [one, other] = [(await makeOwner()).scope, (await makeOwner()).scope];
  expect(await spendQuota({ scope: one }, "test_message", QUOTAS.test_message[0].most)).toBeNull();
  expect(await spendQuota({ scope: one }, "test_message")).toBeGreaterThan(3_000);
  expect(await spendQuota({ scope: other }, "test_message")).toBeNull();
  const keys = await inPlatform((tx) => tx.$queryRaw<{ key: string }[]>`select key from sign_in_attempt`);
  expect(keys.filter(({ key }) => key.includes(one.merchantId))).toEqual([]);
});

test("an unknown caller is counted by its network, so an IPv6 client gets no second budget", async () => {
  const [{ most }] = QUOTAS.approval_callback;
  for (let count = 0; count < most; count += 1)
    expect(await spendQuota({ client: `2001:db8:77::${count}` }, "approval_callback")).toBeNull();
  expect(await spendQuota({ client: "2001:db8:77::ffff" }, "approval_callback")).toBeGreaterThan(0);
  expect(await spendQuota({ client: "2001:db8:78::1" }, "approval_callback")).toBeNull();
});

test("invitation mails are limited per merchant, even across several owners", async () => {
  const { person, merchantId, scope } = await makeOwner();
  await spendQuota({ scope }, "invite", QUOTAS.invite[0].most);
  await asBrowser(person.sessionId);
  const refused = await inviteAction(merchantId, { email: "one.more@example.com", role: "member" });
  expect(refused).toMatchObject({ ok: false, code: "quota_spent", retryAfterSeconds: expect.any(Number) });
});

test("jobs spend only their own merchant's quota", async () => {
  const { merchantId } = await makeOwner();
  expect(await spendQuota({ scope: jobScope("test", merchantId) }, "ask_support", 60)).toBeNull();
  expect(await spendQuota({ scope: jobScope("test", merchantId) }, "ask_support")).toBeGreaterThan(0);
});
