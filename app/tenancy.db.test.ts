import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { NextRequest } from "next/server";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as hostFile } from "@/app/(dashboard)/m/[merchantId]/files/[fileId]/route";
import { GET as exportIncidents } from "@/app/(dashboard)/m/[merchantId]/incidents/export/route";
import { GET as checkRequests } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/diagnosis/requests/route";
import { GET as evidence } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/evidence/route";
import { GET as exportHistory } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/history/export/route";
import { GET as exportOrders } from "@/app/(dashboard)/m/[merchantId]/orders/export/route";
import { GET as exportAudit } from "@/app/(dashboard)/m/[merchantId]/settings/audit/export/route";
import { GET as exportMerchant } from "@/app/(dashboard)/m/[merchantId]/settings/privacy/export/route";
import { GET as exportAllAudit } from "@/app/(support)/support/audit/export/route";
import { GET as exportBulkJob } from "@/app/(support)/support/fleet/jobs/[jobId]/export/route";
import { GET as events } from "@/app/api/events/route";
import { GET as find } from "@/app/api/find/route";
import { GET as orderNews } from "@/app/api/orders/news/route";
import { GET as consoleEvents } from "@/app/api/support/events/route";
import { ACTIONS, NOT_FOUND } from "@/app/tenancy-cases.fixture";
import * as checks from "@/lib/check/actions";
import { OPEN_STREAMS } from "@/lib/identity/quota/policy";
import { inPlatform } from "@/lib/infra/db";
import * as support from "@/lib/support/actions";
import * as sync from "@/lib/sync/actions";
import { asBrowser, wayOut } from "@/lib/testing/request";
import { everythingOf, makeAsker, makeTwoMerchants, OWNERS_MARK, type TwoMerchants } from "@/lib/testing/two-merchants";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("@/lib/testing/request")).nextIntl);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

const SIGNED_OUT = { ok: false, code: "signed_out" };

/** Every route handler with the test that covers it. Operations of the API are asked in turn by app/api/v1/callers.db.test.ts. */
const ROUTES: Record<string, string> = {
  "app/api/auth/[...nextauth]/route.ts": "names no merchant; the session comes from the cookie",
  "app/api/activity/route.ts": "names no merchant; the session comes from the cookie",
  "app/api/events/route.ts": "asked below with the owner's ids",
  "app/api/find/route.ts": "asked below with the owner's ids",
  "app/api/orders/news/route.ts": "asked below with the owner's ids",
  "app/api/maintenance/start/route.ts": "as the next one, with the token in a header",
  "app/api/maintenance/end/route.ts": "as the next one, with the token in a header",
  "app/api/maintenance/[token]/[change]/route.ts": "has no session: the token is the proof; held by its route.db.test.ts",
  "app/api/connect/magento/[token]/identity/route.ts":
    "the single-use token and the session are the proof; held by app/api/connect/magento/[token]/route.db.test.ts",
  "app/api/connect/magento/[token]/route.ts":
    "has no session: the single-use token is the proof; held by app/api/connect/magento/[token]/route.db.test.ts",
  "app/api/connect/shopify/route.ts":
    "the signature, the single-use state and the session are the proof; held by app/api/connect/shopify/route.db.test.ts",
  "app/api/connect/shopify/webhooks/route.ts":
    "has no session: the signature is the proof; held by app/api/connect/shopify/webhooks/route.db.test.ts",
  "app/api/connect/woocommerce/route.ts":
    "has no session: the single-use token of the approval is the proof; held by app/api/connect/woocommerce/route.db.test.ts",
  "app/api/webhooks/sendcloud/[integrationId]/route.ts":
    "has no session: the signature with the integration's own secret is the proof; held by its route.db.test.ts",
  "app/api/webhooks/shop/[integrationId]/route.ts":
    "has no session: the signature with the integration's own secret is the proof; held by its route.db.test.ts",
  "app/(dashboard)/m/[merchantId]/orders/export/route.ts": "asked below with the owner's ids",
  "app/(dashboard)/m/[merchantId]/incidents/export/route.ts": "asked below with the owner's ids",
  "app/(dashboard)/m/[merchantId]/integrations/[integrationId]/history/export/route.ts": "asked below with the owner's ids",
  "app/(dashboard)/m/[merchantId]/settings/audit/export/route.ts": "asked below with the owner's ids",
  "app/(support)/support/audit/export/route.ts": "asked below by an outsider",
  "app/(support)/support/fleet/jobs/[jobId]/export/route.ts": "asked below by an outsider",
  "app/(dashboard)/m/[merchantId]/integrations/[integrationId]/evidence/route.ts": "asked below with the owner's ids",
  "app/badge/[token]/route.ts": "public for anyone with the address; held by lib/integrations/badge/badge.db.test.ts",
  "app/r/route.ts": "shows one page to everybody: nothing is looked up",
  "app/r/[token]/closed/route.ts": "has no session: the token is the proof; held by app/r/[token]/routes.db.test.ts",
  "app/r/[token]/answer/route.ts": "has no session: the token is the proof; held by app/r/[token]/routes.db.test.ts",
  "app/r/[token]/files/[fileId]/route.ts": "has no session: the token is the proof; held by app/r/[token]/routes.db.test.ts",
  "app/(dashboard)/m/[merchantId]/integrations/[integrationId]/diagnosis/requests/route.ts": "asked below with the owner's ids",
  "app/(dashboard)/m/[merchantId]/files/[fileId]/route.ts": "asked below with the owner's ids",
  "app/r/[token]/report.pdf/route.ts": "has no session: the token is the proof; held by app/r/[token]/routes.db.test.ts",
  "app/r/[token]/state/route.ts": "has no session: the token is the proof; held by app/r/[token]/routes.db.test.ts",
  "app/r/[token]/test/route.ts": "has no session: the token is the proof; held by app/r/[token]/routes.db.test.ts",
  "app/api/support/events/route.ts": "asked below by an outsider",
  "app/api/support/mail/route.ts":
    "has no session: the mail server's secret and the signed address are the proof; held by its route.db.test.ts",
  "app/api/unsubscribe/[token]/route.ts": "has no session: the signed token is the proof; held by lib/notify/notifications.db.test.ts",
  "app/developers/client/[file]/route.ts": "public",
  "app/mcp/route.ts": "has no session: the token is the proof; held by app/mcp/mcp.db.test.ts",
  "app/healthz/route.ts": "shows nothing of a merchant",
  "app/readyz/route.ts": "shows nothing of a merchant",
  "app/status.atom/route.ts": "public",
  "app/account/export/route.ts": "names no merchant; the session comes from the cookie",
  "app/(dashboard)/m/[merchantId]/settings/privacy/export/route.ts": "asked below with the owner's ids",
  "app/.well-known/security.txt/route.ts": "public",
  "app/addresses.txt/route.ts": "public",
  "app/addresses.json/route.ts": "public",
  "app/addresses.schema.json/route.ts": "public",
  "app/addresses.atom/route.ts": "public",
};

const root = path.join(import.meta.dirname, "..");
const filesOf = (folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll(path.sep, "/")}`)
    .filter((file) => /\.tsx?$/.test(file));

let world: TwoMerchants;
beforeAll(async () => {
  world = await makeTwoMerchants();
});
beforeEach(() => asBrowser(null));

test("every server action is in lib, in a file that layers know by its name; every one and every route handler is listed in this test", async () => {
  const found: string[] = [];
  for (const file of [...filesOf("app"), ...filesOf("components"), ...filesOf("lib")]) {
    if (!/^\s*"use server";/m.test(fs.readFileSync(path.join(root, file), "utf8"))) continue;
    expect(file).toMatch(/^lib\/.*actions\.ts$/);
    const exported = (await import(path.join(root, file))) as Record<string, unknown>;
    for (const name of Object.keys(exported)) found.push(`${file.replace(/\.tsx?$/, "")} ${name}`);
  }
  expect(Object.keys(ACTIONS).sort()).toEqual(found.sort());
  expect(Object.keys(ROUTES).sort()).toEqual(
    filesOf("app")
      .filter((file) => file.endsWith("/route.ts") && !file.startsWith("app/api/v1/"))
      .sort(),
  );
});

/** The result of an action, or how it failed. */
const answerOf = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => wayOut(error) ?? Promise.reject(error));

/** Redirect target of an empty response: the page with the download, which checks access itself. */
async function redirectOf(answer: Response): Promise<unknown> {
  expect([answer.status, await answer.text(), answer.headers.get("content-disposition")]).toEqual([303, "", null]);
  return answer.headers.get("location");
}

async function expectNothingChanged(work: () => Promise<void>): Promise<void> {
  const before = await everythingOf(world);
  await work();
  expect(await everythingOf(world)).toEqual(before);
}

describe("a signed-in outsider", () => {
  // Each call gets a new session, since some calls end it.
  beforeEach(async () => {
    world = { ...world, outsider: await makeAsker("Outsider") };
    await asBrowser(world.outsider.person.sessionId);
  });

  for (const [name, entry] of Object.entries(ACTIONS)) {
    if ("merchant" in entry) {
      test(`${name} answers "not found" for another merchant and for another merchant's integration`, () =>
        expectNothingChanged(async () => {
          expect(await answerOf(entry.merchant(world.ids.merchantId, world.ids, world))).toEqual(NOT_FOUND);
          const inOwn = await answerOf(entry.merchant(world.outsider.scope.merchantId, world.ids, world));
          expect(inOwn).toEqual(entry.foreignInOwn ?? NOT_FOUND);
        }));
    } else if ("staff" in entry) {
      test(`${name} does not exist for users who are not staff`, () =>
        expectNothingChanged(async () => {
          expect(await answerOf(entry.staff(world.ids.merchantId, world.ids, world))).toBe("not_found");
          expect(await answerOf(entry.staff(world.outsider.scope.merchantId, world.ids, world))).toBe("not_found");
        }));
    } else if ("console" in entry) {
      test(`${name} answers "not found" to users who are not staff`, () =>
        expectNothingChanged(async () => {
          expect(await answerOf(entry.console(world.ids.merchantId, world.ids, world))).toEqual(NOT_FOUND);
        }));
    } else if ("person" in entry) {
      test(`${name} touches no other merchant`, () =>
        expectNothingChanged(async () => {
          await answerOf(entry.person(world.ids.merchantId, world.ids, world));
        }));
    }
  }

  test("searching in another merchant is answered with 404, and the own search finds nothing of others", async () => {
    const ask = (merchant: string): Promise<Response> =>
      find(new NextRequest(`http://mooring.test/api/find?${new URLSearchParams({ merchant, q: OWNERS_MARK })}`));
    expect((await ask(world.ids.merchantId)).status).toBe(404);
    expect(await (await ask(world.outsider.scope.merchantId)).json()).toEqual({ shops: [], orders: [] });
    await asBrowser(world.owner.person.sessionId);
    expect(await (await ask(world.ids.merchantId)).json()).toMatchObject({
      shops: [{ name: OWNERS_MARK }],
      orders: [{ number: OWNERS_MARK }],
    });
  });

  test("updates of orders are visible to their own merchant only", async () => {
    const ask = (merchant: string): Promise<Response> =>
      orderNews(new NextRequest(`http://mooring.test/api/orders/news?${new URLSearchParams({ merchant, shown: world.ids.orderId })}`));
    expect((await ask(world.ids.merchantId)).status).toBe(404);
    expect(await (await ask(world.outsider.scope.merchantId)).json()).toMatchObject({ rows: [], fresh: 0 });
    await asBrowser(world.owner.person.sessionId);
    expect(await (await ask(world.ids.merchantId)).json()).toMatchObject({ rows: [{ number: OWNERS_MARK }], fresh: 0 });
  });

  test("the evidence pack of another merchant's shop is refused, under the owner's merchant and the own", async () => {
    const { merchantId, integrationId } = world.ids;
    for (const merchant of [merchantId, world.outsider.scope.merchantId]) {
      const request = new NextRequest(`http://mooring.test/m/${merchant}/integrations/${integrationId}/evidence`);
      const foreign = await evidence(request, { params: Promise.resolve({ merchantId: merchant, integrationId }) });
      expect(await redirectOf(foreign)).toBe(`/m/${merchant}/integrations/${integrationId}`);
    }
  });

  test("the requests of another merchant's check are not found, under the owner's merchant and the own", async () => {
    const { merchantId, integrationId, checkId } = world.ids;
    const ask = (merchant: string): Promise<Response> =>
      checkRequests(
        new NextRequest(`http://mooring.test/m/${merchant}/integrations/${integrationId}/diagnosis/requests?check=${checkId}`),
        {
          params: Promise.resolve({ merchantId: merchant, integrationId }),
        },
      );
    for (const merchant of [merchantId, world.outsider.scope.merchantId]) expect((await ask(merchant)).status).toBe(404);
    await asBrowser(world.owner.person.sessionId);
    expect((await ask(merchantId)).status).toBe(200);
  });

  test("a host's file on another merchant's report is not found, under the owner's merchant and the own", async () => {
    const { merchantId, attachmentId: fileId } = world.ids;
    const ask = (merchant: string) =>
      hostFile(new NextRequest(`http://mooring.test/m/${merchant}/files/${fileId}`), {
        params: Promise.resolve({ merchantId: merchant, fileId }),
      });
    for (const merchant of [merchantId, world.outsider.scope.merchantId]) expect((await ask(merchant)).status).toBe(404);
    await asBrowser(world.owner.person.sessionId);
    const own = await ask(merchantId);
    expect([own.headers.get("content-disposition"), await own.text()]).toEqual([
      `attachment; filename="error.log"; filename*=UTF-8''error.log`,
      OWNERS_MARK,
    ]);
  });

  test("the event stream of another merchant is answered with 404 and no content", async () => {
    const ask = (merchant: string): Promise<Response> => events(new NextRequest(`http://mooring.test/api/events?merchant=${merchant}`));
    const foreign = await ask(world.ids.merchantId);
    expect([foreign.status, await foreign.text()]).toEqual([404, ""]);
  });

  test("open event streams are limited per user, and one that ends frees its place", async () => {
    const { merchantId } = world.outsider.scope;
    const ask = (): Promise<Response> => events(new NextRequest(`http://mooring.test/api/events?merchant=${merchantId}&since=0`));
    const held = await Promise.all(Array.from({ length: OPEN_STREAMS }, ask));
    expect(held.map(({ status }) => status)).toEqual(held.map(() => 200));
    expect((await ask()).status).toBe(429);
    await held[0]?.body?.cancel();
    const next = await ask();
    expect(next.status).toBe(200);
    await Promise.all([next, ...held.slice(1)].map(({ body }) => body?.cancel()));
  });
});

test("orders are exported for their own merchant only, also when filtered by another merchant's shop", async () => {
  const { outsider, ids } = await makeTwoMerchants();
  await asBrowser(outsider.person.sessionId);
  const ask = async (merchantId: string, query = ""): Promise<unknown> => {
    const request = new NextRequest(`http://mooring.test/m/${merchantId}/orders/export${query}`);
    return redirectOf(await exportOrders(request, { params: Promise.resolve({ merchantId }) }));
  };
  expect(await ask(ids.merchantId)).toBe(`/m/${ids.merchantId}/orders`);
  const ofTheirs = `?shop=${ids.integrationId}`;
  expect(await ask(outsider.scope.merchantId, ofTheirs)).toBe(`/m/${outsider.scope.merchantId}/orders${ofTheirs}`);
});

test("incidents and history are exported for their own merchant only", async () => {
  const { owner, outsider, ids } = await makeTwoMerchants();
  await asBrowser(owner.person.sessionId);
  const activity = async (range = "", format = "format=raw&") => {
    const { merchantId, integrationId } = ids;
    const address = `http://mooring.test/m/${merchantId}/integrations/${integrationId}/history/export?${format}of=activity${range}`;
    const answer = await exportHistory(new NextRequest(address), { params: Promise.resolve({ merchantId, integrationId }) });
    return (await answer.text()).trim().split("\r\n");
  };
  const today = new Date().toISOString().slice(0, 10);
  expect((await activity()).join("\n")).toMatch(/effect_changed,orders_in,orders_in none,orders_in delayed/);
  const forPeople = await activity("", "");
  expect(forPeople[0], "in words, with the zone").toContain("Time (UTC),Kind of actor,Who,Event");
  expect(forPeople.join("\n")).toMatch(/State changed,Order import,Order import works again,Order import throttled/);
  expect(await activity("&to=2020-01-01"), "the columns alone").toHaveLength(1);
  expect(await activity(`&from=2020-01-01&to=${today}`)).toEqual(await activity());
  await asBrowser(outsider.person.sessionId);
  const ask = async (merchantId: string) => {
    const params = Promise.resolve({ merchantId, integrationId: ids.integrationId });
    const at = `http://mooring.test/m/${merchantId}`;
    return [
      await exportHistory(new NextRequest(`${at}/integrations/${ids.integrationId}/history/export`), { params }),
      await exportHistory(new NextRequest(`${at}/integrations/${ids.integrationId}/history/export?of=activity`), { params }),
      await exportIncidents(new NextRequest(`${at}/incidents/export?shop=${ids.integrationId}`), { params }),
    ] as const;
  };
  for (const answer of await ask(ids.merchantId)) expect(answer.headers.get("content-type") ?? "").not.toContain("csv");
  const [history, log, incidents] = await ask(outsider.scope.merchantId);
  for (const answer of [history, log]) expect(answer.headers.get("content-type") ?? "").not.toContain("csv");
  expect((await incidents.text()).trim().split("\r\n"), "the columns alone").toHaveLength(1);
});

test("a merchant's complete data is exported for that merchant only", async () => {
  const { outsider, ids } = await makeTwoMerchants();
  await asBrowser(outsider.person.sessionId);
  const request = new NextRequest(`http://mooring.test/m/${ids.merchantId}/settings/privacy/export`);
  const answer = await exportMerchant(request, { params: Promise.resolve({ merchantId: ids.merchantId }) });
  expect(await redirectOf(answer)).toBe(`/m/${ids.merchantId}/settings/privacy`);
});

test("an audit log is exported for its own merchant only, and that of all merchants for none", async () => {
  const { outsider, ids } = await makeTwoMerchants();
  await asBrowser(outsider.person.sessionId);
  const ask = (merchantId: string): Promise<Response> =>
    exportAudit(new NextRequest(`http://mooring.test/m/${merchantId}/settings/audit/export`), { params: Promise.resolve({ merchantId }) });
  expect(await redirectOf(await ask(ids.merchantId))).toBe(`/m/${ids.merchantId}/settings/audit`);
  const own = await ask(outsider.scope.merchantId);
  expect([own.status, await own.text()]).toEqual([200, expect.not.stringContaining(OWNERS_MARK)]);
  const all = await exportAllAudit(new NextRequest("http://mooring.test/support/audit/export"));
  expect(await redirectOf(all)).toBe("/support/audit");
  const job = `/support/fleet/jobs/${randomUUID()}`;
  const results = await exportBulkJob(new NextRequest(`http://mooring.test${job}/export`), {
    params: Promise.resolve({ jobId: job.slice(-36) }),
  });
  expect(await redirectOf(results)).toBe(job);
  const stream = await consoleEvents(new NextRequest("http://mooring.test/api/support/events"));
  expect([stream.status, await stream.text()]).toEqual([404, ""]);
});

test("what staff export of all merchants is logged, with who and which", async () => {
  const { outsider } = await makeTwoMerchants();
  const { personId, sessionId } = outsider.person;
  await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole: "lead" } }));
  await asBrowser(sessionId);
  const { id: jobId } = await inPlatform((tx) =>
    tx.bulkJob.create({ data: { kind: "check", filter: {}, reason: "test", perMinute: 1, total: 0, orderedBy: {} } }),
  );
  await exportAllAudit(new NextRequest("http://mooring.test/support/audit/export?action=bulk_started"));
  await exportBulkJob(new NextRequest(`http://mooring.test/support/fleet/jobs/${jobId}/export`), { params: Promise.resolve({ jobId }) });
  const action = { in: ["log_exported", "bulk_exported"] };
  const logged = await inPlatform((tx) => tx.platformEvent.findMany({ where: { action }, orderBy: { at: "asc" } }));
  expect(logged).toMatchObject([
    { action: "log_exported", actor: { personId }, details: { filter: "?action=bulk_started" } },
    { action: "bulk_exported", actor: { personId }, details: { jobId } },
  ]);
});

describe("without a session", () => {
  test("a download redirects to its page with the filter kept, which leads to sign-in; nothing is saved", async () => {
    const { merchantId, integrationId } = world.ids;
    const at = (address: string): NextRequest => new NextRequest(`http://mooring.test${address}`);
    const params = Promise.resolve({ merchantId, integrationId });
    const orders = `/m/${merchantId}/orders`;
    expect(await redirectOf(await exportOrders(at(`${orders}/export?q=a%20b&from=2026-11-01`), { params }))).toBe(
      `${orders}?q=a%20b&from=2026-11-01`,
    );
    const log = `/m/${merchantId}/settings/audit`;
    expect(await redirectOf(await exportAudit(at(`${log}/export?action=x`), { params }))).toBe(`${log}?action=x`);
    const shop = `/m/${merchantId}/integrations/${integrationId}`;
    expect(await redirectOf(await evidence(at(`${shop}/evidence`), { params }))).toBe(shop);
    const platformLog = "/support/audit";
    expect(await redirectOf(await exportAllAudit(at(`${platformLog}/export?merchant=${merchantId}`)))).toBe(
      `${platformLog}?merchant=${merchantId}`,
    );
  });

  test("no link has a download attribute, which would save the sign-in page as the file", () => {
    const saving = [...filesOf("app"), ...filesOf("components")].filter((file) =>
      /<(a|Link|TextLink|LinkButton|FileLink)\b[^>]*\bdownload\b/.test(fs.readFileSync(path.join(root, file), "utf8")),
    );
    expect(saving).toEqual([]);
  });

  for (const [name, entry] of Object.entries(ACTIONS)) {
    if ("merchant" in entry)
      test(`${name} answers "signed out"`, () =>
        expectNothingChanged(async () => {
          expect(await answerOf(entry.merchant(world.ids.merchantId, world.ids, world))).toEqual(SIGNED_OUT);
        }));
    if ("console" in entry)
      test(`${name} answers "signed out"`, async () => {
        expect(await answerOf(entry.console(world.ids.merchantId, world.ids, world))).toEqual(SIGNED_OUT);
      });
    if ("staff" in entry)
      test(`${name} redirects to the sign-in page`, async () => {
        expect(await answerOf(entry.staff(world.ids.merchantId, world.ids, world))).toBe("redirect:/sign-in");
      });
  }
});

describe("from a page of another site, with the owner's own cookie", () => {
  for (const [name, entry] of Object.entries(ACTIONS)) {
    if ("apart" in entry) continue;
    test(`${name} does nothing`, () =>
      expectNothingChanged(async () => {
        await asBrowser(world.owner.person.sessionId, "http://elsewhere.test");
        const call =
          "merchant" in entry ? entry.merchant : "staff" in entry ? entry.staff : "console" in entry ? entry.console : entry.person;
        const answer = await answerOf(call(world.ids.merchantId, world.ids, world));
        if ("merchant" in entry || "console" in entry) expect(answer).toEqual({ ok: false, code: "foreign_origin" });
      }));
  }
});

describe("support staff", () => {
  async function signInStaff(): Promise<string> {
    const { id } = await inPlatform(async (tx) => {
      const person = await tx.person.create({
        data: { email: `staff-${randomUUID()}@example.com`, name: "Ana", passwordHash: "none", staffRole: "operator" },
      });
      return tx.session.create({ data: { personId: person.id, expiresAt: new Date(Date.now() + 3_600_000) } });
    });
    await asBrowser(id);
    return id;
  }
  const open = async (reason: string): Promise<unknown> => {
    const form = new FormData();
    form.set("reason", reason);
    return answerOf(support.openMerchant(world.ids.merchantId, form));
  };
  const checkNow = () => checks.checkIntegration(world.ids.merchantId, { integrationId: world.ids.integrationId });
  const openings = () =>
    inPlatform((tx) => tx.auditEvent.count({ where: { merchantId: world.ids.merchantId, action: "merchant_opened" } }));

  test("can access a merchant only after opening it, which is audited", async () => {
    await signInStaff();
    const before = await openings();
    expect(await checkNow()).toEqual(NOT_FOUND);
    expect(await open("")).toBe(`redirect:/m/${world.ids.merchantId}`);
    expect(await openings()).toBe(before + 1);
  });

  test("can view without a reason, and act with one, which is recorded with their name", async () => {
    await signInStaff();
    await open("");
    expect(await checkNow()).toEqual({ ok: false, code: "read_only" });
    await open("Ticket 12");
    expect(await checkNow()).toMatchObject({ ok: true });
    const check = await inPlatform((tx) =>
      tx.reachabilityCheck.findFirstOrThrow({ where: { merchantId: world.ids.merchantId }, orderBy: { requestedAt: "desc" } }),
    );
    expect(check.requestedBy).toMatchObject({ kind: "staff", name: "Ana", reason: "Ticket 12" });
  });

  test("can look an order up without a reason, and import what the merchant left out only with one", async () => {
    await signInStaff();
    await open("");
    const { merchantId, integrationId } = world.ids;
    const lookUp = (importsOlder: boolean) => sync.lookUpOrderAction(merchantId, { text: "1001", integrationId, importsOlder });
    expect(await lookUp(true)).toEqual({ ok: false, code: "read_only" });
    expect(await lookUp(false)).toMatchObject({ ok: true });
  });

  test("cannot use a visit granted to another session", async () => {
    await signInStaff();
    await open("Ticket 12");
    await signInStaff();
    expect(await checkNow()).toEqual(NOT_FOUND);
  });

  test("can no longer act once the right to act has expired or was ended, but can view until the visit ends", async () => {
    const session = await signInStaff();
    const { merchantId, integrationId } = world.ids;
    const pause = () => sync.pauseIntegration(merchantId, { integrationId });
    await open("Ticket 12");
    expect(await pause()).toEqual({ ok: true, value: true });
    await inPlatform((tx) => tx.supportVisit.updateMany({ where: { sessionId: session }, data: { actsUntil: new Date(Date.now() - 1) } }));
    await asBrowser(session);
    expect(await pause()).toEqual({ ok: false, code: "read_only" });

    await open("Ticket 13");
    await asBrowser(session);
    expect(await pause()).toEqual({ ok: true, value: true });
    await answerOf(support.endActing(merchantId));
    await asBrowser(session);
    expect(await pause()).toEqual({ ok: false, code: "read_only" });

    await inPlatform((tx) => tx.supportVisit.updateMany({ where: { sessionId: session }, data: { endsAt: new Date(Date.now() - 1) } }));
    await asBrowser(session);
    expect(await pause()).toEqual(NOT_FOUND);
    const audited = await inPlatform((tx) =>
      tx.auditEvent.findMany({ where: { merchantId, action: { startsWith: "support_act" } }, orderBy: { at: "asc" } }),
    );
    expect(audited.map(({ action, details }) => [action, details]).slice(-3)).toEqual([
      ["support_act_started", { reason: "Ticket 12", minutes: 30 }],
      ["support_act_started", { reason: "Ticket 13", minutes: 30 }],
      ["support_act_ended", {}],
    ]);
  });

  test("are redirected only to pages of that merchant", async () => {
    await signInStaff();
    const { merchantId, orderId } = world.ids;
    const openTo = (to: string) => {
      const form = new FormData();
      form.set("to", to);
      return answerOf(support.openMerchant(merchantId, form));
    };
    expect(await openTo(`/m/${merchantId}/orders/${orderId}`)).toBe(`redirect:/m/${merchantId}/orders/${orderId}`);
    for (const elsewhere of [
      "https://elsewhere.test",
      "//elsewhere.test",
      `/m/${orderId}`,
      `/m/${merchantId}/../../x`,
      `/m/${merchantId}?x=1`,
    ])
      expect(await openTo(elsewhere), elsewhere).toBe(`redirect:/m/${merchantId}`);
  });

  test("lose access when they leave a merchant", async () => {
    await signInStaff();
    await open("Ticket 12");
    expect(await answerOf(support.leaveMerchant(world.ids.merchantId))).toBe("redirect:/support");
    expect(await checkNow()).toEqual(NOT_FOUND);
  });
});

test("an owner's own action succeeds, so the refusals above are not trivial", async () => {
  const own = await makeTwoMerchants();
  await asBrowser(own.owner.person.sessionId);
  const { merchantId, integrationId } = own.ids;
  expect(await sync.pauseIntegration(merchantId, { integrationId })).toEqual({ ok: true, value: true });
});
