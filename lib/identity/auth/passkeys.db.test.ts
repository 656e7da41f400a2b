import { beforeAll, expect, test, vi } from "vitest";
import { findFactors } from "@/lib/identity/auth/data";
import { startSession } from "@/lib/identity/auth/mutations";
import {
  addPasskey,
  askForAnyPasskey,
  askForNewPasskey,
  askForPasskey,
  removePasskey,
  signInWithPasskey,
} from "@/lib/identity/auth/passkeys";
import { hashPassword } from "@/lib/identity/auth/password";
import { proveByPasskey, proveByPassword } from "@/lib/identity/auth/proof";
import { PASSKEY_REFUSALS } from "@/lib/identity/auth/sign-in-limits";
import { inPlatform } from "@/lib/infra/db";
import { type Ceremony, makeAuthenticator } from "@/lib/testing/authenticator";

vi.hoisted(() => {
  process.env["NEXTAUTH_URL"] = "https://mooring.example";
});

const SITE = { rpID: "mooring.example", origin: "https://mooring.example" };
const PASSWORD = "correct horse battery";
const REFUSED = { ok: false, reason: "passkey_refused" };
let passwordHash: string;
let counter = 0;

beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD);
});

const browser = () => {
  counter += 1;
  return { address: `2001:db8:${counter.toString(16)}::1`, userAgent: "Mozilla/5.0 (Macintosh) Safari/605", locale: null };
};

async function signedIn() {
  counter += 1;
  const email = `passkey-${counter}@example.com`;
  const { id } = await inPlatform((tx) => tx.person.create({ data: { email, name: "Person", passwordHash } }));
  const started = await startSession({ email, password: PASSWORD }, browser(), new Date());
  if (!started.ok) throw new Error(started.reason.code);
  return { personId: id, name: "Person", email, isStaff: false, sessionId: started.value.sessionId };
}

async function register(person: Awaited<ReturnType<typeof signedIn>>, changed: Partial<Ceremony> = {}) {
  const authenticator = makeAuthenticator();
  const asked = await askForNewPasskey(person, new Date());
  if (!asked.ok) throw new Error(asked.reason);
  const { challengeId, options } = asked.value;
  const response = authenticator.register({ ...SITE, challenge: options.challenge, ...changed });
  const added = await addPasskey(person, { challengeId, response }, "Safari/605", new Date());
  return { authenticator, added };
}

async function personWithPasskey() {
  const person = await signedIn();
  const { authenticator, added } = await register(person);
  if (!added.ok) throw new Error(added.reason);
  return { person: { ...person, sessionId: added.value.sessionId }, authenticator, recoveryCodes: added.value.recoveryCodes };
}

test("a passkey signs in by itself, or is the second factor after a password, replaceable by a recovery code", async () => {
  const { person, authenticator, recoveryCodes } = await personWithPasskey();
  const { challengeId, options } = await askForAnyPasskey(new Date());
  const response = authenticator.answer({ ...SITE, challenge: options.challenge });
  expect(await signInWithPasskey({ challengeId, response }, browser(), new Date())).toMatchObject({ ok: true });
  const byPassword = (code?: string) =>
    startSession({ email: person.email, password: PASSWORD, ...(code ? { code } : {}) }, browser(), new Date());
  expect(await byPassword()).toMatchObject({ ok: false, reason: { code: "code_needed" } });
  expect(await byPassword(recoveryCodes[0])).toMatchObject({ ok: true });
  expect((await removePasskey(person, authenticator.id, new Date())).ok).toBe(true);
  expect(await byPassword()).toMatchObject({ ok: true });
  expect(await findFactors(person)).toEqual({ appSince: null, passkeys: [], recoveryCodesLeft: 0 });
});

test("an assertion is accepted once, in time, from this site, and only with user verification", async () => {
  const { authenticator } = await personWithPasskey();
  const attempt = async (changed: Partial<Ceremony>, at = new Date()) => {
    const { challengeId, options } = await askForAnyPasskey(new Date());
    const response = authenticator.answer({ ...SITE, challenge: options.challenge, ...changed });
    return { answer: { challengeId, response }, outcome: await signInWithPasskey({ challengeId, response }, browser(), at) };
  };
  const good = await attempt({});
  expect(good.outcome.ok).toBe(true);
  expect(await signInWithPasskey(good.answer, browser(), new Date()), "a replay").toEqual(REFUSED);
  expect((await attempt({ origin: "https://evil.example" })).outcome).toEqual(REFUSED);
  expect((await attempt({ rpID: "evil.example" })).outcome).toEqual(REFUSED);
  expect((await attempt({ challenge: "AAAA" })).outcome).toEqual(REFUSED);
  expect((await attempt({ verifiesUser: false })).outcome).toEqual(REFUSED);
  expect((await attempt({}, new Date(Date.now() + 6 * 60_000))).outcome, "too late").toEqual(REFUSED);
  expect((await attempt({})).outcome.ok).toBe(true);
});

test("a passkey is registered only with this site's challenge, for the requesting user, with user verification", async () => {
  for (const changed of [{ origin: "https://evil.example" }, { rpID: "evil.example" }, { challenge: "AAAA" }, { verifiesUser: false }])
    expect((await register(await signedIn(), changed)).added, JSON.stringify(changed)).toEqual(REFUSED);
  const [own, other] = [await signedIn(), await signedIn()];
  const asked = await askForNewPasskey(own, new Date());
  if (!asked.ok) throw new Error(asked.reason);
  const { challengeId, options } = asked.value;
  const response = makeAuthenticator().register({ ...SITE, challenge: options.challenge });
  expect(await addPasskey(other, { challengeId, response }, null, new Date())).toEqual(REFUSED);
});

test("users can prove their identity only with their own passkey and cannot remove another user's", async () => {
  const [own, other] = [await personWithPasskey(), await personWithPasskey()];
  const prove = async ({ authenticator }: typeof own) => {
    const { challengeId, options } = await askForPasskey(own.person.personId, new Date());
    const response = authenticator.answer({ ...SITE, challenge: options.challenge });
    return proveByPasskey(own.person, { challengeId, response }, new Date());
  };
  expect(await prove(other)).toEqual(REFUSED);
  expect(await removePasskey(other.person, own.authenticator.id, new Date())).toEqual({ ok: false, reason: "not_found" });
  expect((await prove(own)).ok).toBe(true);
});

test("someone without an app is asked for the passkey, not for an app's code", async () => {
  const { person, recoveryCodes } = await personWithPasskey();
  expect(await proveByPassword(person, { password: PASSWORD }, new Date())).toEqual({ ok: false, reason: "code_or_passkey" });
  expect((await proveByPassword(person, { password: PASSWORD, code: recoveryCodes[0] }, new Date())).ok).toBe(true);
});

test("made-up passkey answers stop being recorded at the limit of their client, and never keep a passkey's owner out", async () => {
  const { authenticator } = await personWithPasskey();
  const attacker = browser();
  const events = () => inPlatform((tx) => tx.signInEvent.count({ where: { kind: "passkey_refused", sourceAddress: attacker.address } }));
  const outsider = makeAuthenticator();
  for (let index = 0; index < PASSKEY_REFUSALS + 5; index += 1) {
    const { challengeId, options } = await askForAnyPasskey(new Date());
    const response = outsider.answer({ ...SITE, challenge: options.challenge });
    expect(await signInWithPasskey({ challengeId, response }, attacker, new Date())).toEqual(REFUSED);
  }
  expect(await events()).toBe(PASSKEY_REFUSALS);
  const { challengeId, options } = await askForAnyPasskey(new Date());
  const response = authenticator.answer({ ...SITE, challenge: options.challenge });
  expect(await signInWithPasskey({ challengeId, response }, attacker, new Date()), "from the same address").toMatchObject({ ok: true });
});

test("asking for a passkey at sign-in writes nothing", async () => {
  const stored = () => inPlatform((tx) => tx.passkeyChallenge.count());
  const before = await stored();
  await askForAnyPasskey(new Date());
  expect(await stored()).toBe(before);
});
