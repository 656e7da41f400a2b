import { MAX_TOKENS, type NewToken, toScopes } from "@/lib/api/schema";
import { newApiToken } from "@/lib/api/token";
import { ok, type Result, refuse } from "@/lib/base/result";
import { DAY_MS } from "@/lib/base/units";
import { memberIdOf, type OwnerScope } from "@/lib/identity/accounts/access";
import { consentEnd } from "@/lib/identity/accounts/consent";
import { asManager } from "@/lib/identity/accounts/members";
import { type AuditRecord, recordAudit } from "@/lib/identity/audit/record";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { hashToken } from "@/lib/infra/secret-token";

/** Creates a token. Only this result contains the secret; the database stores a hash. One made by staff ends with the owner's consent. */
export function makeApiToken(scope: OwnerScope, input: NewToken): Promise<Result<{ token: string }, "not_owner" | "too_many_tokens">> {
  const { merchantId, actor } = scope;
  const { name, integrationIds, expiresInDays } = input;
  const scopes = toScopes(input.scopes);
  const token = newApiToken();
  const now = new Date();
  const chosen = new Date(now.getTime() + expiresInDays * DAY_MS);
  return asManager(scope, async (tx) => {
    const end = actor.kind === "staff" ? await consentEnd(tx, merchantId, now) : chosen;
    if (end === null) return refuse("not_owner");
    const expiresAt = end < chosen ? end : chosen;
    if ((await tx.apiToken.count({ where: { merchantId, revokedAt: null } })) >= MAX_TOKENS) return refuse("too_many_tokens");
    const owner = { createdBy: actor, responsibleId: memberIdOf(scope) };
    const data = { merchantId, name, scopes, integrationIds, tokenHash: hashToken(token), ...owner, createdAt: now, expiresAt };
    const { id: target } = await tx.apiToken.create({ data, select: { id: true } });
    await recordAudit(tx, scope, {
      action: "api_token_made",
      after: { name, scopes: scopes.join(", "), shops: integrationIds.length },
      target,
    });
    return ok({ token });
  });
}

const changeToken = (
  scope: OwnerScope,
  id: string,
  data: Prisma.ApiTokenUncheckedUpdateManyInput,
  recordOf: (token: { name: string }) => AuditRecord,
): Promise<Result<true, "not_found" | "not_owner">> =>
  asManager(scope, async (tx) => {
    const where = { merchantId: scope.merchantId, id, revokedAt: null };
    const token = await tx.apiToken.findFirst({ where, select: { name: true } });
    if (!token) return refuse("not_found");
    await tx.apiToken.updateMany({ where, data });
    await recordAudit(tx, scope, recordOf(token));
    return ok(true);
  });

/** Revokes a token permanently; its next call is refused. */
export const revokeApiToken = (scope: OwnerScope, { id }: { id: string }) =>
  changeToken(scope, id, { revokedAt: new Date() }, ({ name }) => ({ action: "api_token_revoked", before: { name } }));

/** Makes the acting owner responsible for a token, so that it outlives the membership of the previous person. */
export async function takeOverApiToken(scope: OwnerScope, { id }: { id: string }): Promise<Result<true, "not_found" | "not_owner">> {
  const responsibleId = memberIdOf(scope);
  if (responsibleId === null) return refuse("not_owner");
  return changeToken(scope, id, { responsibleId }, ({ name }) => ({ action: "api_token_taken_over", details: { name } }));
}
