import { expect, test, vi } from "vitest";
import { QUOTAS } from "@/lib/identity/quota/policy";
import { spendQuota } from "@/lib/identity/quota/spend";
import { addNotificationChannel } from "@/lib/notify/actions";
import { makeOwner } from "@/lib/testing/members";
import { asBrowser } from "@/lib/testing/request";

vi.mock("server-only", () => ({}));
vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);

test("adding channels has a quota, because each one resolves a name", async () => {
  const { person, merchantId, scope } = await makeOwner();
  await spendQuota({ scope }, "add_channel", QUOTAS.add_channel[0].most);
  await asBrowser(person.sessionId);
  const channel = { kind: "webhook", name: "Desk", url: "https://hooks.invalid/x", kinds: ["needs_you"] };
  expect(await addNotificationChannel(merchantId, channel)).toMatchObject({ ok: false, code: "quota_spent" });
});
