import { MOST_TOKENS, type NewToken } from "@/lib/api/schema";
import { newApiToken } from "@/lib/api/token";
import { ok, type Result, refuse } from "@/lib/base/result";
import type { OwnerScope } from "@/lib/identity/accounts/access";
import { lockMembers } from "@/lib/identity/accounts/members";
import { recordAudit } from "@/lib/identity/audit/record";
import { inPlatform } from "@/lib/infra/db";
import { hashToken } from "@/lib/infra/secret-token";

const DAY_MS = 86_400_000;

/** Creates a token. Its secret is in this result only; the database stores a hash. */
export function makeApiToken(scope: OwnerScope, input: NewToken): Promise<Result<{ token: string }, "not_owner" | "too_many_tokens">> {
  const { merchantId, actor } = scope;
  const { name, permission, expiresInDays } = input;
  const token = newApiToken();
  const now = new Date();
  const expiresAt = new Date(now.getTime() + expiresInDays * DAY_MS);
  const responsibleId = actor.kind === "member" ? actor.personId : null;
  return inPlatform(async (tx) => {
    if (!(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
    if ((await tx.apiToken.count({ where: { merchantId, revokedAt: null } })) >= MOST_TOKENS) return refuse("too_many_tokens");
    const data = {
      merchantId,
      name,
      permission,
      tokenHash: hashToken(token),
      createdBy: actor,
      responsibleId,
      createdAt: now,
      expiresAt,
    };
    await tx.apiToken.create({ data, select: { id: true } });
    await recordAudit(tx, scope, { action: "api_token_made", after: { name, permission } });
    return ok({ token });
  });
}

/** Revokes a token permanently: the next call with it is refused. */
export function revokeApiToken(scope: OwnerScope, { id }: { id: string }): Promise<Result<true, "not_found" | "not_owner">> {
  const { merchantId } = scope;
  return inPlatform(async (tx) => {
    if (!(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
    const where = { merchantId, id, revokedAt: null };
    const token = await tx.apiToken.findFirst({ where, select: { name: true } });
    if (!token) return refuse("not_found");
    await tx.apiToken.updateMany({ where, data: { revokedAt: new Date() } });
    await recordAudit(tx, scope, { action: "api_token_revoked", before: { name: token.name } });
    return ok(true);
  });
}

/** Makes the acting owner answer for a token, so that it outlives the membership of the person who answered for it before. */
export function takeOverApiToken(scope: OwnerScope, { id }: { id: string }): Promise<Result<true, "not_found" | "not_owner">> {
  const { merchantId, actor } = scope;
  return inPlatform(async (tx) => {
    if (actor.kind !== "member" || !(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
    const where = { merchantId, id, revokedAt: null };
    const token = await tx.apiToken.findFirst({ where, select: { name: true } });
    if (!token) return refuse("not_found");
    await tx.apiToken.updateMany({ where, data: { responsibleId: actor.personId } });
    await recordAudit(tx, scope, { action: "api_token_taken_over", details: { name: token.name } });
    return ok(true);
  });
}
