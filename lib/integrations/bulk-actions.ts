"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { merchantAction, quotaSpent } from "@/lib/identity/auth/action";
import { savePreference } from "@/lib/identity/preferences/mutations";
import { listColumnsSchema, savedViewsSchema } from "@/lib/identity/preferences/schema";
import { spendQuota } from "@/lib/identity/quota/spend";
import { manyIntegrationsSchema } from "@/lib/integrations/bulk-schema";
import { listMeantIds } from "@/lib/integrations/list-reads";
import { pauseSync, resumeSync } from "@/lib/sync/mutations";

/** The shops for which `act` succeeded. Each runs in its own transaction, so that a refusal does not affect the others. */
async function idsWhere(ids: readonly string[], act: (integrationId: string) => Promise<{ ok: boolean }>): Promise<string[]> {
  const done: string[] = [];
  for (const id of ids) if ((await act(id)).ok) done.push(id);
  return done;
}

export const checkMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const integrationIds = await listMeantIds(scope, many);
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
    ok({ paused: await idsWhere(await listMeantIds(scope, many), (integrationId) => pauseSync(scope, { integrationId })) }),
});

export const resumeMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const resumed = await idsWhere(await listMeantIds(scope, many), (integrationId) => resumeSync(scope, { integrationId }));
    return ok({ resumed: resumed.length });
  },
});

/** A view preference that changes nothing of the merchant, so read-only staff may save it, too. */
export const keepListView = merchantAction({
  input: z.object({ columns: listColumnsSchema.optional(), views: savedViewsSchema.optional(), firstStepsHidden: z.boolean().optional() }),
  allowReadOnly: true,
  run: async (scope, { columns, views, firstStepsHidden }) => {
    const { actor, merchantId } = scope;
    if (!("personId" in actor)) return ok(true);
    if (columns) await savePreference(actor, "list_columns", columns);
    if (views) await savePreference(actor, "list_views", views, merchantId);
    if (firstStepsHidden !== undefined) await savePreference(actor, "first_steps_hidden", firstStepsHidden, merchantId);
    return ok(true);
  },
});
