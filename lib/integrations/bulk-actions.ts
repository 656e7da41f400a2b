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

/** Each shop in its own transaction, so that one refusal stops no other. */
export const checkMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const integrationIds = await listMeantIds(scope, many);
    const wait = await spendQuota({ scope }, "check", integrationIds.length);
    if (wait !== null) return refuse(quotaSpent(wait));
    let started = 0;
    for (const integrationId of integrationIds)
      if ((await requestCheck(scope, { integrationId, trigger: "manual", isPaid: true })).ok) started += 1;
    return ok({ started, refused: integrationIds.length - started });
  },
});

/** Returns the shops that were paused, to be resumed by a user who wants them back. */
export const pauseMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const integrationIds = await listMeantIds(scope, many);
    const paused: string[] = [];
    for (const integrationId of integrationIds) if ((await pauseSync(scope, { integrationId })).ok) paused.push(integrationId);
    return ok({ paused });
  },
});

export const resumeMany = merchantAction({
  input: manyIntegrationsSchema,
  run: async (scope, many) => {
    const integrationIds = await listMeantIds(scope, many);
    let resumed = 0;
    for (const integrationId of integrationIds) if ((await resumeSync(scope, { integrationId })).ok) resumed += 1;
    return ok({ resumed });
  },
});

/** How the person sees the list: nothing of the merchant changes, so view-only staff may do it too. */
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
