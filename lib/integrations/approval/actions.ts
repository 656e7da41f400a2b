"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import type { ApprovalView } from "@/lib/integrations/approval/approval";
import { findApproval } from "@/lib/integrations/approval/data";
import { forgetApproval, startApproval } from "@/lib/integrations/approval/mutations";
import { canApprove, wooAuthorizeUrl } from "@/lib/integrations/approval/woocommerce";

const input = z.object({ integrationId: z.uuid() });

/** Begins an approval; the browser then goes to the returned page of the shop. */
export const startWooApproval = merchantAction({
  input,
  run: async (scope, { integrationId }) => {
    const started = await startApproval(scope, integrationId, "woocommerce");
    if (!started.ok) return started;
    if (!canApprove()) return refuse("not_found");
    return ok({ url: wooAuthorizeUrl(started.value, `/m/${scope.merchantId}/integrations/connect/${integrationId}`) });
  },
});

/** How far the approval is, for the page that waits for it. */
export const readApproval = merchantAction({
  input,
  allowReadOnly: true,
  run: async (scope, { integrationId }) => ok<ApprovalView | null>(await findApproval(scope, integrationId)),
});

/** The person takes another way: what the shop hands over from now on is refused. */
export const dropApproval = merchantAction({
  input,
  run: async (scope, { integrationId }) => {
    await forgetApproval(scope, integrationId);
    return ok(true);
  },
});
