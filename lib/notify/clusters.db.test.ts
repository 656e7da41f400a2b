import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { jobPlatformScope, jobScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { tellShops } from "@/lib/integrations/tell-shops";
import { listDeliveries } from "@/lib/notify/data";
import { deliverDue } from "@/lib/notify/deliver";
import { fanOut } from "@/lib/notify/fan-out";
import { listFleetIncidents } from "@/lib/operations/fleet/data";
import { watchFleet } from "@/lib/operations/fleet/incidents";
import { INCIDENTS_OF_LANES } from "@/lib/testing/incidents-of-lanes";

// A hosting provider that blocks us affects thousands of shops within minutes; each merchant gets one message for all of them.

// The environment is read once, before the first import.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});

const platform = jobPlatformScope("test");
const NETWORK = "100.64.0.0/24";
/** More than fan-out and delivery each process at once; `CLUSTER_MERCHANTS=1250` for 5,000 shops. */
const MERCHANTS = Number(process.env["CLUSTER_MERCHANTS"] ?? 300);

interface Shop {
  merchantId: string;
  integrationId: string;
}

/** Merchants with one member and `each` healthy shops, all in one network. */
async function makeMerchants(count: number, each: number): Promise<Shop[][]> {
  const merchants = Array.from({ length: count }, () => {
    const merchantId = randomUUID();
    return Array.from({ length: each }, () => ({ merchantId, integrationId: randomUUID() }));
  });
  const people = merchants.map(([shop]) => ({ merchantId: shop?.merchantId ?? "", personId: randomUUID() }));
  const shops = merchants.flat();
  await inPlatform(
    async (tx) => {
      await tx.merchant.createMany({ data: people.map(({ merchantId: id }) => ({ id, name: "Bloemen" })) });
      await tx.person.createMany({
        data: people.map(({ personId: id }) => ({ id, email: `${id}@shop.example`, name: "Ada", passwordHash: "-" })),
      });
      await tx.membership.createMany({ data: people });
      await tx.integration.createMany({
        data: shops.map(({ merchantId, integrationId: id }, index) => ({
          merchantId,
          id,
          name: `Shop ${index % each}`,
          shopSystem: "woocommerce",
          baseUrl: `https://${id}.example`,
          credentials: new Uint8Array(4),
        })),
      });
      await tx.lane.createMany({
        data: shops.flatMap((shop) => [
          { ...shop, lane: "orders_in" },
          { ...shop, lane: "tracking_out" },
        ]),
      });
      await tx.fleetFact.createMany({
        data: shops.map((shop) => ({ ...shop, shopSystem: "woocommerce", server: "nginx", network: NETWORK, checkedAt: new Date() })),
      });
    },
    { timeoutMs: 60_000 },
  );
  return merchants;
}

const idsOf = (shops: readonly Shop[]) => ({ in: shops.map(({ integrationId }) => integrationId) });

/** Writes what the end of a check writes: lanes, fleet facts and notes. */
const fail = (shops: readonly Shop[]) =>
  inPlatform(
    async (tx) => {
      await tx.lane.updateMany({ where: { integrationId: idsOf(shops) }, data: { state: "action_needed" } });
      await tx.$executeRawUnsafe(INCIDENTS_OF_LANES);
      await tx.fleetFact.updateMany({
        where: { integrationId: idsOf(shops) },
        data: { cause: "ip_blocked", egress: ["203.0.113.2"], since: new Date() },
      });
      const reason = { code: "causes_found", checkId: "c", cause: "ip_blocked", others: 0 };
      const lists = { methods: [], userAgents: [], addresses: ["203.0.113.2"], blocker: null };
      await tx.notification.createMany({
        data: shops.flatMap((shop) =>
          ["orders_in", "tracking_out"].map((lane) => ({ ...shop, lane, kind: "needs_you", params: { ...reason, ...lists } })),
        ),
      });
    },
    { timeoutMs: 60_000 },
  );

const recover = (shops: readonly Shop[]) =>
  inPlatform(async (tx) => {
    await tx.lane.updateMany({ where: { integrationId: idsOf(shops) }, data: { state: "regular" } });
    await tx.incident.updateMany({ where: { integrationId: idsOf(shops) }, data: { closedAt: new Date() } });
    await tx.fleetFact.updateMany({ where: { integrationId: idsOf(shops) }, data: { cause: null, since: null, egress: [] } });
    await tx.notification.createMany({
      data: shops.flatMap((shop) => ["orders_in", "tracking_out"].map((lane) => ({ ...shop, lane, kind: "recovered" }))),
    });
  });

async function collectAll(): Promise<void> {
  while ((await fanOut(platform, new Date())) > 0);
}
const deliverAll = async (): Promise<void> => {
  await inPlatform((tx) => tx.notificationDelivery.updateMany({ where: { status: "waiting" }, data: { dueAt: new Date(0) } }));
  while ((await deliverDue(platform, tellShops)) > 0);
};

interface Mail {
  recipient: string;
  subject: string;
  text: string;
}
const mails = (): Promise<Mail[]> =>
  inPlatform((tx) => tx.capturedMail.findMany({ select: { recipient: true, subject: true, text: true }, orderBy: { at: "asc" } }));

/** As the database owner: no role of the product may delete incidents or mails. */
async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env["MIGRATE_DATABASE_URL"] });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
const deleteMails = () => asOwner("delete from captured_mail");
beforeEach(() => asOwner("delete from captured_mail; delete from fleet_incident; delete from merchant"));

test("many shops that fail together cause one incident and one message per merchant, however slowly they fail", async () => {
  const merchants = await makeMerchants(MERCHANTS, 4);
  const first = merchants.map(([shop]) => shop).filter((shop) => shop !== undefined);
  const others = merchants.flatMap((shops) => shops.slice(1));
  await fail(first);
  await watchFleet(platform);
  await collectAll();
  await deliverAll();

  await fail(others);
  await watchFleet(platform);
  await collectAll();
  await deliverAll();
  expect((await listFleetIncidents(platform)).filter(({ resolvedAt }) => resolvedAt === null)).toMatchObject([
    { shops: 4 * MERCHANTS, merchants: MERCHANTS },
  ]);
  const sent = await mails();
  expect(sent).toHaveLength(MERCHANTS);
  expect(new Set(sent.map(({ recipient }) => recipient)).size).toBe(MERCHANTS);
  const { entries: deliveries } = await listDeliveries(jobScope("test", first[0]?.merchantId ?? ""));
  expect(deliveries.map(({ status, notices }) => ({ status, notices }))).toEqual([
    { status: "already_notified", notices: 6 },
    { status: "sent", notices: 2 },
  ]);
});

describe("a merchant whose shops are part of a shared incident", () => {
  test("gets one line with start, number of shops, common traits and its own shops, and no other shop", async () => {
    const [own, ...others] = await makeMerchants(9, 4);
    if (!own) throw new Error("no shops");
    await fail([...own, ...others.flat()]);
    await watchFleet(platform);
    await collectAll();
    await deliverAll();
    const [incident] = await listFleetIncidents(platform);
    expect(incident?.shops).toBe(36);
    const all = await mails();
    expect(all).toHaveLength(9);
    for (const { subject, text } of all) {
      expect(subject).toBe("Known problem: 4 of your shops are affected");
      expect(text).toContain(
        "36 shops are affected at the same time: in one network (100.64.0.0/24), blocked from our address 203.0.113.2, on nginx",
      );
      expect(text).toMatch(/Shop 0, Shop 1, Shop 2(,)? and Shop 3/);
      expect(text.match(/Known problem since/g)).toHaveLength(1);
    }
    const ownMail = all.find(({ text }) => text.includes(own[0]?.merchantId ?? "-"));
    for (const { merchantId, integrationId } of others.flat()) {
      expect(ownMail?.text).not.toContain(merchantId);
      expect(ownMail?.text).not.toContain(integrationId);
    }
  });

  test("gets one all clear, told as shared, once the last of its shops works again", async () => {
    const [own, ...others] = await makeMerchants(5, 4);
    if (!own) throw new Error("no shops");
    await fail([...own, ...others.flat()]);
    await watchFleet(platform);
    await collectAll();
    await deliverAll();
    await deleteMails();
    const dueIn = async (): Promise<number> => {
      const [waiting, ...more] = await inPlatform((tx) => tx.notificationDelivery.findMany({ where: { status: "waiting" } }));
      expect(more).toEqual([]);
      return ((waiting?.dueAt.getTime() ?? 0) - Date.now()) / 60_000;
    };
    // Its orders arrive through another address, but its incident lasts.
    await inPlatform((tx) => tx.lane.updateMany({ where: { integrationId: idsOf(own.slice(-1)) }, data: { state: "regular" } }));
    for (const shop of own.slice(0, -1)) {
      await recover([shop]);
      await collectAll();
      await watchFleet(platform);
    }
    expect(await dueIn()).toBeGreaterThan(8);
    await deliverAll();
    expect(await mails(), "one of its shops is still affected").toEqual([]);
    await recover(own.slice(-1));
    await collectAll();
    await watchFleet(platform);
    expect(await dueIn()).toBeLessThan(1.5);
    await deliverAll();
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("Known problem over: 4 of your shops are healthy again");
    expect(mail?.text).toMatch(/20 shops were affected at the same time, in one network .*Shop 0, Shop 1, Shop 2(,)? and Shop 3/s);
  });

  test("is still notified at once of an unrelated problem", async () => {
    const [own, ...others] = await makeMerchants(5, 4);
    if (!own?.[0]) throw new Error("no shops");
    await fail([...own, ...others.flat()]);
    await watchFleet(platform);
    await collectAll();
    await deliverAll();
    await deleteMails();
    const { merchantId } = own[0];
    const integrationId = randomUUID();
    await inPlatform(async (tx) => {
      await tx.integration.create({
        data: {
          merchantId,
          id: integrationId,
          name: "Elsewhere",
          shopSystem: "magento",
          baseUrl: "https://elsewhere.example",
          credentials: new Uint8Array(4),
        },
      });
      const params = { code: "failed", failure: "credentials_rejected", status: 401 };
      await tx.notification.create({ data: { merchantId, integrationId, lane: "orders_in", kind: "needs_you", params } });
    });
    await collectAll();
    await deliverAll();
    expect((await mails()).map(({ subject }) => subject)).toEqual(["Elsewhere: A shop needs action"]);
  });
});
