import { afterAll, beforeAll, expect, it } from "vitest";
import { findNewestIncident, recordIncidentEvent } from "@/lib/incidents/record";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { listReportMessages } from "@/lib/operations/reports/answers/data";
import { answerReport, replyToHost } from "@/lib/operations/reports/answers/mutations";
import { listReports } from "@/lib/operations/reports/data";
import { findReport } from "@/lib/operations/reports/find-report";
import { countOpening, createReport, listAlike, revokeReport, shareReport } from "@/lib/operations/reports/mutations";
import { readReport } from "@/lib/operations/reports/read-report";
import { startHostTest } from "@/lib/operations/reports/start-host-test";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { sampleResult } from "@/lib/testing/report-sample";

// Three shops of one merchant behind one server, a fourth elsewhere, and another merchant's behind the same server.

afterAll(closeQueue);

const CODE = "method_blocked" as const;

async function addShop(name: string, network: string, merchantId?: string): Promise<ConnectedShop & { checkId: string }> {
  const url = `https://${name}.example`;
  const shop = await connectShop({ baseUrl: url, ...(merchantId ? { merchantId } : {}) });
  const { scope, integrationId } = shop;
  const own = { merchantId: scope.merchantId, integrationId };
  const checkId = await inPlatform(async (tx) => {
    const result = sampleResult({ url });
    const { id } = await tx.reachabilityCheck.create({
      data: { ...own, trigger: "manual", status: "done", requestedBy: {}, result },
      select: { id: true },
    });
    await tx.fleetFact.create({
      data: { ...own, shopSystem: "woocommerce", network, cause: CODE, since: new Date(), checkedAt: new Date() },
    });
    await tx.integration.update({ where: { id: integrationId }, data: { name } });
    return id;
  });
  const cause = { code: CODE, blocker: null, fixer: "hosting_provider" as const, lanes: ["tracking_out" as const] };
  const scoped = { ...cause, scope: { addresses: ["192.0.2.1"], userAgents: [], methods: [] } };
  const event = { kind: "check_completed", checkId, causes: [scoped], cleared: [] } as const;
  await inMerchant(scope.merchantId, (tx) => recordIncidentEvent(tx, scope, { integrationId, now: new Date(), event }));
  return { ...shop, checkId };
}

let first: Awaited<ReturnType<typeof addShop>>;
let second: ConnectedShop;
let third: ConnectedShop;
let token: string;
let reportId: string;

const openLink = async () => {
  const found = await findReport(token, new Date());
  if (found.kind !== "open") throw new Error(found.kind);
  return found.report;
};
const askedOf = async ({ scope, integrationId }: ConnectedShop) =>
  (await inMerchant(scope.merchantId, (tx) => findNewestIncident(tx, scope, integrationId)))?.asked;

beforeAll(async () => {
  first = await addShop("amber", "192.0.2.0/24");
  const { merchantId } = first.scope;
  second = await addShop("birch", "192.0.2.0/24", merchantId);
  third = await addShop("cedar", "192.0.2.0/24", merchantId);
  await addShop("elsewhere", "198.51.100.0/24", merchantId);
  await addShop("foreign", "192.0.2.0/24");
  const { scope, integrationId, checkId } = first;
  const input = { integrationId, checkId, causeIndexes: [0], locale: "en" as const, shownName: "", days: 7 };
  const made = await createReport(scope, { ...input, withAlike: true });
  if (!made.ok) throw new Error(made.reason);
  ({ token, reportId } = made.value);
});

it("offers the merchant's own shops at this host that have the same problem, and no others", async () => {
  const { scope, integrationId, checkId } = first;
  expect(await listAlike(scope, { integrationId, checkId, causeIndexes: [0] })).toEqual({
    ok: true,
    value: [{ name: "birch" }, { name: "cedar" }],
  });
});

it("shows each shop with its own proof behind one link, and is shared and opened for all of them", async () => {
  const page = await readReport(token);
  expect([page?.view.url, ...(page?.led ?? []).map(({ view }) => view.url)]).toEqual([
    "https://amber.example",
    "https://birch.example",
    "https://cedar.example",
  ]);
  for (const { view } of page?.led ?? []) expect(view.causes[0]?.fail).not.toBeNull();
  const { scope, integrationId } = first;
  await shareReport(scope, { integrationId, reportId, how: "link" });
  await countOpening(await openLink(), "en");
  for (const shop of [first, second, third]) {
    expect(await listReports(shop.scope, shop.integrationId)).toMatchObject([{ sharedHow: "link", openedCount: 1 }]);
    expect(await askedOf(shop)).toMatchObject({ how: "link", opened: expect.anything() });
  }
});

it("tests all of them at once", async () => {
  expect(await startHostTest(await openLink())).toEqual({ kind: "started" });
  const running = await inMerchant(first.scope.merchantId, (tx) => tx.reachabilityCheck.findMany({ where: { trigger: "host_test" } }));
  expect(running.map(({ integrationId }) => integrationId).toSorted()).toEqual(
    [first, second, third].map(({ integrationId }) => integrationId).toSorted(),
  );
});

it("brings an answer to every shop, whose replies reach the host on the one report", async () => {
  await answerReport(await openLink(), { kind: "not_ours", text: "It is your CDN" });
  expect(await askedOf(third)).toMatchObject({ answer: { kind: "not_ours" } });
  const [led] = await listReports(third.scope, third.integrationId);
  expect(await listReportMessages(third.scope, [led?.id ?? ""])).toMatchObject([{ reportId: led?.id, text: "It is your CDN" }]);
  await replyToHost(third.scope, { integrationId: third.integrationId, reportId: led?.id ?? "", text: "We have none" });
  expect((await readReport(token))?.messages.map(({ text }) => text)).toEqual(["It is your CDN", "We have none"]);
});

it("is revoked for all of them", async () => {
  await revokeReport(first.scope, { integrationId: first.integrationId, reportId });
  for (const shop of [first, second, third]) expect((await listReports(shop.scope, shop.integrationId))[0]?.revokedAt).not.toBeNull();
});
