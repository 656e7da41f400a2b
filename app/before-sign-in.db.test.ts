import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { NextRequest } from "next/server";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ACTIONS } from "@/app/tenancy-cases.fixture";
import * as invitation from "@/lib/identity/accounts/invitation-actions";
import * as auth from "@/lib/identity/auth/actions";
import * as links from "@/lib/identity/auth/actions";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { authOptions } from "@/lib/identity/auth/options";
import { askForAnyPasskey } from "@/lib/identity/auth/passkeys";
import { inPlatform } from "@/lib/infra/db";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { stopMails } from "@/lib/notify/unsubscribe-actions";
import * as freezing from "@/lib/operations/freeze/actions";
import { makeAuthenticator } from "@/lib/testing/authenticator";
import { asBrowser, wayOut } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.mock("next-intl/server", async () => (await import("@/lib/testing/request")).nextIntl);
vi.mock("next/cache", async () => (await import("@/lib/testing/request")).nextCache);

vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
});

const root = path.join(import.meta.dirname, "..");
const token = (): string => randomBytes(32).toString("base64url");
const formOf = (fields: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};
const email = (): string => `made-up-${randomUUID()}@example.com`;

/** `counter`: prefix of the counters in PostgreSQL that bound what outsiders write. Without one, they write nothing. */
interface Bound {
  call: () => Promise<unknown>;
  counter?: string;
}

async function answerPasskey(): Promise<unknown> {
  const { challengeId, options } = await askForAnyPasskey(new Date());
  const site = { rpID: "mooring.test", origin: "http://mooring.test", challenge: options.challenge };
  return auth.finishPasskeySignIn({ challengeId, response: makeAuthenticator().answer(site) }, null);
}

const password = "correct horse battery 7";

/** Every server action that runs without a session. */
const BEFORE_SIGN_IN: Record<string, Bound | Bound[]> = {
  "lib/identity/auth/actions signIn": [
    { counter: "client_", call: () => auth.signIn(NEW_FORM, formOf({ email: email(), password: "wrong" })) },
    { counter: "mail_client_confirm_browser", call: () => auth.signIn(NEW_FORM, formOf({ email: email(), intent: "confirm_browser" })) },
  ],
  "lib/identity/auth/actions beginPasskeySignIn": { call: () => auth.beginPasskeySignIn() },
  "lib/identity/auth/actions finishPasskeySignIn": { counter: "passkey", call: answerPasskey },
  "lib/identity/auth/actions confirmThisBrowser": { call: () => auth.confirmThisBrowser(token()) },
  "lib/identity/auth/actions signInWithCode": { call: () => auth.signInWithCode(NEW_FORM, formOf({ code: "123456" })) },
  "lib/identity/auth/actions signOutOfEverything": { call: () => auth.signOutOfEverything() },
  "lib/identity/auth/actions confirmThisEmail": { call: () => links.confirmThisEmail(token()) },
  "lib/identity/auth/actions requestReset": {
    counter: "mail_client_password_reset",
    call: () => links.requestReset(NEW_FORM, formOf({ email: email() })),
  },
  "lib/identity/auth/actions requestSignUp": {
    counter: "mail_client_sign_up",
    call: () => links.requestSignUp(NEW_FORM, formOf({ email: email() })),
  },
  "lib/identity/auth/actions createAccount": {
    call: () => links.createAccount(token(), NEW_FORM, formOf({ name: "Eve", merchant: "Shop", password, timeZone: "UTC" })),
  },
  "lib/identity/auth/actions chooseNewPassword": { call: () => links.chooseNewPassword(token(), NEW_FORM, formOf({ password })) },
  "lib/identity/accounts/invitation-actions acceptHere": { call: () => invitation.acceptHere(token()) },
  "lib/identity/accounts/invitation-actions acceptAsNew": {
    call: () => invitation.acceptAsNew(token(), NEW_FORM, formOf({ name: "Eve", password })),
  },
  "lib/operations/freeze/actions freezeThisChange": { call: () => freezing.freezeThisChange(token()) },
  "lib/operations/freeze/actions endThisFreeze": { call: () => freezing.endThisFreeze(token()) },
  "lib/notify/unsubscribe-actions stopMails": { call: () => stopMails(token()) },
};

/** Without Next, only the part of next-auth that writes can be called. */
async function authorize(): Promise<unknown> {
  const { options } = authOptions(null).providers[0] as unknown as { options: { authorize: (typed: object) => Promise<unknown> } };
  return options.authorize({ email: email(), password: "wrong" });
}

/** Routes that write without a session. All others write nothing without a session, token or signature. */
const ROUTES: Record<string, Bound> = {
  "app/api/auth/[...nextauth]/route.ts": { counter: "client_", call: authorize },
};

/** Digest of every table's rows, except the counters. */
async function everything(): Promise<Record<string, string>> {
  return inPlatform(async (tx) => {
    const tables = await tx.$queryRaw<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and has_table_privilege(format('%I.%I', table_schema, table_name), 'select')`;
    const digests: Record<string, string> = {};
    for (const { name } of tables) {
      if (name === "sign_in_attempt") continue;
      const [row] = await tx.$queryRawUnsafe<{ digest: string | null }[]>(
        `select md5(string_agg(row::text, '|' order by row::text)) as digest from "${name}" row`,
      );
      digests[name] = row?.digest ?? "";
    }
    return digests;
  });
}

const counted = (counter: string): Promise<number> =>
  inPlatform((tx) => tx.$executeRaw`update sign_in_attempt set points = 1000000 where starts_with(key, ${counter})`);

async function attempt({ call }: Pick<Bound, "call">): Promise<void> {
  await asBrowser(null);
  await call().catch((error: unknown) => wayOut(error) ?? Promise.reject(error));
}

/** Without a counter nothing is written. With one, something is until the counter is spent, and nothing from then on. */
async function expectBounded({ call, counter }: Bound): Promise<void> {
  const before = await everything();
  await attempt({ call });
  if (counter === undefined) return expect(await everything()).toEqual(before);
  expect(await everything(), "a row, which the counter bounds").not.toEqual(before);
  expect(await counted(counter)).toBeGreaterThan(0);
  await attempt({ call });
  const spent = await everything();
  await attempt({ call });
  expect(await everything(), "with the counter spent").toEqual(spent);
  await inPlatform((tx) => tx.$executeRaw`delete from sign_in_attempt`);
}

const routes = fs
  .readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
  .map((file) => `app/${file.replaceAll(path.sep, "/")}`)
  .filter((file) => file.endsWith("/route.ts"));

beforeEach(() => asBrowser(null));
afterAll(closeQueue);

test("every server action that runs without a session is listed here", () => {
  const apart = Object.entries(ACTIONS).filter(([, entry]) => "apart" in entry);
  // Their merchantAction asks for the session (app/tenancy.db.test.ts).
  const ofViews = apart.map(([name]) => name).filter((name) => name.startsWith("lib/orders/views/"));
  expect(Object.keys(BEFORE_SIGN_IN).sort()).toEqual(
    apart
      .map(([name]) => name)
      .filter((name) => !ofViews.includes(name))
      .sort(),
  );
});

describe("without a session", () => {
  for (const [name, bounds] of Object.entries(BEFORE_SIGN_IN))
    for (const bound of [bounds].flat())
      test(`${name} writes ${bound.counter ? `only until the limit "${bound.counter}"` : "nothing"}`, () => expectBounded(bound));

  test("all other server actions write nothing", async () => {
    const before = await everything();
    const ids = new Proxy({}, { get: () => randomUUID() }) as never;
    const world = { ids, owner: { person: { sessionId: randomUUID() } }, outsider: { person: { sessionId: randomUUID() } } } as never;
    for (const entry of Object.values(ACTIONS)) {
      if ("apart" in entry) continue;
      const call =
        "merchant" in entry ? entry.merchant : "staff" in entry ? entry.staff : "console" in entry ? entry.console : entry.person;
      await attempt({ call: () => call(randomUUID(), ids, world) });
    }
    expect(await everything()).toEqual(before);
  });

  test("every listed route exists", () => {
    for (const file of Object.keys(ROUTES)) expect(routes).toContain(file);
  });

  for (const file of routes) {
    const listed = ROUTES[file];
    test(`${file} writes ${listed ? `only until the limit "${listed.counter}"` : "nothing"}`, async () => {
      if (listed) return expectBounded(listed);
      const handlers = (await import(path.join(root, file))) as Record<string, unknown>;
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        const handler = handlers[method];
        if (typeof handler === "function") await expectBounded({ call: () => answerOutsider(file, method, handler as Handler) });
      }
    });
  }
});

type Handler = (request: NextRequest, context: { params: Promise<Record<string, unknown>> }) => Promise<Response>;

/** Calls a route as an outsider, with made-up ids and tokens. */
async function answerOutsider(file: string, method: string, handler: Handler): Promise<void> {
  const params: Record<string, string | string[]> = {};
  for (const [, rest, name = ""] of file.matchAll(/\[+(\.\.\.)?(\w+)\]+/g)) {
    const made = name.endsWith("Id") ? randomUUID() : token();
    params[name] = rest ? [made] : made;
  }
  const address = `http://mooring.test/${file.replace(/^app\/|\/route\.ts$/g, "")}`;
  const headers = { host: "mooring.test", origin: "http://mooring.test" };
  const request = new NextRequest(address, { method, headers, ...(method === "GET" ? {} : { body: "{}" }) });
  const response = await handler(request, { params: Promise.resolve(params) });
  await response.body?.cancel();
}
