import { randomBytes } from "node:crypto";
import { ok } from "@/lib/base/result";
import { inShop } from "@/lib/health/lock-shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";

const TOKEN_BYTES = 16;

/** Creates or deletes the public URL of a status badge. Enabling it again creates a new URL. */
export const switchBadge = (scope: MerchantScope, { integrationId, on }: { integrationId: string; on: boolean }) =>
  inShop(scope, integrationId, async ({ before: { badgeToken: known }, update, record }) => {
    if ((known !== null) === on) return ok({ token: known });
    const token = on ? randomBytes(TOKEN_BYTES).toString("base64url") : null;
    await update({ badgeToken: token });
    await record({ action: on ? "badge_switched_on" : "badge_switched_off" });
    return ok({ token });
  });
