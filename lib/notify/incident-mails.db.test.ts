import { beforeEach, expect, test, vi } from "vitest";
import { applyLaneEvent } from "@/lib/health/lane/apply-lane-event";
import type { LaneEvent } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { recordIncidentEvent } from "@/lib/incidents/record";
import { causeKey, type FoundCause, type IncidentEvent } from "@/lib/incidents/transitions";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { countEffects } from "@/lib/integrations/count-effects";
import { tellShops } from "@/lib/integrations/tell-shops";
import { listNotes } from "@/lib/notify/data";
import { deliverDue } from "@/lib/notify/deliver";
import { fanOut } from "@/lib/notify/fan-out";
import { saveNotificationPreferences } from "@/lib/notify/mutations";
import { DEFAULT_NOTIFICATION_PREFERENCES } from "@/lib/notify/notification-preferences";
import { type ConnectedShop, connectShop } from "@/lib/testing/connect-shop";
import { passQuietTime } from "@/lib/testing/pass-quiet-time";

// What members are mailed of incidents, played through the real code: nothing here writes notes or incidents itself.

// The environment is read once, before the first import.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const platform = jobPlatformScope("test");
const FAILS = {
  kind: "run_failed",
  counts: true,
  failure: { code: "credentials_rejected", status: 401, retryAfterSeconds: null },
} as LaneEvent;
const WORKS = { kind: "run_succeeded" } as LaneEvent;
const BLOCKED: FoundCause = {
  code: "ip_blocked",
  blocker: null,
  fixer: "hosting_provider",
  scope: { addresses: ["192.0.2.1"], userAgents: [], methods: [] },
  lanes: ["orders_in"],
};
// A check stores a uuid.
const CHECK = "00000000-0000-7000-8000-000000000000";

const apply = ({ scope, integrationId }: ConnectedShop, event: LaneEvent, lane: LaneName = "orders_in"): Promise<unknown> =>
  inMerchant(scope.merchantId, (tx) =>
    applyLaneEvent(tx, jobScope("test", scope.merchantId), { integrationId, lane, event, now: new Date() }),
  );
const check = ({ scope, integrationId }: ConnectedShop, causes: FoundCause[], cleared: FoundCause[] = []): Promise<unknown> => {
  const event: IncidentEvent = { kind: "check_completed", checkId: CHECK, causes, cleared: cleared.map(causeKey) };
  return inMerchant(scope.merchantId, (tx) => recordIncidentEvent(tx, scope, { integrationId, event, now: new Date() }));
};

const PLACED = new Date("2026-03-02T08:00:00Z");
const ORDER = {
  status: "processing",
  currency: "EUR",
  total: "10",
  raw: {},
  rawHash: new Uint8Array(32),
  placedAt: PLACED,
  modifiedAt: PLACED,
};

/** Parcels that wait to be sent to the shop. */
const recordParcels = ({ scope: { merchantId }, integrationId }: ConnectedShop, count: number): Promise<unknown> =>
  inMerchant(merchantId, async (tx) => {
    for (let parcel = 0; parcel < count; parcel += 1) {
      const order = { ...ORDER, number: `${parcel}`, externalId: `${parcel}` };
      const { id: orderId } = await tx.shopOrder.create({ data: { merchantId, integrationId, ...order } });
      const shipment = { carrier: "DHL", trackingNumber: `JJD${parcel}`, source: "form", recordedBy: {} };
      await tx.shipment.create({ data: { merchantId, integrationId, orderId, ...shipment } });
    }
  });

async function recover(shop: ConnectedShop): Promise<void> {
  await apply(shop, WORKS);
  await passQuietTime(shop.integrationId);
}

/** Sends what is due once every collecting time of the next two days has passed. */
async function deliverAll(): Promise<void> {
  while ((await fanOut(platform, new Date())) > 0);
  await inPlatform((tx) => tx.notificationDelivery.updateMany({ where: { status: "waiting" }, data: { dueAt: new Date(0) } }));
  await deliverDue(platform, tellShops);
}
/** Sends what is due in a minute; digests go on collecting. */
async function deliverSoon(): Promise<void> {
  const now = Date.now();
  while ((await fanOut(platform, new Date(now))) > 0);
  await inPlatform((tx) =>
    tx.notificationDelivery.updateMany({
      where: { status: "waiting", dueAt: { lt: new Date(now + 120_000) } },
      data: { dueAt: new Date(0) },
    }),
  );
  await deliverDue(platform, tellShops);
}

const mails = () =>
  inPlatform((tx) =>
    tx.capturedMail.findMany({ orderBy: { at: "asc" }, select: { recipient: true, subject: true, text: true, headers: true } }),
  );
const subjects = async () => (await mails()).map(({ subject }) => subject);

let shop: ConnectedShop;
beforeEach(async () => {
  await inPlatform((tx) => tx.capturedMail.deleteMany());
  shop = await connectShop();
});

test("an outage is one thread: its beginning, its cause once it is found, and its end", async () => {
  await apply(shop, FAILS);
  await deliverAll();
  await check(shop, [BLOCKED]);
  await deliverAll();
  await check(shop, [BLOCKED]);
  await apply(shop, FAILS);
  await deliverAll();
  expect(await subjects(), "the same found again is nothing new").toHaveLength(2);
  await check(shop, [], [BLOCKED]);
  await recover(shop);
  await deliverAll();
  const sent = await mails();
  expect(sent.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^Bloemen: Order import down since /),
    expect.stringMatching(/^Bloemen: Order import down since /),
    "Bloemen is healthy again",
  ]);
  expect(sent[1]?.text).toContain("our address 192.0.2.1 is blocked");
  expect(sent[1]?.text).toContain("The hosting provider can fix this");
  expect(sent[2]?.text).not.toMatch(/down|blocked|Next step/);
  const [first, ...others] = sent.map(({ headers }) => headers as Record<string, string>);
  expect(first?.["In-Reply-To"]).toBeUndefined();
  for (const later of others) {
    expect(later).toMatchObject({ "In-Reply-To": first?.["Message-ID"], References: first?.["Message-ID"] });
    expect(later["Message-ID"]).not.toBe(first?.["Message-ID"]);
  }
});

test("members hear again of an outage whose effect has doubled, with its number", async () => {
  await apply(shop, FAILS, "tracking_out");
  await deliverAll();
  await countEffects(platform);
  await recordParcels(shop, 12);
  await countEffects(platform);
  await countEffects(platform);
  await deliverAll();
  const sent = await mails();
  expect(sent).toHaveLength(2);
  expect(sent[1]?.text).toContain("12 parcels without tracking");
});

test("a shop that comes and goes twenty times is one incident and two mails", async () => {
  for (let flap = 0; flap < 20; flap += 1) {
    await apply(shop, FAILS);
    await deliverAll();
    await recover(shop);
    await deliverAll();
  }
  expect(await inPlatform((tx) => tx.incident.count({ where: { integrationId: shop.integrationId } }))).toBe(1);
  expect(await subjects()).toEqual([expect.stringMatching(/^Bloemen: Order import down/), "Bloemen is healthy again"]);
});

test("a partly blocked shop is told as such, and its end once the blocked request passes", async () => {
  await check(shop, [BLOCKED]);
  await deliverAll();
  await apply(shop, WORKS);
  await passQuietTime(shop.integrationId);
  await deliverAll();
  expect(await subjects(), "orders through another address prove nothing").toEqual([
    expect.stringMatching(/^Bloemen: Partly blocked since /),
  ]);
  await check(shop, [], [BLOCKED]);
  await passQuietTime(shop.integrationId);
  await deliverAll();
  const sent = await mails();
  expect(sent.map(({ subject }) => subject).at(-1)).toBe("Bloemen is healthy again");
  expect(sent[0]?.text).toContain("Orders arrive another way");
  expect(sent[0]?.text).not.toContain("down");
});

test("nothing is told while a shop is in announced maintenance or paused, and afterwards only what still holds", async () => {
  await check(shop, [BLOCKED]);
  await apply(shop, { kind: "maintenance_announced", until: new Date(Date.now() + 3_600_000), by: "Ada" });
  await deliverAll();
  expect(await subjects()).toEqual([]);
  await apply(shop, { kind: "maintenance_ended" });
  await apply(shop, { kind: "paused", by: "Ada" });
  await deliverAll();
  expect(await subjects()).toEqual([]);
  await apply(shop, { kind: "resumed" });
  await deliverAll();
  expect(await subjects()).toEqual([expect.stringMatching(/^Bloemen: Partly blocked since /)]);
});

test("each member hears in their language, and a daily digest has one line per shop, of what holds in the morning", async () => {
  const { merchantId } = shop.scope;
  const other = await connectShop({ merchantId });
  const [ada, bo] = await inPlatform((tx) => tx.membership.findMany({ where: { merchantId }, orderBy: { createdAt: "asc" } }));
  await inPlatform((tx) => tx.person.update({ where: { id: bo?.personId ?? "" }, data: { locale: "de" } }));
  await saveNotificationPreferences(other.scope, { ...DEFAULT_NOTIFICATION_PREFERENCES, grouping: "daily" });
  const [early, late] = [ada, bo].map((member) => `${member?.personId}`);
  const addressOf = async (id: string | undefined) =>
    (await inPlatform((tx) => tx.person.findUniqueOrThrow({ where: { id: id ?? "" } }))).email;
  const to = async (id: string | undefined) => {
    const address = await addressOf(id);
    return (await mails()).filter(({ recipient }) => recipient === address);
  };
  for (const one of [shop, other]) await apply(one, FAILS);
  await deliverSoon();
  await recover(shop);
  await check(other, [BLOCKED]);
  await deliverSoon();
  expect((await to(early)).map(({ subject }) => subject)).toEqual(["2 shops need action", expect.any(String)]);
  expect(await to(late)).toEqual([]);
  await deliverAll();
  const [digest, ...more] = await to(late);
  expect(more).toEqual([]);
  expect(digest?.subject).toMatch(/^Bloemen: Bestellimport gestört seit /);
  expect(digest?.text).toContain("192.0.2.1");
  expect(digest?.text).not.toContain("Alles funktioniert wieder");
  expect((await listNotes(other.scope)).entries.length, "the list of notes names each").toBe(4);
});
