"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { requestCheck } from "@/lib/check/mutations";
import { type CredentialProblem, parseCredentials } from "@/lib/connectors/credentials";
import { overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";
import { liveOutside } from "@/lib/health/live-outside";
import { merchantAction } from "@/lib/identity/auth/action";
import { switchBadge } from "@/lib/integrations/badge/mutations";
import { type ContactProblem, mayContact } from "@/lib/integrations/connect/ask-shop";
import { type HttpsMiss, locateShop } from "@/lib/integrations/connect/locate-shop";
import { proposeName } from "@/lib/integrations/connect/proposed-name";
import { type RefusedTry, withTriedCredentials } from "@/lib/integrations/connect/try-credentials";
import { countStatuses, findIntegrationRow } from "@/lib/integrations/data";
import { SYNC_INTERVALS_SECONDS } from "@/lib/integrations/limits";
import {
  changeAddress,
  changeInterval,
  chooseLeftOutStatuses,
  disconnectIntegration,
  renameIntegration,
  replaceCredentials,
} from "@/lib/integrations/mutations";
import { credentialValuesSchema, integrationNameSchema, statusesSchema } from "@/lib/integrations/schema";
import { requestFirstImport } from "@/lib/sync/mutations";
import { maintainWebhooks } from "@/lib/sync/webhooks/maintain-webhooks";
import { endInstantOrders } from "@/lib/sync/webhooks/mutations";

const integrationId = z.uuid();
/** How long a user who disconnects a shop waits for it to delete its webhooks. */
const WEBHOOKS_WITHIN_MS = 15_000;

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

export type AddressAnswer =
  /** `overHttps`: why https failed, if no scheme was entered and the URL is plain http. */
  | { kind: "saved"; address: string; overHttps: HttpsMiss | null }
  | { kind: "problem"; problem: ContactProblem | "address_taken"; host: string }
  /** The stored key belongs to another server: submitting again with `withoutKey` deletes it. */
  | { kind: "key_for_other_address"; host: string };

/** Resolves and stores a new URL, then enqueues a check that the page follows. */
export const changeAddressAction = merchantAction({
  act: "integration_address_changed",
  spends: "inspect_address",
  input: z.object({ integrationId, address: z.string().max(400_000), withoutKey: z.boolean() }),
  run: async (scope, input) => {
    const problem = (code: ContactProblem | "address_taken", host = "") => ok<AddressAnswer>({ kind: "problem", problem: code, host });
    const parsed = parseShopAddress(input.address);
    if (!parsed.ok) return problem(parsed.reason);
    const contact = await mayContact(parsed.value);
    if (!contact.ok) return problem(contact.reason.code, contact.reason.host);
    const row = await findIntegrationRow(scope, input.integrationId);
    if (!row) return refuse("not_found");
    // An entered scheme is intentional, and an unchanged URL needs no requests.
    const http = row.baseUrl === parsed.value ? null : overPlainHttp(input.address);
    const { baseUrl, overHttps } =
      http === null ? { baseUrl: parsed.value, overHttps: null } : await locateShop(parsed.value, http, await liveOutside());
    const changed = await changeAddress(scope, input.integrationId, baseUrl, { withoutKey: input.withoutKey });
    if (!changed.ok && changed.reason === "key_for_other_address")
      return ok<AddressAnswer>({ kind: "key_for_other_address", host: proposeName(baseUrl) });
    if (!changed.ok) return changed.reason === "address_taken" ? problem("address_taken") : refuse(changed.reason);
    await requestCheck(scope, { integrationId: input.integrationId, trigger: "connect" });
    return ok<AddressAnswer>({ kind: "saved", address: baseUrl, overHttps });
  },
});

export type CredentialsAnswer =
  | { kind: "stored" }
  | { kind: "fields"; problems: Readonly<Record<string, CredentialProblem>> }
  /** The shop rejected the credentials or could not be asked, so nothing was stored. */
  | RefusedTry;

/** Parses credentials, tests them on the shop, and only then replaces the old ones; the import follows as a job. */
export const replaceCredentialsAction = merchantAction({
  act: "credentials_replaced",
  spends: "try_key",
  input: z.object({ integrationId, values: credentialValuesSchema }),
  run: async (scope, input) => {
    const row = await findIntegrationRow(scope, input.integrationId);
    if (!row) return refuse("not_found");
    const parsed = parseCredentials(row.shopSystem, input.values);
    if (!parsed.ok) return ok<CredentialsAnswer>({ kind: "fields", problems: parsed.reason });
    const tested = await withTriedCredentials(scope, row, { credentials: parsed.value }, async (_shop, credentials) => ({
      kind: "works" as const,
      credentials,
    }));
    if (tested.kind !== "works") return ok<CredentialsAnswer>(tested);
    const stored = await replaceCredentials(scope, input.integrationId, tested.credentials, row.baseUrl);
    if (!stored.ok) return refuse(stored.reason);
    await requestFirstImport(scope, { integrationId: input.integrationId });
    return ok<CredentialsAnswer>({ kind: "stored" });
  },
});

export const disconnectAction = merchantAction({
  act: "integration_disconnected",
  input: z.object({ integrationId, typedName: z.string().max(200), removesWebhooks: z.boolean().default(false) }),
  run: async (scope, input) => {
    const row = input.removesWebhooks ? await findIntegrationRow(scope, input.integrationId) : null;
    // A shop that does not answer keeps its webhooks, and disables them after failed deliveries.
    if (row && row.name === input.typedName.trim() && (await endInstantOrders(scope, input)).ok)
      await maintainWebhooks(scope, input.integrationId, await liveOutside(), AbortSignal.timeout(WEBHOOKS_WITHIN_MS));
    return disconnectIntegration(scope, input.integrationId, input.typedName);
  },
});

export const switchBadgeAction = merchantAction({ input: z.object({ integrationId: z.uuid(), on: z.boolean() }), run: switchBadge });
