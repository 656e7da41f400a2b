"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import { savePreference } from "@/lib/identity/preferences/data";
import { listColumnsSchema, savedViewsSchema } from "@/lib/identity/preferences/schema";

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
