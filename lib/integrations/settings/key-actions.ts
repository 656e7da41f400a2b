"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { instantOfWallClock } from "@/lib/base/wall-clock";
import { type CredentialProblem, parseCredentials } from "@/lib/connectors/credentials";
import type { ShopStatus } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { merchantAction } from "@/lib/identity/auth/action";
import { openHandedOver } from "@/lib/integrations/approval/data";
import { forgetApproval } from "@/lib/integrations/approval/mutations";
import { askStatuses, countForImport, type TriedShop } from "@/lib/integrations/connect/ask-shop";
import { IMPORT_DAYS, type ImportChoice, startOfChoice } from "@/lib/integrations/connect/import-choice";
import { proposeName } from "@/lib/integrations/connect/proposed-name";
import { type RefusedTry, withTriedCredentials } from "@/lib/integrations/connect/try-credentials";
import { findIntegrationRow } from "@/lib/integrations/data";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { chooseImportStart, chooseLeftOutStatuses, renameIntegration, replaceCredentials } from "@/lib/integrations/mutations";
import { credentialValuesSchema, integrationNameSchema, statusesSchema } from "@/lib/integrations/schema";
import { requestFirstImport } from "@/lib/sync/mutations";

export type KeyRefusal =
  | { kind: "fields"; problems: Readonly<Record<string, CredentialProblem>> }
  /** `gone`: the handed-over key was used, has expired, or belongs to another URL. `read_only`: it has no write permission. */
  | { kind: "handed_over"; problem: "gone" | "read_only" }
  | RefusedTry;

export type TriedKey =
  | KeyRefusal
  | {
      kind: "works";
      shop: Pick<TriedShop, "name" | "version" | "historyDays" | "mayWrite" | "missingRights">;
      choices: { choice: ImportChoice; orders: number | null }[];
      /** Possible statuses of its orders; empty if the shop does not list them. */
      statuses: ShopStatus[];
    };

/** `values`: the entered credentials; null for the key that the shop handed over (lib/integrations/approval). */
const input = z.object({ integrationId: z.uuid(), values: credentialValuesSchema.nullable() });
const day = z.iso.date();

type Outcome = KeyRefusal | { kind: "works"; shop: TriedShop; credentials: unknown; row: IntegrationRow };

/** Tests the key on the shop, within its two connections. Stores nothing. */
async function tryOn<Value>(
  scope: MerchantScope,
  { integrationId, values }: z.infer<typeof input>,
  then: (works: Extract<Outcome, { kind: "works" }>) => Promise<Value>,
): Promise<Value | KeyRefusal | null> {
  const row = await findIntegrationRow(scope, integrationId);
  if (!row) return null;
  const parsed = values === null ? ok(await openHandedOver(scope, row)) : parseCredentials(row.shopSystem, values);
  if (!parsed.ok) return { kind: "fields", problems: parsed.reason };
  const credentials = parsed.value;
  if (credentials === null) return { kind: "handed_over", problem: "gone" };
  return withTriedCredentials<Value | KeyRefusal>(scope, row, { credentials }, async (shop, usable) =>
    // An approval requests both permissions. A typed key may be read-only: that is the merchant's choice.
    values === null && shop.mayWrite === false
      ? { kind: "handed_over", problem: "read_only" }
      : then({ kind: "works", shop, credentials: usable, row }),
  );
}

/** Tests a key and counts the shop's orders for each selectable import start. `since`: a chosen day, in the user's time zone. */
export const tryKey = merchantAction({
  spends: "try_key",
  input: input.extend({ since: day.nullable(), timeZone: z.string().max(64) }),
  run: async (scope, { since, timeZone, ...typed }) => {
    const now = new Date();
    const choices: ImportChoice[] = since
      ? [{ kind: "since", day: since }]
      : [{ kind: "all" }, ...IMPORT_DAYS.map((days) => ({ kind: "days", days }) as const)];
    const answer = await tryOn(scope, typed, async ({ shop, credentials, row }): Promise<TriedKey> => {
      const froms = choices.map((choice) => startOfChoice(choice, now, (text) => instantOfWallClock(text, timeZone)));
      const counts = await countForImport(row, credentials, froms);
      // Requested only once, since the statuses do not depend on the day.
      const statuses = since ? [] : ((await askStatuses(row, credentials)) ?? []);
      const { name, version, historyDays, mayWrite, missingRights } = shop;
      return {
        kind: "works",
        shop: { name, version, historyDays, mayWrite, missingRights },
        choices: choices.map((choice, index) => ({ choice, orders: counts[index] ?? null })),
        statuses,
      };
    });
    return answer ? ok<TriedKey>(answer) : refuse("not_found");
  },
});

/** Replaces the name proposed by the wizard with the shop's own. */
async function adoptShopName(scope: MerchantScope, row: IntegrationRow, ownName: string): Promise<void> {
  const name = integrationNameSchema.safeParse(ownName.slice(0, MAX_NAME_LENGTH));
  const { host, hostname } = new URL(row.baseUrl);
  if (name.success && [host, hostname, proposeName(row.baseUrl)].includes(row.name)) await renameIntegration(scope, row.id, name.data);
}

export type ConnectedKey = KeyRefusal | { kind: "stored" };

/** Tests the key again, seals it, stores the chosen orders, and starts the first import. */
export const storeKeyAndImport = merchantAction({
  act: "credentials_replaced",
  actsIf: async (scope, { integrationId }) => (await findIntegrationRow(scope, integrationId))?.hasCredentials === true,
  spends: "try_key",
  input: input.extend({
    choice: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("all") }),
      z.object({ kind: z.literal("days"), days: z.number().int().positive().max(10_000) }),
      z.object({ kind: z.literal("since"), day }),
    ]),
    leftOut: statusesSchema,
    timeZone: z.string().max(64),
  }),
  run: async (scope, { choice, leftOut, timeZone, ...typed }) => {
    const { integrationId } = typed;
    const answer = await tryOn(scope, typed, async ({ credentials, row, shop }) => {
      const from = startOfChoice(choice, new Date(), (text) => instantOfWallClock(text, timeZone));
      // Must precede the key: the first import begins as soon as it is stored.
      const chosen = await chooseImportStart(scope, integrationId, from);
      if (!chosen.ok && chosen.reason !== "imported_already") return null;
      await chooseLeftOutStatuses(scope, integrationId, leftOut);
      const stored = await replaceCredentials(scope, integrationId, credentials, row.baseUrl);
      if (!stored.ok) return null;
      await forgetApproval(scope, integrationId);
      await adoptShopName(scope, row, shop.name);
      return { kind: "stored" as const };
    });
    if (answer?.kind !== "stored") return answer ? ok<ConnectedKey>(answer) : refuse("not_found");
    await requestFirstImport(scope, { integrationId });
    return ok<ConnectedKey>({ kind: "stored" });
  },
});
