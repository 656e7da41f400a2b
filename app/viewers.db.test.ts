import { beforeAll, expect, test, vi } from "vitest";
import { ACTIONS } from "@/app/tenancy-cases.fixture";
import { inPlatform } from "@/lib/infra/db";
import { makePerson } from "@/lib/testing/members";
import { asBrowser, wayOut } from "@/lib/testing/request";
import { everythingOf, makeTwoMerchants, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("@/lib/testing/request")).nextIntl);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

// A viewer sees what members see, and changes nothing but what is their own.

/** Actions that read, or change what belongs to the person alone. */
const ALLOWED = new Set<string>([
  "lib/identity/accounts/member-actions leaveAction",
  "lib/identity/preferences/actions keepListView",
  "lib/integrations/approval/actions readApproval",
  "lib/integrations/list/bulk-actions readBulk",
  "lib/notify/actions readNotifications",
  "lib/notify/actions storeNotificationChoices",
  "lib/notify/actions testMail",
  "lib/support/threads/actions markReadAction",
  "lib/sync/actions lookUpOrderAction",
]);

/** Of the console: for others than staff they do not exist. */
const OF_STAFF = new Set<string>([
  "lib/support/macros/actions draftAnswersAction",
  "lib/support/queue/actions tryStepAction",
  "lib/support/threads/actions markReadByStaff",
  "lib/support/threads/actions solveThreadAction",
  "lib/sync/actions lookUpOrderAsStaff",
]);

const CHANGES = Object.entries(ACTIONS).flatMap(([name, entry]) => ("merchant" in entry && !ALLOWED.has(name) ? [{ name, ...entry }] : []));

let world: TwoMerchants;
let sessionId: string;
beforeAll(async () => {
  world = await makeTwoMerchants();
  const viewer = await makePerson();
  sessionId = viewer.sessionId;
  const { merchantId } = world.ids;
  await inPlatform((tx) => tx.membership.create({ data: { merchantId, personId: viewer.personId, role: "viewer" } }));
});

async function act(merchant: (typeof CHANGES)[number]["merchant"]): Promise<unknown> {
  await asBrowser(sessionId);
  return merchant(world.ids.merchantId, world.ids, world).catch((error: unknown) => wayOut(error) ?? error);
}

test("every action that changes something of the merchant refuses a viewer, and nothing changes", async () => {
  expect(CHANGES.length).toBeGreaterThan(60);
  // The first visit is noted as the person's last one.
  for (const { merchant } of CHANGES.slice(0, 1)) await act(merchant);
  const before = await everythingOf(world);
  for (const { name, merchant } of CHANGES)
    expect(await act(merchant), name).toEqual({ ok: false, code: OF_STAFF.has(name) ? "not_found" : "role_only_views" });
  expect(await everythingOf(world)).toEqual(before);
});
