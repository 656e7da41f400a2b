"use server";

import { z } from "zod";
import { ok } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import { switchBadge } from "@/lib/integrations/badge/mutations";
import { countStatuses } from "@/lib/integrations/data";
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

export const changeIntervalAction = merchantAction({
  input: z.object({ integrationId, seconds: z.literal(SYNC_INTERVALS_SECONDS) }),
  run: (scope, input) => changeInterval(scope, input.integrationId, input.seconds),
});

/** The statuses of the shop's orders with their counts, loaded only when the settings are opened. */
export const countStatusesAction = merchantAction({
  input: z.object({ integrationId }),
  run: async (scope, input) => ok(await countStatuses(scope, input.integrationId)),
});

export const chooseLeftOutStatusesAction = merchantAction({
  input: z.object({ integrationId, leftOut: statusesSchema }),
  run: (scope, input) => chooseLeftOutStatuses(scope, input.integrationId, input.leftOut),
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
