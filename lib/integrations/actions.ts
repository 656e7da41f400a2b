"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { type CheckRefusal, requestCheck, requestTestAgain, type StartedCheck } from "@/lib/check/mutations";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { merchantAction, quotaSpent, type Refusal } from "@/lib/identity/auth/action";
import { type BulkNews, sumUpBulk } from "@/lib/integrations/bulk";
import { type BulkRefresh, manyIntegrationsSchema, triggeredBulkSchema } from "@/lib/integrations/bulk-schema";
import { describeBulkResult } from "@/lib/integrations/describe-bulk-result";
import { listMeantIds } from "@/lib/integrations/list-reads";
import {
  pauseSync,
  requestRefresh,
  requestRefreshOfMany,
  requestRefreshOfThrottled,
  resumeSync,
  type StartedRefreshes,
} from "@/lib/sync/mutations";
import { countActiveRuns, listRunsById } from "@/lib/sync/past-runs/run-reads";

const integrationInput = z.object({ integrationId: z.uuid() });

/** Result of a Refresh. All but `not_found` are shown as a message, not as an error. */
export type RefreshAnswer =
  /** `at`: server time of the commit; rows read later include the run. */
  | { kind: "started" | "joined"; runId: string; at: number }
  | { kind: "too_soon"; retryAfterSeconds: number }
  | { kind: "paused"; by: string }
  | { kind: "no_credentials" };

export const refreshIntegration = merchantAction({
  input: integrationInput,
  run: async (scope, input) => {
    const outcome = await requestRefresh(scope, input);
    if (outcome.ok) {
      const { joined, runId } = outcome.value;
      return ok<RefreshAnswer>({ kind: joined ? "joined" : "started", runId, at: Date.now() });
    }
    const { reason } = outcome;
    if (reason.code === "not_found") return refuse(reason.code);
    if (reason.code === "too_soon") return ok<RefreshAnswer>({ kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds });
    if (reason.code === "paused") return ok<RefreshAnswer>({ kind: "paused", by: reason.by });
    return ok<RefreshAnswer>({ kind: "no_credentials" });
  },
});

const toBulkRefresh = ({ started, refused }: StartedRefreshes) =>
  ok<BulkRefresh>({
    runs: started.map(({ integrationId, runId, joined }) => ({ integrationId, runId, joined })),
    refused: refused.map(({ integrationId, reason }) => ({ integrationId, code: reason.code })),
  });

export const refreshThrottled = merchantAction({
  input: z.object({}),
  run: async (scope) => toBulkRefresh(await requestRefreshOfThrottled(scope)),
});

export const refreshMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => toBulkRefresh(await requestRefreshOfMany(scope, await listMeantIds(scope, many))),
});

/** Progress of a bulk Refresh and, once ended, its outcome as text with the names of shops. Read-only. */
export const readBulk = merchantAction({
  input: triggeredBulkSchema,
  allowReadOnly: true,
  run: async (scope, requested) => {
    const runIds = requested.runs.map(({ runId }) => runId);
    const t = await getTranslations("sync");
    return readMerchant(scope, async (reader) => {
      const { active, ...fetched } = await countActiveRuns(reader, runIds);
      const progress = { shops: runIds.length, ended: runIds.length - active, ...fetched };
      if (active > 0) return ok<BulkNews>({ progress, outcome: null });
      const runs = await listRunsById(reader, runIds);
      const names = new Map((await listIntegrationNames(reader)).map(({ id, name }) => [id, name]));
      return ok<BulkNews>({ progress, outcome: describeBulkResult(t, sumUpBulk(requested, runs, new Set(names.keys())), names) });
    });
  },
});

export type CheckAnswer = { kind: "started" | "joined"; checkId: string } | { kind: "too_soon"; retryAfterSeconds: number };

function answerOf(outcome: Result<StartedCheck, CheckRefusal>): Result<CheckAnswer, Refusal> {
  if (outcome.ok) return ok<CheckAnswer>({ kind: outcome.value.joined ? "joined" : "started", checkId: outcome.value.checkId });
  const { reason } = outcome;
  if (reason.code === "not_found") return refuse(reason.code);
  if (reason.code === "quota_spent") return refuse(quotaSpent(reason.retryAfterSeconds));
  return ok<CheckAnswer>({ kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds });
}

export const checkIntegration = merchantAction({
  input: integrationInput,
  run: async (scope, { integrationId }) => answerOf(await requestCheck(scope, { integrationId, trigger: "manual" })),
});

/** Repeats the requests of one cause, identified by its index in the displayed check. */
export const testCauseAgain = merchantAction({
  input: z.object({ integrationId: z.uuid(), ofCheckId: z.uuid(), causeIndex: z.number().int().nonnegative().max(99) }),
  run: async (scope, input) => answerOf(await requestTestAgain(scope, input)),
});

export const pauseIntegration = merchantAction({ input: integrationInput, run: pauseSync });
export const resumeIntegration = merchantAction({ input: integrationInput, run: resumeSync });
