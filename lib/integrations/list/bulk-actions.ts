"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { listIntegrationNames } from "@/lib/health/shop-names";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { merchantAction, quotaSpent } from "@/lib/identity/auth/action";
import { spendQuota } from "@/lib/identity/quota/spend";
import { type BulkNews, sumUpBulk } from "@/lib/integrations/list/bulk";
import { type BulkRefresh, manyIntegrationsSchema, triggeredBulkSchema } from "@/lib/integrations/list/bulk-schema";
import { describeBulkResult } from "@/lib/integrations/list/describe-bulk-result";
import { listSelectedIds } from "@/lib/integrations/list/list-reads";
import { pauseSync, requestRefreshOfMany, requestRefreshOfThrottled, resumeSync, type StartedRefreshes } from "@/lib/sync/mutations";
import { countActiveRuns, listRunsById } from "@/lib/sync/past-runs/run-reads";

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
  run: async (scope, many) => toBulkRefresh(await requestRefreshOfMany(scope, await listSelectedIds(scope, many))),
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

/** The shops for which `act` succeeded. Each runs in its own transaction, so that a refusal does not affect the others. */
async function idsWhere(ids: readonly string[], act: (integrationId: string) => Promise<{ ok: boolean }>): Promise<string[]> {
  const done: string[] = [];
  for (const id of ids) if ((await act(id)).ok) done.push(id);
  return done;
}

export const checkMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const integrationIds = await listSelectedIds(scope, many);
    const wait = await spendQuota({ scope }, "check", integrationIds.length);
    if (wait !== null) return refuse(quotaSpent(wait));
    const started = await idsWhere(integrationIds, (integrationId) =>
      requestCheck(scope, { integrationId, trigger: "manual", isPaid: true }),
    );
    return ok({ started: started.length, refused: integrationIds.length - started.length });
  },
});

/** Returns the shops that were paused, for the undo. */
export const pauseMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) =>
    ok({ paused: await idsWhere(await listSelectedIds(scope, many), (integrationId) => pauseSync(scope, { integrationId })) }),
});

export const resumeMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const resumed = await idsWhere(await listSelectedIds(scope, many), (integrationId) => resumeSync(scope, { integrationId }));
    return ok({ resumed: resumed.length });
  },
});
