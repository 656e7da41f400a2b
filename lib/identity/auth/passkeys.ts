import { randomUUID } from "node:crypto";
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { ok, type Result, refuse } from "@/lib/base/result";
import { MINUTE_MS } from "@/lib/base/units";
import { nameBrowser } from "@/lib/identity/auth/browser-name";
import { type FactorChanged, finishFactorChange } from "@/lib/identity/auth/factors";
import type { SignedIn } from "@/lib/identity/auth/mutations";
import { mustUseIssuer } from "@/lib/identity/auth/oidc-settings";
import { dropUselessRecoveryCodes, makeRecoveryCodes } from "@/lib/identity/auth/second-factor";
import { type Browser, openSession, type StartedSession } from "@/lib/identity/auth/sessions";
import { noteRefusal } from "@/lib/identity/auth/sign-in-events";
import { countPasskeyRefusal } from "@/lib/identity/auth/sign-in-limits";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { publicOrigin } from "@/lib/infra/public-origin";
import { isSignatureOf, sign } from "@/lib/infra/signing-keys";

// Passkeys (WebAuthn). Each use requires user verification by the authenticator, so a passkey counts as two factors.

const MAX_PASSKEYS = 20;

/** The relying party. WebAuthn requires a name, so a product on a loopback address is "localhost". */
function relyingParty(): { expectedRPID: string; expectedOrigin: string } {
  const url = new URL(publicOrigin());
  if (/^(127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) url.hostname = "localhost";
  return { expectedRPID: url.hostname, expectedOrigin: url.origin };
}

async function keepChallenge(tx: Transaction, challenge: string, personId: string, now: Date): Promise<string> {
  const data = { challenge, personId, expiresAt: new Date(now.getTime() + CHALLENGE_MS) };
  return (await tx.passkeyChallenge.create({ data, select: { id: true } })).id;
}

/** Consumes a challenge. @returns null if it is unknown, expired, used or for another person */
async function takeChallenge(id: string, personId: string, now: Date): Promise<string | null> {
  return inPlatform(async (tx) => {
    const where = { id, personId, expiresAt: { gt: now } };
    const found = await tx.passkeyChallenge.findFirst({ where, select: { challenge: true } });
    const { count } = await tx.passkeyChallenge.deleteMany({ where });
    return found && count > 0 ? found.challenge : null;
  });
}

export interface Asked<Options> {
  challengeId: string;
  options: Options;
}

const transportsOf = (transports: string[]) => transports as AuthenticatorTransport[];

export function askForNewPasskey(
  { personId, email, name }: SignedIn,
  now: Date,
): Promise<Result<Asked<PublicKeyCredentialCreationOptionsJSON>, "too_many_passkeys">> {
  return inPlatform(async (tx) => {
    const known = await tx.passkey.findMany({ where: { personId }, select: { id: true, transports: true } });
    if (known.length >= MAX_PASSKEYS) return refuse("too_many_passkeys");
    const options = await generateRegistrationOptions({
      rpName: "Mooring",
      rpID: relyingParty().expectedRPID,
      userID: new TextEncoder().encode(personId),
      userName: email,
      userDisplayName: name,
      attestationType: "none",
      excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    return ok({ challengeId: await keepChallenge(tx, options.challenge, personId, now), options });
  });
}

/** Stores a new passkey. If it is the person's first factor, also creates recovery codes. */
export async function addPasskey(
  person: SignedIn,
  { challengeId, response }: { challengeId: string; response: RegistrationResponseJSON },
  userAgent: string | null,
  now: Date,
): Promise<Result<FactorChanged, "passkey_refused">> {
  const { personId } = person;
  const expectedChallenge = await takeChallenge(challengeId, personId, now);
  if (expectedChallenge === null) return refuse("passkey_refused");
  const verified = await verifyRegistrationResponse({ response, expectedChallenge, ...relyingParty() }).catch(() => null);
  if (!verified?.verified) return refuse("passkey_refused");
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  const { browser, system } = nameBrowser(userAgent);
  return inPlatform(async (tx) => {
    const name = [browser, system].filter((part) => part !== null).join(", ") || "?";
    const row = { id, personId, publicKey: new Uint8Array(publicKey), counter, transports: transports ?? [], name, createdAt: now };
    const { count } = await tx.passkey.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return refuse("passkey_refused");
    const recoveryCodes = (await tx.recoveryCode.count({ where: { personId } })) === 0 ? await makeRecoveryCodes(tx, personId) : [];
    return ok({ recoveryCodes, sessionId: await finishFactorChange(tx, person, "passkey_added", now) });
  });
}

export function removePasskey(person: SignedIn, id: string, now: Date): Promise<Result<{ sessionId: string }, "not_found">> {
  return inPlatform(async (tx) => {
    const { count } = await tx.passkey.deleteMany({ where: { id, personId: person.personId } });
    if (count === 0) return refuse("not_found");
    await dropUselessRecoveryCodes(tx, person.personId);
    return ok({ sessionId: await finishFactorChange(tx, person, "passkey_removed", now) });
  });
}

/** Options for a browser to answer with any passkey of this site. Writes nothing. */
export async function askForAnyPasskey(now: Date): Promise<Asked<PublicKeyCredentialRequestOptionsJSON>> {
  const { id, challenge } = makeSignInChallenge(now);
  const { expectedRPID: rpID } = relyingParty();
  return { challengeId: id, options: await generateAuthenticationOptions({ rpID, userVerification: "required", challenge }) };
}

/** Options for a browser to answer with one of the person's passkeys. */
export function askForPasskey(personId: string, now: Date): Promise<Asked<PublicKeyCredentialRequestOptionsJSON>> {
  return inPlatform(async (tx) => {
    const own = await tx.passkey.findMany({ where: { personId }, select: { id: true, transports: true } });
    const options = await generateAuthenticationOptions({
      rpID: relyingParty().expectedRPID,
      userVerification: "required",
      allowCredentials: own.map(({ id, transports }) => ({ id, transports: transportsOf(transports) })),
    });
    return { challengeId: await keepChallenge(tx, options.challenge, personId, now), options };
  });
}

export interface PasskeyAnswer {
  challengeId: string;
  response: AuthenticationResponseJSON;
}

type Expected = string | ((challenge: string) => boolean);

/** @returns the owner of the passkey that answered the challenge, or null */
async function verifyAnswer(response: AuthenticationResponseJSON, expectedChallenge: Expected, now: Date): Promise<string | null> {
  const passkey = await inPlatform((tx) => tx.passkey.findUnique({ where: { id: response.id } }));
  if (!passkey) return null;
  const { id, publicKey, transports } = passkey;
  const credential = { id, publicKey, counter: Number(passkey.counter), transports: transportsOf(transports) };
  const verified = await verifyAuthenticationResponse({ response, expectedChallenge, ...relyingParty(), credential }).catch(() => null);
  if (!verified?.verified) return null;
  const counter = verified.authenticationInfo.newCounter;
  await inPlatform((tx) => tx.passkey.updateMany({ where: { id }, data: { counter, lastUsedAt: now } }));
  return passkey.personId;
}

/** Whether the person's own passkey answered. */
export async function verifyOwnPasskey({ challengeId, response }: PasskeyAnswer, personId: string, now: Date): Promise<boolean> {
  const challenge = await takeChallenge(challengeId, personId, now);
  return challenge !== null && (await verifyAnswer(response, challenge, now)) === personId;
}

/** Verifies the answer of an unknown person. @returns the passkey's owner, or null */
async function verifyAnyPasskey({ challengeId, response }: PasskeyAnswer, now: Date): Promise<string | null> {
  const personId = await verifyAnswer(response, (answered) => isSignInChallenge(answered, challengeId, now), now);
  if (personId === null) return null;
  // Only the first of several answers to one challenge inserts its id.
  const row = { id: challengeId, challenge: "used", expiresAt: new Date(now.getTime() + CHALLENGE_MS) };
  const { count } = await inPlatform((tx) => tx.passkeyChallenge.createMany({ data: [row], skipDuplicates: true }));
  return count > 0 ? personId : null;
}

export async function signInWithPasskey(
  answer: PasskeyAnswer,
  browser: Browser,
  now: Date,
): Promise<Result<StartedSession, "passkey_refused" | "oidc_required">> {
  const personId = await verifyAnyPasskey(answer, now);
  if (personId === null) {
    // Made-up answers cost no attempt of an owner, but must not fill the table of events either.
    if ((await countPasskeyRefusal(browser.address)) === null) await noteRefusal("passkey_refused", null, browser, now);
    return refuse("passkey_refused");
  }
  return inPlatform(async (tx) => {
    const person = await tx.person.findUnique({ where: { id: personId }, select: { id: true, name: true, email: true, isStaff: true } });
    if (!person) return refuse("passkey_refused");
    if (mustUseIssuer(person)) return refuse("oidc_required");
    return ok(await openSession(tx, { ...person, notified: person.email }, browser, now));
  });
}

// The challenge of a passkey sign-in is signed instead of stored, so that asking for one writes nothing and needs no limit: a passkey always
// gets its owner in. The one that was answered correctly is stored, so that it works once.

const CHALLENGE_MS = 5 * MINUTE_MS;
const SIGNATURE_BYTES = 32;

/** A challenge as text; `id` identifies it once it was used. */
function makeSignInChallenge(now: Date): { id: string; challenge: string } {
  const id = randomUUID();
  const text = `${id}.${now.getTime() + CHALLENGE_MS}`;
  return { id, challenge: `${text}.${sign("passkey", text, SIGNATURE_BYTES).toString("base64url")}` };
}

/** Whether a browser answered the challenge with this id, in time. `answered`: encoded as base64url. */
function isSignInChallenge(answered: string, id: string, now: Date): boolean {
  const [given = "", end = "", signature = ""] = Buffer.from(answered, "base64url").toString().split(".");
  const isOurs = isSignatureOf("passkey", `${given}.${end}`, Buffer.from(signature, "base64url"), SIGNATURE_BYTES);
  return isOurs && given === id && Number(end) > now.getTime();
}
