"use server";

import { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { type CheckRefusal, requestCheck, requestTestAgain, type StartedCheck } from "@/lib/check/mutations";
import { merchantAction, quotaSpent, type Refusal } from "@/lib/identity/auth/action";

export type CheckAnswer = { kind: "started" | "joined"; checkId: string } | { kind: "too_soon"; retryAfterSeconds: number };

function answerOf(outcome: Result<StartedCheck, CheckRefusal>): Result<CheckAnswer, Refusal> {
  if (outcome.ok) return ok<CheckAnswer>({ kind: outcome.value.joined ? "joined" : "started", checkId: outcome.value.checkId });
  const { reason } = outcome;
  if (reason.code === "not_found") return refuse(reason.code);
  if (reason.code === "quota_spent") return refuse(quotaSpent(reason.retryAfterSeconds));
  return ok<CheckAnswer>({ kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds });
}

export const checkIntegration = merchantAction({
  input: z.object({ integrationId: z.uuid() }),
  run: async (scope, { integrationId }) => answerOf(await requestCheck(scope, { integrationId, trigger: "manual" })),
});

/** Repeats the requests of one cause, identified by its index in the displayed check. */
export const testCauseAgain = merchantAction({
  input: z.object({ integrationId: z.uuid(), ofCheckId: z.uuid(), causeIndex: z.number().int().nonnegative().max(99) }),
  run: async (scope, input) => answerOf(await requestTestAgain(scope, input)),
});
