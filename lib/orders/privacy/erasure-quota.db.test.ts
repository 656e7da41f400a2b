import { expect, test, vi } from "vitest";
import { QUOTAS } from "@/lib/identity/quota/policy";
import { spendQuota } from "@/lib/identity/quota/spend";
import { inPlatform } from "@/lib/infra/db";
import { eraseBuyerAction } from "@/lib/orders/privacy/actions";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

test("an owner may begin only so many erasures in an hour, and those beyond them begin none", async () => {
  const { merchantId, person, scope } = await makeOwner();
  await asBrowser(person.sessionId);
  const begun = () => inPlatform((tx) => tx.buyerErasure.count({ where: { merchantId } }));
  const [ofPerson] = QUOTAS.erase_buyer;
  await spendQuota({ scope }, "erase_buyer", ofPerson.most - 1);
  expect(await eraseBuyerAction(merchantId, { email: "one@customer.example" })).toMatchObject({ ok: true });
  expect(await begun()).toBe(1);
  const refused = await eraseBuyerAction(merchantId, { email: "two@customer.example" });
  expect(refused).toMatchObject({ ok: false, code: "quota_spent", retryAfterSeconds: expect.any(Number) });
  expect(await begun()).toBe(1);
  const other = await makeOwner();
  await asBrowser(other.person.sessionId);
  expect(await eraseBuyerAction(other.merchantId, { email: "two@customer.example" }), "another merchant").toMatchObject({ ok: true });
});
