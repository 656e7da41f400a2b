import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findSessionPerson, listSessions } from "@/lib/identity/auth/data";
import { revokeSession, startSession } from "@/lib/identity/auth/mutations";
import type { OidcSettings } from "@/lib/identity/auth/oidc-settings";
import { authOptions } from "@/lib/identity/auth/options";
import { hashPassword } from "@/lib/identity/auth/password";
import { isProven } from "@/lib/identity/auth/session-limits";
import { decodeSession } from "@/lib/identity/auth/token";
import { inPlatform } from "@/lib/infra/db";
import { oidcBrowser } from "@/lib/testing/oidc-browser";
import { type IssuerAccount, type OidcIssuer, startOidcIssuer } from "@/lib/testing/oidc-issuer";
import { asBrowser } from "@/lib/testing/request";

vi.mock("next/headers", async () => (await import("@/lib/testing/request")).nextHeaders);
vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "http://mooring.test";
  process.env["LOG_LEVEL"] = "silent";
});

const PASSWORD = "correct horse battery";
let passwordHash: string;
let issuer: OidcIssuer;
let counter = 0;

const settings = (own: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer: issuer.url,
  clientId: issuer.clientId,
  clientSecret: issuer.clientSecret,
  label: "Harbour",
  staff: null,
  emailDomains: [],
  trustsEmail: false,
  ...own,
});
const BY_ROLE: Partial<OidcSettings> = { staff: { claim: "roles", values: ["mooring-support", "mooring-lead"] } };

const browserWith = (own: Partial<OidcSettings> = {}) => oidcBrowser(() => authOptions(settings(own)));

/** A new account at the issuer. */
function makeAccount(account: IssuerAccount = {}): { login: string; email: string } {
  counter += 1;
  const login = `subject-${counter}`;
  const email = account.email ?? `${login}@harbour.example`;
  issuer.accounts.set(login, { email, email_verified: true, name: "Ines Duarte", ...account });
  return { login, email };
}

async function makePerson(email: string, isStaff: boolean): Promise<string> {
  const { id } = await inPlatform((tx) =>
    tx.person.create({ data: { email, name: "Known", passwordHash, staffRole: isStaff ? "operator" : null } }),
  );
  return id;
}

const personOf = (email: string) => inPlatform((tx) => tx.person.findUnique({ where: { email } }));
const eventsOf = async (personId: string) => {
  const where = { actor: { path: ["personId"], equals: personId } };
  return inPlatform((tx) => tx.platformEvent.findMany({ where, orderBy: { at: "asc" } }));
};
const whoIs = async (token: string | undefined) => {
  const sessionId = await decodeSession(token);
  return sessionId === null ? null : findSessionPerson(sessionId, new Date());
};

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
  issuer = await startOidcIssuer("http://mooring.test/api/auth/callback/oidc");
});
afterAll(() => issuer.close());
beforeEach(async () => {
  issuer.clockSeconds = 0;
  issuer.authenticatedSecondsAgo = 0;
  await asBrowser(null);
});

describe("staff", () => {
  test("sign in by a verified address; the session is listed, revocable and audited with person, address and method", async () => {
    const { login, email } = makeAccount();
    const personId = await makePerson(email, true);
    const { refusal, token } = await browserWith().signIn(login);
    expect(refusal).toBeNull();
    const person = await whoIs(token);
    expect(person).toMatchObject({ personId, email, isStaff: true });
    const sessions = await inPlatform((tx) => tx.session.findMany({ where: { personId } }));
    expect(sessions).toMatchObject([{ userAgent: "Test browser", revokedAt: null }]);
    const written = await eventsOf(personId);
    expect(written.map(({ action }) => action)).toEqual(["identity_bound", "session_started_oidc"]);
    expect(written[1]).toMatchObject({
      sourceAddress: "192.0.2.7",
      actor: { kind: "staff", name: "Known" },
      details: { issuer: issuer.url, subject: login },
    });
    if (!person) throw new Error("no session");
    expect(await listSessions(person, new Date())).toMatchObject([{ id: person.sessionId, issuer: issuer.url }]);
    await revokeSession(person, person.sessionId, new Date());
    expect(await whoIs(token)).toBeNull();
  });

  test("need no second factor of their own: the issuer enforces it", async () => {
    const { login, email } = makeAccount();
    const personId = await makePerson(email, true);
    const factor = { personId, secret: Buffer.from("sealed"), secretKeyId: "k", confirmedAt: new Date() };
    await inPlatform((tx) => tx.secondFactor.create({ data: factor }));
    expect(await browserWith().signIn(login)).toMatchObject({ refusal: null, token: expect.any(String) });
  });

  test("have a fresh proof only if they authenticated at the issuer within the last ten minutes", async () => {
    const { login, email } = makeAccount();
    const personId = await makePerson(email, true);
    const provenAfter = async (secondsAgo: number) => {
      issuer.authenticatedSecondsAgo = secondsAgo;
      await browserWith().signIn(login);
      const session = await inPlatform((tx) => tx.session.findFirstOrThrow({ where: { personId }, orderBy: { createdAt: "desc" } }));
      return isProven(session, new Date());
    };
    expect([await provenAfter(0), await provenAfter(1200)]).toEqual([true, false]);
  });

  test("keep their account when the issuer changes their address", async () => {
    const { login, email } = makeAccount();
    const personId = await makePerson(email, true);
    await browserWith().signIn(login);
    issuer.accounts.set(login, { email: `renamed-${email}`, email_verified: true });
    expect(await whoIs((await browserWith().signIn(login)).token)).toMatchObject({ personId, email });
  });

  test("are bound to one account by concurrent first sign-ins", async () => {
    const { login, email } = makeAccount({ roles: ["mooring-support"] });
    const arrivals = await Promise.all([1, 2, 3].map(() => browserWith(BY_ROLE).signIn(login)));
    expect(arrivals.map(({ refusal }) => refusal)).toEqual([null, null, null]);
    const person = await personOf(email);
    expect((await eventsOf(person?.id ?? "")).map(({ action }) => action).sort()).toEqual([
      "account_made",
      "identity_bound",
      "session_started_oidc",
      "session_started_oidc",
      "session_started_oidc",
    ]);
  });
});

describe("an account cannot be taken over", () => {
  test("by a later holder of the address: the subject counts", async () => {
    const first = makeAccount();
    const personId = await makePerson(first.email, true);
    await browserWith().signIn(first.login);
    const later = makeAccount({ email: first.email });
    for (const own of [{}, BY_ROLE])
      expect(await browserWith(own).signIn(later.login)).toMatchObject({ refusal: "oidc_other_subject", token: undefined });
    issuer.accounts.set(later.login, { email: first.email, email_verified: true, roles: ["mooring-support"] });
    expect(await browserWith(BY_ROLE).signIn(later.login)).toMatchObject({ refusal: "oidc_other_subject", token: undefined });
    expect(await whoIs((await browserWith().signIn(first.login)).token)).toMatchObject({ personId });
  });

  test("unless an operator adds the address again for the successor", async () => {
    const first = makeAccount();
    const personId = await makePerson(first.email, true);
    await browserWith().signIn(first.login);
    const later = makeAccount({ email: first.email });
    const command = ["scripts/run.mjs", "scripts/add-person.ts", "--email", first.email, "--name", "Successor", "--staff"];
    const added = promisify(execFile)(process.execPath, command, { env: process.env });
    added.child.stdin?.end(`${PASSWORD}\n`);
    await added;
    expect(await whoIs((await browserWith().signIn(later.login)).token)).toMatchObject({ personId, name: "Successor" });
    expect(await browserWith().signIn(first.login)).toMatchObject({ refusal: "oidc_other_subject", token: undefined });
  });

  test("by an unverified address, unless the issuer's addresses are trusted", async () => {
    for (const email_verified of [false, undefined]) {
      const { login, email } = makeAccount();
      await makePerson(email, true);
      issuer.accounts.set(login, { email, ...(email_verified === undefined ? {} : { email_verified }) });
      expect(await browserWith().signIn(login)).toMatchObject({ refusal: "oidc_email_unverified", token: undefined });
      expect((await browserWith({ trustsEmail: true }).signIn(login)).refusal).toBeNull();
    }
  });

  test("by an address of another domain, or without an address", async () => {
    const { login, email } = makeAccount({ email: `visitor-${Date.now()}@evil-harbour.example` });
    await makePerson(email, true);
    expect((await browserWith({ emailDomains: ["harbour.example"] }).signIn(login)).refusal).toBe("oidc_domain");
    expect((await browserWith({ emailDomains: ["harbour.example", "evil-harbour.example"] }).signIn(login)).refusal).toBeNull();
    issuer.accounts.set(login, { email_verified: true });
    expect((await browserWith().signIn(login)).refusal).toBe("oidc_no_email");
  });
});

describe("an identity without the staff role", () => {
  test("is refused for members of a merchant, even if the issuer grants the role", async () => {
    const { login, email } = makeAccount({ roles: ["mooring-support"] });
    const personId = await makePerson(email, false);
    for (const own of [{}, BY_ROLE])
      expect(await browserWith(own).signIn(login)).toMatchObject({ refusal: "oidc_not_staff", token: undefined });
    expect(await personOf(email)).toMatchObject({ isStaff: false });
    expect(await inPlatform((tx) => tx.session.count({ where: { personId } }))).toBe(0);
    expect(await inPlatform((tx) => tx.staffIdentity.count({ where: { personId } }))).toBe(0);
    const byPassword = await startSession(
      { email, password: PASSWORD },
      { address: "192.0.2.9", userAgent: null, locale: null },
      new Date(),
    );
    expect(byPassword.ok).toBe(true);
  });

  test("is refused if unknown, and creates no account", async () => {
    const { login, email } = makeAccount({ roles: ["somebody-else"] });
    for (const own of [{}, BY_ROLE]) expect((await browserWith(own).signIn(login)).refusal).toBe("oidc_unknown");
    expect(await personOf(email)).toBeNull();
  });
});

describe("the issuer's claim", () => {
  test("creates a staff account with an unusable password", async () => {
    const { login, email } = makeAccount({ roles: ["other", "mooring-support"], name: "Rui Alves" });
    const { token } = await browserWith(BY_ROLE).signIn(login);
    expect(await whoIs(token)).toMatchObject({ email, name: "Rui Alves", isStaff: true, memberships: [] });
    const stored = await personOf(email);
    expect(stored?.passwordHash).toMatch(/^\$argon2id\$/);
  });

  test("withdraws the role it granted, with every session, and grants it again", async () => {
    const { login, email } = makeAccount({ roles: ["mooring-support"] });
    const { token } = await browserWith(BY_ROLE).signIn(login);
    issuer.accounts.set(login, { email, email_verified: true, roles: ["other"] });
    expect(await browserWith(BY_ROLE).signIn(login)).toMatchObject({ refusal: "oidc_role_lost", token: undefined });
    expect(await whoIs(token)).toBeNull();
    expect(await personOf(email)).toMatchObject({ isStaff: false });
    expect((await browserWith(BY_ROLE).signIn(login)).refusal).toBe("oidc_role_lost");
    issuer.accounts.set(login, { email, email_verified: true, roles: ["mooring-lead"] });
    expect(await whoIs((await browserWith(BY_ROLE).signIn(login)).token)).toMatchObject({ email, isStaff: true });
    const person = await personOf(email);
    expect((await eventsOf(person?.id ?? "")).map(({ action }) => action)).toEqual([
      "account_made",
      "identity_bound",
      "session_started_oidc",
      "staff_role_taken",
      "staff_role_given",
      "session_started_oidc",
    ]);
  });

  test("does not promote a member of a merchant", async () => {
    const { login, email } = makeAccount({ roles: ["mooring-support"] });
    await browserWith(BY_ROLE).signIn(login);
    issuer.accounts.set(login, { email, email_verified: true });
    await browserWith(BY_ROLE).signIn(login);
    const person = await personOf(email);
    const merchant = await inPlatform((tx) => tx.merchant.create({ data: { name: `Of ${login}` } }));
    await inPlatform((tx) => tx.membership.create({ data: { merchantId: merchant.id, personId: person?.id ?? "" } }));
    issuer.accounts.set(login, { email, email_verified: true, roles: ["mooring-support"] });
    expect((await browserWith(BY_ROLE).signIn(login)).refusal).toBe("oidc_not_staff");
    expect(await personOf(email)).toMatchObject({ isStaff: false });
  });

  test("does not withdraw a role from an operator until the issuer has granted it too", async () => {
    const { login, email } = makeAccount();
    await makePerson(email, true);
    expect((await browserWith(BY_ROLE).signIn(login)).refusal).toBeNull();
    issuer.accounts.set(login, { email, email_verified: true, roles: ["mooring-support"] });
    expect((await browserWith(BY_ROLE).signIn(login)).refusal).toBeNull();
    issuer.accounts.set(login, { email, email_verified: true });
    expect((await browserWith(BY_ROLE).signIn(login)).refusal).toBe("oidc_role_lost");
  });
});

describe("failures at the issuer are distinguished:", () => {
  const known = async () => {
    const { login, email } = makeAccount();
    await makePerson(email, true);
    return login;
  };

  test("access denied", async () => {
    expect(await browserWith().signIn(null)).toMatchObject({ refusal: "oidc_denied", token: undefined });
  });

  test("no response", async () => {
    const gone = await startOidcIssuer("http://mooring.test/api/auth/callback/oidc");
    await gone.close();
    expect((await browserWith({ issuer: gone.url }).signIn("x")).refusal).toBe("oidc_unreachable");
  });

  test("an issuer other than the configured one", async () => {
    const other = issuer.url.replace("127.0.0.1", "localhost");
    expect(await browserWith({ issuer: other }).signIn(await known())).toMatchObject({ refusal: "oidc_settings", token: undefined });
  });

  test("a wrong client secret", async () => {
    const wrong = browserWith({ clientSecret: "not-that-one" });
    expect(await wrong.signIn(await known())).toMatchObject({ refusal: "oidc_settings", token: undefined });
  });

  test("a clock difference", async () => {
    const login = await known();
    issuer.clockSeconds = -3600;
    expect(await browserWith().signIn(login)).toMatchObject({ refusal: "oidc_clock", token: undefined });
    issuer.clockSeconds = -60;
    expect(await browserWith().signIn(login)).toMatchObject({ refusal: null, token: expect.any(String) });
  });

  test("a callback from another browser, or repeated", async () => {
    const login = await known();
    const browser = browserWith();
    const { callback, token } = await browser.signIn(login);
    if (!callback) throw new Error("the issuer did not redirect");
    expect(token).toEqual(expect.any(String));
    expect(await browserWith().arrive(callback)).toMatchObject({ refusal: "oidc_late", token: undefined });
    expect((await browser.arrive(callback)).refusal).toBe("oidc_late");
  });

  test("a used code", async () => {
    const login = await known();
    const browser = browserWith();
    const { callback } = await browser.signIn(login);
    if (!callback) throw new Error("the issuer did not redirect");
    expect((await browser.arriveAgain(callback)).refusal).toBe("oidc_late");
  });

  test("a response to another request", async () => {
    const browser = browserWith();
    const { callback } = await browser.signIn(await known());
    if (!callback) throw new Error("the issuer did not redirect");
    callback.searchParams.set("state", "another");
    expect((await browser.arriveAgain(callback)).refusal).toBe("oidc_late");
  });
});
