"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import { type ApprovalView, PAGE_APPROVING, type PageApproving } from "@/lib/integrations/approval/approval";
import { findApproval } from "@/lib/integrations/approval/data";
import { magentoHandshakeUrls } from "@/lib/integrations/approval/magento";
import { forgetApproval, type StartedApproval, startApproval } from "@/lib/integrations/approval/mutations";
import { offersApproval } from "@/lib/integrations/approval/offers";
import { shopifyAuthorizeUrl } from "@/lib/integrations/approval/shopify";
import { wooAuthorizeUrl } from "@/lib/integrations/approval/woocommerce";

/** The page of the shop that asks its user; null if the shop's URL has none. */
const PAGE_URL: Readonly<Record<PageApproving, (started: StartedApproval, back: string) => string | null>> = {
  woocommerce: wooAuthorizeUrl,
  shopify: shopifyAuthorizeUrl,
};

const input = z.object({ integrationId: z.uuid() });

/** Starts an approval; the browser then opens the returned URL of the shop. */
export const startShopApproval = merchantAction({
  input: input.extend({ shopSystem: z.enum(PAGE_APPROVING) }),
  run: async (scope, { integrationId, shopSystem }) => {
    const started = await startApproval(scope, integrationId, shopSystem);
    if (!started.ok) return started;
    if (!offersApproval(shopSystem)) return refuse("not_found");
    const back = `/m/${scope.merchantId}/integrations/connect/${integrationId}`;
    const url = PAGE_URL[shopSystem](started.value, back);
    return url === null ? refuse("not_a_shopify_address") : ok({ url });
  },
});

/** Starts a handshake. The two URLs, shown once, must be entered in an integration in Magento. */
export const startMagentoHandshake = merchantAction({
  input,
  run: async (scope, { integrationId }) => {
    const started = await startApproval(scope, integrationId, "magento");
    if (!started.ok) return started;
    return offersApproval("magento") ? ok(magentoHandshakeUrls(started.value.token)) : refuse("not_found");
  },
});

/** Progress of the approval, for the waiting page. */
export const readApproval = merchantAction({
  input,
  allowReadOnly: true,
  run: async (scope, { integrationId }) => ok<ApprovalView | null>(await findApproval(scope, integrationId)),
});

/** The user chose another way: from now on, a key that the shop hands over is refused. */
export const dropApproval = merchantAction({
  input,
  run: async (scope, { integrationId }) => {
    await forgetApproval(scope, integrationId);
    return ok(true);
  },
});
