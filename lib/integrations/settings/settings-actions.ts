"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import { switchBadge } from "@/lib/integrations/badge/mutations";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import { changeInterval, chooseLeftOutStatuses, renameIntegration } from "@/lib/integrations/mutations";
import { credentialValuesSchema, integrationNameSchema, statusesSchema } from "@/lib/integrations/schema";
import { disconnectShop } from "@/lib/integrations/settings/disconnect-shop";
import { moveShop } from "@/lib/integrations/settings/move-shop";
import { replaceKey } from "@/lib/integrations/settings/replace-key";

const integrationId = z.uuid();

export const renameAction = merchantAction({
  input: z.object({ integrationId, name: integrationNameSchema }),
  run: (scope, input) => renameIntegration(scope, input.integrationId, input.name),
});

/** How often orders are fetched, and the statuses that the lists hide. */
export const saveImportAction = merchantAction({
  input: z.object({ integrationId, seconds: z.literal(SYNC_INTERVALS_SECONDS).optional(), leftOut: statusesSchema.optional() }),
  run: async (scope, { integrationId: id, seconds, leftOut }) => {
    const paced = seconds === undefined ? ok(true as const) : await changeInterval(scope, id, seconds);
    return paced.ok && leftOut ? chooseLeftOutStatuses(scope, id, leftOut) : paced;
  },
});

/** Resolves and stores a new URL, then enqueues a check that the page follows. */
export const changeAddressAction = merchantAction({
  act: "integration_address_changed",
  spends: "inspect_address",
  input: z.object({ integrationId, address: z.string().max(400_000), withoutKey: z.boolean() }),
  run: moveShop,
});

/** Parses credentials, tests them on the shop, and only then replaces the old ones; the import follows as a job. */
export const replaceCredentialsAction = merchantAction({
  act: "credentials_replaced",
  spends: "try_key",
  input: z.object({ integrationId, values: credentialValuesSchema }),
  run: replaceKey,
});

export const disconnectAction = merchantAction({
  act: "integration_disconnected",
  input: z.object({ integrationId, typedName: z.string().max(200), removesWebhooks: z.boolean().default(false) }),
  run: disconnectShop,
});

export const switchBadgeAction = merchantAction({ input: z.object({ integrationId: z.uuid(), on: z.boolean() }), run: switchBadge });
