import { verify } from "@node-rs/argon2";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as reportActivity } from "@/app/api/activity/route";
import { jobPlatformScope, ownScope } from "@/lib/identity/accounts/access";
import { signIn, signOut, signOutOfEverything } from "@/lib/identity/auth/actions";
import { findSessionPerson, noteSessionUsed } from "@/lib/identity/auth/data";
import { NEW_FORM } from "@/lib/identity/auth/form-state";
import { knownSecret } from "@/lib/identity/auth/known-browsers";
import { confirmBrowser, requestLink, revokeOtherSessions, startSession } from "@/lib/identity/auth/mutations";
import { hashPassword } from "@/lib/identity/auth/password";
import { currentPerson } from "@/lib/identity/auth/session";
import { ACCOUNT_FAILURES, CLIENT_FAILURES, KNOWN_FAILURES, SITE_FAILURES } from "@/lib/identity/auth/sign-in-limits";
import { decodeSession, encodeSession, sessionCookieName } from "@/lib/identity/auth/token";
import { inPlatform } from "@/lib/infra/db";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { asBrowser, nextHeaders, wayOut } from "@/lib/testing/request";

// A spy: passwords are still compared.
vi.mock(import("@node-rs/argon2"), async (original) => {
  const argon2 = await original();
  return { ...argon2, verify: vi.fn(argon2.verify) };
});
vi.hoisted(() => {
  process.env["MAIL_CAPTURE"] = "true";
  for (const name of ["DEMO_PUBLIC", "DEMO_PUBLIC_CONFIRMED", "DEMO_FOLDER"]) process.env[name] = "true";
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
});
vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);

const HOUR = 3600;
const DAY = 24 * HOUR;
const PASSWORD = "correct horse battery";
let passwordHash: string;
let counter = 0;

/** A person without sign-in attempts. */
async function makePerson(): Promise<{ email: string; personId: string }> {
  counter += 1;
  const email = `person-${counter}@example.com`;
  const { id } = await inPlatform((tx) => tx.person.create({ data: { email, name: "Person", passwordHash } }));
  return { email, personId: id };
}

const from = (address: string) => ({ address, userAgent: "Test", locale: null });
const tryAs = (email: string, password: string, address = "192.0.2.1", secret: string | null = null) =>
  startSession({ email, password }, { ...from(address), secret }, new Date());
const sessionsOf = (personId: string) => inPlatform((tx) => tx.session.findMany({ where: { personId } }));

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});
beforeEach(() => asBrowser(null));

describe("signing in", () => {
  test("starts a session for the right password", async () => {
    const { email, personId } = await makePerson();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    expect(await findSessionPerson(started.value.sessionId, new Date())).toMatchObject({ personId, email, isStaff: false });
  });

  test("grants exactly the user's current merchants, ordered by name", async () => {
    const { email, personId } = await makePerson();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    const name = (part: string) => `${part} of ${email}`;
    const [b, a, foreign] = await inPlatform((tx) =>
      Promise.all([name("B"), name("A"), name("C")].map((merchant) => tx.merchant.create({ data: { name: merchant } }))),
    );
    if (!a || !b || !foreign) throw new Error("no merchants");
    await inPlatform((tx) => tx.membership.create({ data: { merchantId: b.id, personId, role: "owner" } }));
    await inPlatform((tx) => tx.membership.create({ data: { merchantId: a.id, personId, role: "member" } }));
    const read = async () => {
      const person = await findSessionPerson(started.value.sessionId, new Date());
      if (!person) throw new Error("signed out");
      return { person, scopes: [a, b, foreign].map(({ id }) => ownScope(person, id)) };
    };
    const before = await read();
    expect(before.person.memberships.map(({ merchantId }) => merchantId)).toEqual([a.id, b.id]);
    expect(before.scopes).toMatchObject([{ merchantId: a.id, role: "member" }, { merchantId: b.id, role: "owner" }, null]);
    await inPlatform((tx) => tx.membership.deleteMany({ where: { merchantId: b.id, personId } }));
    expect((await read()).scopes).toMatchObject([{ merchantId: a.id }, null, null]);
  });

  test("refuses a wrong password and an unknown address alike", async () => {
    const { email, personId } = await makePerson();
    expect(await tryAs(email, "wrong")).toEqual(await tryAs("nobody@example.com", PASSWORD));
    expect(await sessionsOf(personId)).toEqual([]);
  });

  // Counts hash operations: response times vary with the load of the machine.
  test("does as much work for an unknown address as for a wrong password", async () => {
    const { email } = await makePerson();
    const workOf = async (address: string): Promise<string[]> => {
      vi.mocked(verify).mockClear();
      await tryAs(address, "wrong");
      return vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split("$").slice(1, 4).join(" "));
    };
    const known = await workOf(email);
    expect(known).toEqual(["argon2id v=19 m=19456,t=2,p=1"]);
    expect(await workOf("nobody-at-all@example.com")).toEqual(known);
  });

  test("resets a known browser's failure count after the right password", async () => {
    const { email } = await makePerson();
    const secret = await knownBrowser(email);
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < KNOWN_FAILURES - 1; index += 1) await tryAs(email, "wrong", "192.0.2.1", secret);
      expect((await tryAs(email, PASSWORD, "192.0.2.1", secret)).ok).toBe(true);
    }
  });
});

/** Signs in once. @returns the browser's secret */
async function knownBrowser(email: string): Promise<string> {
  const started = await tryAs(email, PASSWORD, clientAddress());
  if (!started.ok) throw new Error(started.reason.code);
  return started.value.browserSecret;
}

/** The IP address of a client without attempts. */
const clientAddress = (): string => {
  counter += 1;
  return `2001:db8:${counter.toString(16)}::1`;
};
const codeOf = (outcome: Awaited<ReturnType<typeof tryAs>>): string => (outcome.ok ? "ok" : outcome.reason.code);
const eventsOf = (personId: string | null) =>
  inPlatform((tx) => tx.signInEvent.findMany({ where: { personId }, orderBy: [{ at: "asc" }, { id: "asc" }], select: { kind: true } }));

describe("an attack on sign-in", () => {
  test("from many addresses on one account is slowed down, and never locks out the owner's own browser", async () => {
    const { email, personId } = await makePerson();
    const secret = await knownBrowser(email);
    const codes: string[] = [];
    for (let index = 0; index < 60; index += 1) codes.push(codeOf(await tryAs(email, "wrong", clientAddress())));
    expect(codes.filter((code) => code === "credentials_wrong")).toHaveLength(ACCOUNT_FAILURES);
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress())), "no oracle while slowed down").toBe("too_many_tries");
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress(), secret))).toBe("ok");
    const kinds = (await eventsOf(personId)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "password_wrong")).toHaveLength(ACCOUNT_FAILURES);
    expect(
      kinds.filter((kind) => kind === "slowed_down"),
      "recorded once, not for each attempt",
    ).toHaveLength(1);
  });

  test("leaves the owner a way in: a mailed link makes an unknown browser known, once, without signing in", async () => {
    const { email, personId } = await makePerson();
    for (let index = 0; index <= ACCOUNT_FAILURES; index += 1) await tryAs(email, "wrong", clientAddress());
    const address = clientAddress();
    expect(await requestLink("confirm_browser", email, from(address), new Date())).toEqual({ ok: true, value: true });
    await deliverAccountMails(jobPlatformScope("account-mails"));
    const [mail] = await inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: email }, orderBy: { at: "desc" } }));
    const token = /\/sign-in\/confirm\/([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
    const confirmed = await confirmBrowser(token, from(address), new Date());
    if (!confirmed.ok) throw new Error(confirmed.reason);
    expect(await sessionsOf(personId)).toEqual([]);
    expect(await confirmBrowser(token, from(address), new Date())).toEqual({ ok: false, reason: "link_dead" });
    const { browserSecret } = confirmed.value;
    expect(codeOf(await tryAs(email, "wrong", address, browserSecret))).toBe("credentials_wrong");
    expect(codeOf(await tryAs(email, PASSWORD, address, browserSecret))).toBe("ok");
  });

  test("on many accounts from one address hits the limit of that address, or of the whole /64 for IPv6", async () => {
    for (const hostOf of [() => "198.51.100.77", (index: number) => `2001:db8:ffff:1::${index.toString(16)}`]) {
      const codes: string[] = [];
      for (let index = 0; index < CLIENT_FAILURES * 2; index += 1)
        codes.push(codeOf(await tryAs(`sprayed-${counter}-${index}@example.com`, "Summer2026!", hostOf(index))));
      expect(codes.filter((code) => code === "credentials_wrong")).toHaveLength(CLIENT_FAILURES);
      expect(codeOf(await tryAs((await makePerson()).email, PASSWORD, hostOf(1)))).toBe("too_many_tries");
    }
  });

  test("from one IPv6 /48 cannot spend the budget of all unknown browsers", async () => {
    const attack = (network: number) => tryAs(`sited-${network}@example.com`, "wrong", `2001:db8:aaaa:${network}::1`);
    expect(codeOf(await attack(1))).toBe("credentials_wrong");
    await inPlatform((tx) => tx.$executeRaw`update sign_in_attempt set points = ${SITE_FAILURES - 1} where key like 'site\\_%'`);
    expect(codeOf(await attack(2))).toBe("credentials_wrong");
    const inAll = () => inPlatform((tx) => tx.$queryRaw`select points from sign_in_attempt where key like 'all\\_%'`);
    const before = await inAll();
    for (let network = 3; network < 20; network += 1) expect(codeOf(await attack(network))).toBe("too_many_tries");
    expect(await inAll()).toEqual(before);
    const { email } = await makePerson();
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress())), "from elsewhere").toBe("ok");
  });

  test("that spent the budget of all unknown browsers keeps no known browser out", async () => {
    const { email } = await makePerson();
    const secret = await knownBrowser(email);
    await tryAs(email, "wrong", clientAddress());
    const spend = (points: number) =>
      inPlatform((tx) => tx.$executeRaw`update sign_in_attempt set points = ${points} where key like 'all\\_%'`);
    expect(await spend(1_000_000)).toBeGreaterThan(0);
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress()))).toBe("too_many_tries");
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress(), secret))).toBe("ok");
    await spend(0);
  });

  test("gains no attempt beyond the limit from concurrency", async () => {
    const { email } = await makePerson();
    const outcomes = await Promise.all(Array.from({ length: ACCOUNT_FAILURES * 3 }, () => tryAs(email, "wrong", clientAddress())));
    expect(outcomes.map(codeOf).filter((code) => code === "credentials_wrong")).toHaveLength(ACCOUNT_FAILURES);
  });

  test("gains no attempts from another account's browser secret, and a known browser is limited too", async () => {
    const [own, { email }] = [await makePerson(), await makePerson()];
    const attackers = await knownBrowser(own.email);
    const owners = await knownBrowser(email);
    for (let index = 0; index < ACCOUNT_FAILURES; index += 1) await tryAs(email, "wrong", clientAddress(), attackers);
    expect(codeOf(await tryAs(email, "wrong", clientAddress(), attackers))).toBe("too_many_tries");
    for (let index = 0; index < KNOWN_FAILURES; index += 1)
      expect(codeOf(await tryAs(email, "wrong", clientAddress(), owners))).toBe("credentials_wrong");
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress(), owners))).toBe("too_many_tries");
  });

  test("is counted without storing e-mail addresses, and recorded alike for unknown addresses", async () => {
    await tryAs("nobody-here@example.com", "wrong", clientAddress());
    expect((await eventsOf(null)).map(({ kind }) => kind)).toContain("password_wrong");
    const rows = await inPlatform((tx) => tx.$queryRaw<{ key: string }[]>`select key from sign_in_attempt`);
    expect(rows.length).toBeGreaterThan(40);
    expect(JSON.stringify(rows)).not.toContain("@");
  });

  test("with more passwords at once than can be compared is asked to retry, and no attempt is counted", async () => {
    const { email } = await makePerson();
    const secret = await knownBrowser(email);
    let floods = true;
    const flood = async (): Promise<void> => {
      while (floods) await hashPassword("flood").catch(() => new Promise(setImmediate));
    };
    const flooding = Array.from({ length: 60 }, flood);
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress(), secret))).toBe("busy");
    floods = false;
    await Promise.all(flooding);
    expect(codeOf(await tryAs(email, PASSWORD, clientAddress(), secret))).toBe("ok");
  });
});

test("a sign-in from a new browser is reported by mail; one from a known browser is not", async () => {
  const { email } = await makePerson();
  const secret = await knownBrowser(email);
  await tryAs(email, PASSWORD, clientAddress(), secret);
  await deliverAccountMails(jobPlatformScope("account-mails"));
  const mails = await inPlatform((tx) => tx.capturedMail.findMany({ where: { recipient: email } }));
  expect(mails.map(({ subject }) => subject)).toEqual(["New sign-in"]);
  expect(mails[0]?.text, "named even where nothing says which it is").toContain("Unknown browser, IP address");
});

describe("a session", () => {
  test("ends for every copy of its cookie on sign-out", async () => {
    const { email } = await makePerson();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    const copy = await encodeSession(started.value.sessionId);
    const cookies = await asBrowser(started.value.sessionId);
    expect(await currentPerson()).toMatchObject({ email });
    expect(wayOut(await signOut().catch((error: unknown) => error))).toBe("redirect:/sign-in");
    expect(cookies.has(sessionCookieName())).toBe(false);
    cookies.set(sessionCookieName(), copy);
    expect(await currentPerson()).toBeNull();
  });

  test.each([
    { who: "a member", isStaff: false, idle: 14 * DAY, absolute: 30 * DAY },
    { who: "staff", isStaff: true, idle: HOUR, absolute: 10 * HOUR },
  ])("of $who ends after its idle limit, and after its absolute limit even if active", async ({ isStaff, idle, absolute }) => {
    const { email, personId } = await makePerson();
    await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole: isStaff ? "operator" : null } }));
    const begun = Date.now();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    const at = async (seconds: number): Promise<boolean> => {
      const now = new Date(begun + seconds * 1000);
      const person = await findSessionPerson(started.value.sessionId, now);
      if (person) await noteSessionUsed(person, now);
      return person !== null;
    };
    expect(await findSessionPerson(started.value.sessionId, new Date(begun + (idle + 60) * 1000))).toBeNull();
    let seconds = 0;
    for (; seconds < absolute - 60; seconds += idle - 60) expect(await at(seconds), `after ${seconds} s`).toBe(true);
    expect(await at(absolute - 60)).toBe(true);
    expect(await at(absolute + 60)).toBe(false);
  });

  test("is kept alive by user activity, not by background requests of an open page", async () => {
    const { email } = await makePerson();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    const { sessionId } = started.value;
    const idleFor = async (request: () => Promise<unknown>, destination: string): Promise<number> => {
      const lastUsedAt = new Date(Date.now() - HOUR * 1000);
      await inPlatform((tx) => tx.session.update({ where: { id: sessionId }, data: { lastUsedAt } }));
      await asBrowser(sessionId);
      (await nextHeaders.headers()).set("sec-fetch-dest", destination);
      await request();
      const session = await inPlatform((tx) => tx.session.findUniqueOrThrow({ where: { id: sessionId } }));
      return Math.round((Date.now() - session.lastUsedAt.getTime()) / 1000 / HOUR);
    };
    expect(await idleFor(currentPerson, "empty"), "event streams, polls, live refreshes").toBe(1);
    expect(await idleFor(currentPerson, "document"), "opening a page").toBe(0);
    const click = async (origin: string) =>
      reportActivity(new Request("http://mooring.test/api/activity", { method: "POST", headers: { host: "mooring.test", origin } }));
    expect(await idleFor(() => click("http://mooring.test"), "empty"), "a click in the page").toBe(0);
    expect(await idleFor(() => click("http://evil.example"), "empty"), "a request of another site").toBe(1);
  });

  test("gets staff limits as soon as its member becomes staff", async () => {
    const { email, personId } = await makePerson();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    const lives = async () => (await findSessionPerson(started.value.sessionId, new Date(Date.now() + 2 * HOUR * 1000))) !== null;
    expect(await lives()).toBe(true);
    await inPlatform((tx) => tx.person.update({ where: { id: personId }, data: { staffRole: "operator" } }));
    expect(await lives()).toBe(false);
  });

  test("can be ended everywhere at once, which also makes every browser unknown", async () => {
    const { email } = await makePerson();
    const secret = await knownBrowser(email);
    const started = await tryAs(email, PASSWORD, clientAddress(), secret);
    if (!started.ok) throw new Error(started.reason.code);
    const cookies = await asBrowser(started.value.sessionId);
    expect(wayOut(await signOutOfEverything().catch((error: unknown) => error))).toBe("redirect:/sign-in");
    expect(cookies.has(sessionCookieName())).toBe(false);
    expect(await findSessionPerson(started.value.sessionId, new Date())).toBeNull();
    expect(await knownSecret(email, secret)).toBeNull();
  });

  test("survives when the user ends all other sessions", async () => {
    const { email, personId } = await makePerson();
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const started = await tryAs(email, PASSWORD);
      if (started.ok) ids.push(started.value.sessionId);
    }
    const [own = "", ...others] = ids;
    expect(await revokeOtherSessions({ personId, name: "Ada", isStaff: false, sessionId: own }, new Date())).toBe(2);
    expect(await findSessionPerson(own, new Date())).not.toBeNull();
    for (const id of others) expect(await findSessionPerson(id, new Date())).toBeNull();
  });

  test("is not accepted from a token that was modified or encrypted with another secret", async () => {
    const { email } = await makePerson();
    const started = await tryAs(email, PASSWORD);
    if (!started.ok) throw new Error(started.reason.code);
    const token = await encodeSession(started.value.sessionId);
    expect(await decodeSession(token)).toBe(started.value.sessionId);
    expect(await decodeSession(`${token.slice(0, -2)}AA`)).toBeNull();
    expect(await decodeSession(started.value.sessionId)).toBeNull();
    expect(await decodeSession("")).toBeNull();
  });
});

describe("the sign-in form", () => {
  const form = (entries: Record<string, string>): FormData => {
    const data = new FormData();
    for (const [name, value] of Object.entries(entries)) data.set(name, value);
    return data;
  };

  test("keeps the submitted address and never returns the password", async () => {
    const { email } = await makePerson();
    const state = await signIn(NEW_FORM, form({ email, password: "wrong-secret" }));
    expect(state).toEqual({ typed: { email }, error: { code: "credentials_wrong", retryAfterSeconds: 0 }, fields: {} });
    expect(JSON.stringify(state)).not.toContain("wrong-secret");
  });

  test("reports invalid fields before comparing credentials", async () => {
    expect((await signIn(NEW_FORM, form({ email: "no address", password: "" }))).fields).toEqual({
      email: "email_invalid",
      password: "password_missing",
    });
  });

  test("redirects to the requested page, and never to another site", async () => {
    const { email } = await makePerson();
    const leadsTo = async (target: string): Promise<string | null> => {
      await asBrowser(null);
      return wayOut(await signIn(NEW_FORM, form({ email, password: PASSWORD, from: target })).catch((error: unknown) => error));
    };
    expect(await leadsTo("/m/1/orders?q=a")).toBe("redirect:/m/1/orders?q=a");
    for (const evil of ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/sign-in"])
      expect(await leadsTo(evil)).toBe("redirect:/");
  });

  test("is refused from another site", async () => {
    const { email, personId } = await makePerson();
    await asBrowser(null, "https://evil.example");
    const state = await signIn(NEW_FORM, form({ email, password: PASSWORD }));
    expect(state.error?.code).toBe("foreign_origin");
    expect(await sessionsOf(personId)).toEqual([]);
  });
});
