import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownScope } from "@/lib/identity/accounts/access";
import { createPageLookup, pageAt } from "@/lib/identity/accounts/page-lookup.mjs";
import { findSessionPerson } from "@/lib/identity/auth/data";
import { encodeSession } from "@/lib/identity/auth/token";
import { inPlatform } from "@/lib/infra/db";
import { required } from "@/lib/infra/env";
import { findIntegrationRow } from "@/lib/integrations/data";
import { findOrder } from "@/lib/orders/data";
import { makePerson } from "@/lib/testing/members";
import { makeTwoMerchants, type TwoMerchants } from "@/lib/testing/two-merchants";

type Page = NonNullable<ReturnType<typeof pageAt>>;

let lookup: ReturnType<typeof createPageLookup>;
let two: TwoMerchants;
beforeAll(async () => {
  lookup = createPageLookup({ databaseUrl: required("DATABASE_URL"), secret: required("NEXTAUTH_SECRET") });
  two = await makeTwoMerchants();
});
afterAll(() => lookup.close());

/** What the page itself decides (lib/identity/accounts/loaders.ts and those of the pages), for members. */
async function opensFor(sessionId: string, { kind, merchantId, id }: Page): Promise<boolean> {
  const person = await findSessionPerson(sessionId, new Date());
  const scope = person && ownScope(person, merchantId);
  if (!scope) return false;
  if (kind === "integration") return (await findIntegrationRow(scope, id ?? "")) !== null;
  if (kind === "order") return (await findOrder(scope, id ?? "")) !== null;
  return true;
}

/** Every page asked for most, of what these two have and of what nobody has. */
function allPages(): Page[] {
  const { merchantId, integrationId, orderId } = two.ids;
  const merchants = [merchantId, two.stranger.scope.merchantId, randomUUID()];
  return merchants.flatMap((merchant) =>
    [
      "",
      "/integrations",
      "/orders",
      ...[integrationId, orderId, randomUUID()].flatMap((id) => [`/integrations/${id}`, `/orders/${id}`]),
    ].map((rest) => {
      const page = pageAt(`/m/${merchant}${rest}?q=1`);
      if (!page) throw new Error(`no page at ${rest}`);
      return page;
    }),
  );
}

const sessionOf = (personId: string, past: { revokedAt?: Date; expiresAt?: Date } = {}) =>
  inPlatform((tx) => tx.session.create({ data: { personId, expiresAt: new Date(Date.now() + 60_000), ...past } }));

test("a page is said to be there exactly where it opens: by member, merchant, shop, order and session", async () => {
  const { personId } = two.owner.person;
  const minuteAgo = new Date(Date.now() - 60_000);
  const sessions = [
    two.owner.person.sessionId,
    two.stranger.person.sessionId,
    (await makePerson()).sessionId,
    (await sessionOf(personId, { revokedAt: minuteAgo })).id,
    (await sessionOf(personId, { expiresAt: minuteAgo })).id,
    randomUUID(),
  ];
  let opened = 0;
  for (const sessionId of sessions) {
    const token = await encodeSession(sessionId);
    for (const page of allPages()) {
      const opens = await opensFor(sessionId, page);
      expect(await lookup.isThere(page, token), `${JSON.stringify(page)} for ${sessions.indexOf(sessionId)}`).toBe(opens);
      opened += Number(opens);
    }
  }
  // Of the owner all five kinds; of the stranger the three that everybody has.
  expect(opened).toBe(8);
});

test("a session that has ended since is asked for anew, whatever its token said a moment ago", async () => {
  const session = await sessionOf(two.owner.person.personId);
  const token = await encodeSession(session.id);
  const page: Page = { kind: "overview", merchantId: two.ids.merchantId, id: null };
  expect(await lookup.isThere(page, token)).toBe(true);
  await inPlatform((tx) => tx.session.update({ where: { id: session.id }, data: { revokedAt: new Date() } }));
  expect(await lookup.isThere(page, token)).toBe(false);
});

test("staff, whose visits the page itself looks at, and tokens of somebody else are left to the page", async () => {
  const page: Page = { kind: "overview", merchantId: two.ids.merchantId, id: null };
  const staff = await makePerson(true);
  expect(await lookup.isThere(page, await encodeSession(staff.sessionId))).toBe(false);
  for (const token of [undefined, "", "x", `${await encodeSession(two.owner.person.sessionId)}x`])
    expect(await lookup.isThere(page, token)).toBe(false);
});

test.each([
  "/",
  "/sign-in",
  "/m/x",
  "/m/01930000-0000-7000-8000-000000000001/",
  "/m/01930000-0000-7000-8000-000000000001/settings",
  "/m/01930000-0000-7000-8000-000000000001/orders/import",
  "/m/01930000-0000-7000-8000-000000000001/integrations/connect",
  "/m/01930000-0000-7000-8000-000000000001/orders.csv",
  "//m/01930000-0000-7000-8000-000000000001",
])("%s is no page that can be said to be there before it is made", (address) => {
  expect(pageAt(address)).toBeNull();
});
