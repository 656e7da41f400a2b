import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { jobPlatformScope, staffScope } from "@/lib/identity/accounts/access";
import { inPlatform } from "@/lib/infra/db";
import { findIntegrationRow } from "@/lib/integrations/data";
import { listFleetIncidents } from "@/lib/operations/fleet/data";
import { mailFleetReports } from "@/lib/operations/fleet/mail-fleet-reports";
import { askHostOfIncident } from "@/lib/operations/fleet/mutations";
import { connectShop } from "@/lib/testing/connect-shop";

// The environment is read once, on first import.
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  process.env["SUPPORT_MAIL"] = "support@mooring.test";
});

const job = jobPlatformScope("test");
const NETWORK = "192.0.2.0/24";
const HOST = "noc@hosting.example";

async function makeIncident(traits: object): Promise<string> {
  const { id } = await inPlatform((tx) =>
    tx.fleetIncident.create({ data: { startedAt: new Date(), traits, cause: "ip_blocked", mostShops: 41, mostMerchants: 9 } }),
  );
  return id;
}

test("staff ask the host once for all shops, by a mail that names none of them, and merchants then read that it was asked", async () => {
  const staff = staffScope({ personId: randomUUID(), name: "Ana", email: "", isStaff: true, sourceAddress: "192.0.2.9" });
  if (!staff) throw new Error("no scope");
  const { scope, integrationId } = await connectShop({ baseUrl: "https://bloemen.example" });
  const { merchantId } = scope;
  const incidentId = await makeIncident({ network: NETWORK });
  await inPlatform(async (tx) => {
    await tx.fleetIncidentShop.create({ data: { merchantId, integrationId, incidentId } });
    const fact = { merchantId, integrationId, shopSystem: "woocommerce", network: NETWORK, cause: "ip_blocked" };
    await tx.fleetFact.create({ data: { ...fact, since: new Date(), checkedAt: new Date() } });
  });
  const isAsked = async () => (await findIntegrationRow(scope, integrationId))?.shared?.isAsked;
  const ask = { incidentId, mailTo: HOST, locale: "de" as const };
  expect(await askHostOfIncident(staff, ask)).toEqual({ ok: true, value: true });
  expect(await isAsked(), "not before the mail was sent").toBe(false);
  expect(await mailFleetReports(job)).toBe(1);
  expect(await isAsked()).toBe(true);
  const [mail, ...more] = await inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: HOST } }));
  expect(more).toEqual([]);
  expect(mail?.subject).toContain("41 Shops in Ihrem Netz 192.0.2.0/24");
  expect(mail?.headers).toMatchObject({ "Reply-To": "support@mooring.test" });
  for (const secret of ["bloemen", "Bloemen", integrationId, merchantId]) expect(mail?.html).not.toContain(secret);
  expect(await askHostOfIncident(staff, ask), "one report").toEqual({ ok: false, reason: "not_found" });
  expect((await listFleetIncidents(job)).find(({ id }) => id === incidentId)).toMatchObject({ askedTo: HOST, askedAt: expect.any(Date) });
  expect(await mailFleetReports(job)).toBe(0);
});

test("a host is asked only about an incident of one network", async () => {
  const staff = staffScope({ personId: randomUUID(), name: "Ana", email: "", isStaff: true, sourceAddress: "192.0.2.9" });
  const incidentId = await makeIncident({ server: "nginx" });
  if (staff) expect(await askHostOfIncident(staff, { incidentId, mailTo: HOST, locale: "en" })).toEqual({ ok: false, reason: "not_found" });
});

test("a shop of the network that fails for a reason of its own is not told that it is the host", async () => {
  const incidentId = await makeIncident({ network: NETWORK });
  const sharedOf = async (cause: string) => {
    const { scope, integrationId } = await connectShop({ baseUrl: `https://${cause.replace("_", "-")}.example` });
    const own = { merchantId: scope.merchantId, integrationId };
    const fact = { ...own, shopSystem: "woocommerce", network: NETWORK, cause, since: new Date(), checkedAt: new Date() };
    await inPlatform(async (tx) => {
      await tx.fleetIncidentShop.create({ data: { ...own, incidentId } });
      await tx.fleetFact.create({ data: fact });
    });
    return (await findIntegrationRow(scope, integrationId))?.shared ?? null;
  };
  expect(await sharedOf("ip_blocked")).toMatchObject({ shops: 41 });
  expect(await sharedOf("credentials_rejected")).toBeNull();
});
