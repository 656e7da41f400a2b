import { maskText } from "@/lib/base/mask-secrets";
import { ok, type Result, refuse } from "@/lib/base/result";
import { lockShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Actor } from "@/lib/identity/accounts/actor";
import { recordAudit } from "@/lib/identity/audit/record";
import type { IncidentCause } from "@/lib/incidents/incident";
import { toIncident } from "@/lib/incidents/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { judgeAnswers } from "@/lib/operations/learning/follow-checks";
import type { GivenAnswer } from "@/lib/operations/learning/schema";

/** Stores whether a diagnosis and its fix were right; a later answer on the same fix replaces it. `not_found` for unknown and foreign incidents and causes. */
export function answerFix(scope: MerchantScope, given: GivenAnswer): Promise<Result<true, "not_found">> {
  const { merchantId, actor: author } = scope;
  const { integrationId, incidentId, cause: causeCode, answer } = given;
  const isOther = answer === "something_else";
  return inMerchant(merchantId, async (tx) => {
    await lockShop(tx, scope, integrationId);
    const stored = await tx.incident.findFirst({ where: { merchantId, id: incidentId, integrationId } });
    const cause = stored && toIncident(stored).causes.findLast(({ code }) => code === causeCode);
    if (!cause) return refuse("not_found");
    const key = { merchantId, incidentId, causeCode, recipe: isOther ? "" : given.recipe };
    const said = {
      integrationId,
      answer,
      author,
      answeredAt: new Date(),
      passed: null,
      judgedAt: null,
      blocker: cause.blocker,
      foundAt: cause.firstSeenAt,
      text: isOther ? maskText(given.text) : "",
    };
    await tx.fixAnswer.upsert({
      where: { merchantId_incidentId_causeCode_recipe: key },
      create: { ...key, ...said },
      update: said,
    });
    await judgeAnswers(tx, scope, { integrationId, incidentId, checkStartedAt: null });
    await recordAudit(tx, scope, { action: "fix_answered", integrationId, details: { cause: causeCode, recipe: key.recipe, answer } });
    await publish(tx, { kind: "integration", merchantId, integrationId });
    return ok(true);
  });
}

interface SupportFix {
  integrationId: string;
  incidentId: string;
  cause: IncidentCause;
  text: string;
  author: Actor;
}

/** Learns from staff what fixed a confirmed cause, unless the merchant has said it. The next checks judge it. */
export async function learnFromSupport(tx: Transaction, scope: MerchantScope, fix: SupportFix): Promise<void> {
  const { integrationId, incidentId, cause, text, author } = fix;
  const { count } = await tx.fixAnswer.createMany({
    data: {
      merchantId: scope.merchantId,
      incidentId,
      integrationId,
      causeCode: cause.code,
      blocker: cause.blocker,
      recipe: "",
      answer: "something_else",
      text,
      author,
      answeredAt: new Date(),
      foundAt: cause.firstSeenAt,
    },
    skipDuplicates: true,
  });
  if (count > 0) await judgeAnswers(tx, scope, { integrationId, incidentId, checkStartedAt: null });
}
