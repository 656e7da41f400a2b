import { describe, expect, it } from "vitest";
import { listApiTokens } from "@/lib/api/data";
import { CALLS_PER_MINUTE, countCall } from "@/lib/api/limits";
import { makeApiToken, revokeApiToken, takeOverApiToken } from "@/lib/api/mutations";
import { MAX_TOKENS, newTokenSchema } from "@/lib/api/schema";
import { findByApiToken, newApiToken } from "@/lib/api/token";
import type { TokenScope } from "@/lib/api/token-choices";
import { ownerScope, staffMerchantScope } from "@/lib/identity/accounts/access";
import { giveConsent, withdrawConsent } from "@/lib/identity/accounts/consent";
import { changeRole, leaveMerchant, removeMember } from "@/lib/identity/accounts/mutations";
import { inMerchant, inPlatform } from "@/lib/infra/db";
import { hashToken } from "@/lib/infra/secret-token";
import { logOf, makeMerchant, makeOwner, makePerson, one, scopeOf } from "@/lib/testing/members";

const ADDRESS = "192.0.2.44";
const input = { name: "Night watch", scopes: [] as TokenScope[], integrationIds: [] as string[], expiresInDays: 365 };
type Owner = Awaited<ReturnType<typeof makeOwner>>;

async function made({ scope }: Owner, more: Partial<Parameters<typeof makeApiToken>[1]> = {}): Promise<string> {
  const token = await makeApiToken(scope, { ...input, ...more });
  if (!token.ok) throw new Error(token.reason);
  return token.value.token;
}
const find = (token: string, now = new Date()) => findByApiToken(token, ADDRESS, now);
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

describe("an API token", () => {
  it("is stored only as a hash, appears in no row, log or list, and the database accepts only hashes", async () => {
    const owner = await makeOwner();
    const token = await made(owner);
    const stored = await inPlatform(
      (tx) => tx.$queryRaw<{ row: string }[]>`
      select to_jsonb(t)::text as row from api_token t where merchant_id = ${owner.merchantId}::uuid`,
    );
    const secret = token.slice("mooring_".length);
    const reported = [
      JSON.stringify(stored),
      JSON.stringify(await logOf(owner.merchantId)),
      JSON.stringify(await listApiTokens(owner.scope)),
    ];
    for (const text of reported) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(token).toString("hex"));
      expect(text).not.toContain(Buffer.from(secret, "base64url").toString("hex"));
    }
    expect(reported[0]).toContain(Buffer.from(hashToken(token)).toString("hex"));
    const data = {
      merchantId: owner.merchantId,
      name: "x",
      scopes: ["read"],
      integrationIds: [],
      createdBy: {},
      expiresAt: inDays(1),
      tokenHash: Buffer.from(token),
    };
    await expect(inPlatform((tx) => tx.apiToken.create({ data }))).rejects.toThrow(/api_token_hash_check/);
  });

  it("grants access to its own merchant only, as an actor with the token's name", async () => {
    const [owner, other] = [await makeOwner(), await makeOwner()];
    const found = await find(await made(owner, { scopes: ["sync:write"] }));
    if (!found.ok) throw new Error(found.reason);
    const [view] = await listApiTokens(owner.scope);
    expect(found.value).toMatchObject({ tokenId: view?.id, scopes: ["read", "sync:write"] });
    expect(found.value.scope).toMatchObject({ merchantId: owner.merchantId, role: null, sourceAddress: ADDRESS });
    expect(found.value.scope.actor).toEqual({ kind: "token", tokenId: view?.id, name: "Night watch" });
    expect(await listApiTokens(other.scope)).toEqual([]);
  });

  it("is masked in the log if a token is used as a name", async () => {
    const owner = await makeOwner();
    const pasted = newApiToken();
    await made(owner, { name: pasted });
    expect(JSON.stringify(await logOf(owner.merchantId))).not.toContain(pasted);
  });

  it("cannot manage members or create tokens", async () => {
    const owner = await makeOwner();
    const found = await find(await made(owner, { scopes: ["sync:write"] }));
    expect(found.ok && ownerScope(found.value.scope)).toBeNull();
  });

  it("is rejected if made up, truncated, or replaced by its hash", async () => {
    const owner = await makeOwner();
    const token = await made(owner);
    const hash = Buffer.from(hashToken(token));
    for (const wrong of [newApiToken(), token.slice(0, -1), token.toUpperCase(), "", `mooring_${hash.toString("base64url")}`])
      expect(await find(wrong)).toEqual({ ok: false, reason: "token_unknown" });
  });

  it("expires on time", async () => {
    const owner = await makeOwner();
    const token = await made(owner, { expiresInDays: 30 });
    expect((await find(token, inDays(29.99))).ok).toBe(true);
    expect(await find(token, inDays(30.01))).toEqual({ ok: false, reason: "token_expired" });
  });

  it("expires within a year: longer lifetimes are refused, and the database rejects tokens without an expiry", async () => {
    const owner = await makeOwner();
    const token = await made(owner);
    expect((await find(token, inDays(364.9))).ok).toBe(true);
    expect(await find(token, inDays(365.1))).toEqual({ ok: false, reason: "token_expired" });
    for (const days of ["0", "366", "", "-1"]) expect(newTokenSchema.safeParse({ ...input, expiresInDays: days }).success).toBe(false);
    const open = inPlatform((tx) => tx.$executeRaw`update api_token set expires_at = null where merchant_id = ${owner.merchantId}::uuid`);
    await expect(open).rejects.toThrow();
  });

  it("is revoked when its responsible member leaves or is removed, unless another owner has taken it over", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner", "owner");
    const [first, second, third] = [one(people), one(people.slice(1)), one(people.slice(2))];
    const [scope, leaver, removed] = [
      await scopeOf(first, merchantId),
      await scopeOf(second, merchantId),
      await scopeOf(third, merchantId),
    ];
    const [own, left, handedOver, ofRemoved] = [
      await made({ merchantId, person: first, scope }),
      await made({ merchantId, person: second, scope: leaver }, { name: "Left" }),
      await made({ merchantId, person: second, scope: leaver }, { name: "Handed over" }),
      await made({ merchantId, person: third, scope: removed }, { name: "Removed" }),
    ];
    const id = (await listApiTokens(scope)).find(({ name }) => name === "Handed over")?.id ?? "";
    expect(await takeOverApiToken(scope, { id })).toEqual({ ok: true, value: true });
    expect((await listApiTokens(scope)).find((token) => token.id === id)?.responsible?.personId).toBe(first.personId);
    await leaveMerchant(leaver);
    await removeMember(scope, { personId: third.personId });
    expect([(await find(own)).ok, (await find(handedOver)).ok]).toEqual([true, true]);
    for (const token of [left, ofRemoved]) expect(await find(token)).toEqual({ ok: false, reason: "token_revoked" });
    const revoked = (await logOf(merchantId)).filter(({ action }) => action === "api_token_revoked");
    expect(revoked.map(({ before }) => before)).toEqual([{ name: "Left" }, { name: "Removed" }]);
  });

  it("stops working once its owner may only view", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner");
    const [first, second] = people;
    if (!first || !second) throw new Error("no owners");
    const manager = await scopeOf(first, merchantId);
    const token = await made({ merchantId, person: second, scope: await scopeOf(second, merchantId) });
    await changeRole(manager, { personId: second.personId, role: "member" });
    expect((await find(token)).ok).toBe(true);
    await changeRole(manager, { personId: second.personId, role: "viewer" });
    expect(await find(token)).toEqual({ ok: false, reason: "token_revoked" });
  });

  it("stops working as soon as it is revoked, and leaves the list", async () => {
    const owner = await makeOwner();
    const [token, kept] = [await made(owner), await made(owner, { name: "Kept" })];
    const id = (await listApiTokens(owner.scope)).find(({ name }) => name === "Night watch")?.id ?? "";
    expect(await revokeApiToken(owner.scope, { id })).toEqual({ ok: true, value: true });
    expect(await find(token)).toEqual({ ok: false, reason: "token_revoked" });
    expect((await find(kept)).ok).toBe(true);
    expect((await listApiTokens(owner.scope)).map(({ name }) => name)).toEqual(["Kept"]);
    expect(await revokeApiToken(owner.scope, { id })).toEqual({ ok: false, reason: "not_found" });
  });

  it("cannot be revoked by another merchant", async () => {
    const [owner, other] = [await makeOwner(), await makeOwner()];
    const token = await made(owner);
    const [view] = await listApiTokens(owner.scope);
    expect(await revokeApiToken(other.scope, { id: view?.id ?? "" })).toEqual({ ok: false, reason: "not_found" });
    expect((await find(token)).ok).toBe(true);
  });

  it("records its last use to the minute", async () => {
    const owner = await makeOwner();
    const token = await made(owner);
    const usedAt = async () => (await listApiTokens(owner.scope))[0]?.lastUsedAt?.getTime() ?? null;
    expect(await usedAt()).toBeNull();
    const first = new Date("2027-01-01T10:00:00Z");
    await find(token, first);
    await find(token, new Date(first.getTime() + 59_000));
    expect(await usedAt()).toBe(first.getTime());
    const later = new Date(first.getTime() + 61_000);
    await find(token, later);
    expect(await usedAt()).toBe(later.getTime());
  });

  it("is created and revoked by current owners only, and both are audited", async () => {
    const { merchantId, people } = await makeMerchant("owner", "owner");
    const [first, second] = [one(people), one(people.slice(1))];
    const [scope, former] = [await scopeOf(first, merchantId), await scopeOf(second, merchantId)];
    await made({ merchantId, person: first, scope });
    await inPlatform((tx) => tx.membership.updateMany({ where: { merchantId, personId: second.personId }, data: { role: "member" } }));
    const id = (await listApiTokens(scope))[0]?.id ?? "";
    expect(await makeApiToken(former, input)).toEqual({ ok: false, reason: "not_owner" });
    expect(await revokeApiToken(former, { id })).toEqual({ ok: false, reason: "not_owner" });
    await revokeApiToken(scope, { id });
    const actor = { kind: "member", personId: first.personId, name: first.name };
    expect(await logOf(merchantId)).toMatchObject([
      { action: "api_token_made", actor, after: { name: "Night watch", scopes: "read", shops: 0 } },
      { action: "api_token_revoked", actor, before: { name: "Night watch" } },
    ]);
  });

  it("is limited in number per merchant, even under concurrent creation", async () => {
    const owner = await makeOwner();
    const rows = Array.from({ length: MAX_TOKENS - 1 }, (_, place) => ({
      merchantId: owner.merchantId,
      name: `${place}`,
      scopes: ["read"],
      integrationIds: [],
      createdBy: {},
      expiresAt: inDays(1),
      tokenHash: hashToken(newApiToken()),
    }));
    await inPlatform((tx) => tx.apiToken.createMany({ data: rows }));
    const outcomes = await Promise.all([makeApiToken(owner.scope, input), makeApiToken(owner.scope, input)]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, reason: "too_many_tokens" });
  });

  it("cannot be written, nor its hash read, in a merchant's database transaction", async () => {
    const owner = await makeOwner();
    await made(owner);
    const asMerchant = (statement: string) => inMerchant(owner.merchantId, (tx) => tx.$executeRawUnsafe(statement));
    for (const statement of ["select token_hash from api_token", "update api_token set expires_at = null", "delete from api_token"])
      await expect(asMerchant(statement)).rejects.toThrow(/permission denied/);
  });
});

it("a new token needs a name, known scopes and a known lifetime", () => {
  const form = { name: " Night watch ", scopes: ["sync:write"], integrationIds: [], expiresInDays: "90" };
  expect(newTokenSchema.parse(form)).toEqual({ name: "Night watch", scopes: ["sync:write"], integrationIds: [], expiresInDays: 90 });
  for (const wrong of [{ name: "  " }, { name: "x".repeat(61) }, { scopes: ["write"] }, { expiresInDays: "91" }])
    expect(newTokenSchema.safeParse({ ...form, ...wrong }).success).toBe(false);
});

it("calls are limited per token and minute, and a refused call gets the time to wait", async () => {
  const [busy, calm] = [crypto.randomUUID(), crypto.randomUUID()];
  const counts = await Promise.all(Array.from({ length: CALLS_PER_MINUTE }, () => countCall(busy)));
  expect(counts.every(({ isAllowed }) => isAllowed)).toBe(true);
  expect(Math.min(...counts.map(({ remaining }) => remaining))).toBe(0);
  const refused = await countCall(busy);
  expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
  expect(refused.resetSeconds).toBeGreaterThan(0);
  expect(refused.resetSeconds).toBeLessThanOrEqual(60);
  expect(await countCall(calm)).toMatchObject({ isAllowed: true, remaining: CALLS_PER_MINUTE - 1 });
});

describe("an API token made by staff", () => {
  const asStaff = async (merchantId: string) => {
    const person = await makePerson(true);
    const scope = await inPlatform((tx) => staffMerchantScope(tx, person, merchantId, "Ticket 12"));
    const own = scope && ownerScope(scope);
    if (!own) throw new Error("no consent");
    return own;
  };

  it("ends with the owner's consent, even if another consent follows", async () => {
    const owner = await makeOwner();
    await giveConsent(owner.scope, { days: 7 });
    const token = await made({ ...owner, scope: await asStaff(owner.merchantId) });
    const own = await made(owner);
    const [view] = (await listApiTokens(owner.scope)).filter(({ responsible }) => responsible === null);
    expect(view?.expiresAt.getTime()).toBeLessThanOrEqual(inDays(7).getTime());
    expect(await find(token)).toMatchObject({ ok: true });
    expect(await find(token, inDays(8))).toEqual({ ok: false, reason: "token_expired" });
    await withdrawConsent(owner.scope);
    await giveConsent(owner.scope, { days: 7 });
    expect(await find(token)).toEqual({ ok: false, reason: "token_revoked" });
    expect(await find(own)).toMatchObject({ ok: true });
    expect((await logOf(owner.merchantId)).map(({ action }) => action)).toContain("api_token_revoked");
  });

  it("cannot be made with a scope from before the consent was withdrawn, and an older one fails without consent", async () => {
    const owner = await makeOwner();
    await giveConsent(owner.scope, { days: 7 });
    const staff = await asStaff(owner.merchantId);
    const token = await made({ ...owner, scope: staff });
    await inPlatform((tx) => tx.supportConsent.updateMany({ where: { merchantId: owner.merchantId }, data: { withdrawnAt: new Date() } }));
    expect(await makeApiToken(staff, input)).toEqual({ ok: false, reason: "not_owner" });
    expect(await find(token)).toEqual({ ok: false, reason: "token_expired" });
  });

  it("outlives the consent once an owner is responsible for it", async () => {
    const owner = await makeOwner();
    await giveConsent(owner.scope, { days: 7 });
    const token = await made({ ...owner, scope: await asStaff(owner.merchantId) });
    const [view] = await listApiTokens(owner.scope);
    await takeOverApiToken(owner.scope, { id: view?.id ?? "" });
    await withdrawConsent(owner.scope);
    expect(await find(token)).toMatchObject({ ok: true });
  });
});
