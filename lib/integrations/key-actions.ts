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
import { askStatuses, countForImport, type TriedShop } from "@/lib/integrations/ask-shop";
import { findIntegrationRow } from "@/lib/integrations/data";
import { IMPORT_DAYS, type ImportChoice, startOfChoice } from "@/lib/integrations/import-choice";
import { MAX_NAME_LENGTH } from "@/lib/integrations/limits";
import { chooseImportStart, chooseLeftOutStatuses, renameIntegration, replaceCredentials } from "@/lib/integrations/mutations";
import { proposeName } from "@/lib/integrations/proposed-name";
import type { IntegrationRow } from "@/lib/integrations/row";
import { credentialValuesSchema, integrationNameSchema, statusesSchema } from "@/lib/integrations/schema";
import { type RefusedTry, withTriedCredentials } from "@/lib/integrations/try-credentials";
import { requestFirstImport } from "@/lib/sync/mutations";

export type KeyRefusal =
  | { kind: "fields"; problems: Readonly<Record<string, CredentialProblem>> }
  /** `gone`: the key that the shop handed over was used, has expired, or is for another URL. `read_only`: it may not write. */
  | { kind: "handed_over"; problem: "gone" | "read_only" }
  | RefusedTry;

export type TriedKey =
  | KeyRefusal
  | {
      kind: "works";
      shop: Pick<TriedShop, "name" | "version" | "historyDays" | "mayWrite" | "missingRights">;
      choices: { choice: ImportChoice; orders: number | null }[];
      /** What statuses its orders can have; empty where the shop does not say. */
      statuses: ShopStatus[];
    };

/** `values`: what was typed; null for the key that the shop handed over (lib/integrations/approval). */
const input = z.object({ integrationId: z.uuid(), values: credentialValuesSchema.nullable() });
const day = z.iso.date();

type Outcome = KeyRefusal | { kind: "works"; shop: TriedShop; credentials: unknown; row: IntegrationRow };

/** Tests the key on the shop, within its two connections. Nothing is stored. */
async function tryOn<Value>(
  scope: MerchantScope,
  { integrationId, values }: z.infer<typeof input>,
  then: (works: Extract<Outcome, { kind: "works" }>) => Promise<Value>,
): Promise<Value | KeyRefusal | null> {
  const row = await findIntegrationRow(scope, integrationId);
  if (!row) return null;
  const parsed = values === null ? ok(await openHandedOver(scope, row)) : parseCredentials(row.platform, values);
  if (!parsed.ok) return { kind: "fields", problems: parsed.reason };
  const credentials = parsed.value;
  if (credentials === null) return { kind: "handed_over", problem: "gone" };
  return withTriedCredentials<Value | KeyRefusal>(scope, row, { credentials }, async (shop, usable) =>
    // The approval asked for both rights. A typed key may read only: that is the merchant's choice.
    values === null && shop.mayWrite === false
      ? { kind: "handed_over", problem: "read_only" }
      : then({ kind: "works", shop, credentials: usable, row }),
  );
}

/** Tries a key and says how many orders the shop has for each beginning of the import. `since`: one chosen day, in the zone of the user who chose it. */
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
      // Asked once: a chosen day changes nothing of it.
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

/** The shop's own name replaces the one that the wizard proposed. */
async function adoptShopName(scope: MerchantScope, row: IntegrationRow, ownName: string): Promise<void> {
  const name = integrationNameSchema.safeParse(ownName.slice(0, MAX_NAME_LENGTH));
  const { host, hostname } = new URL(row.baseUrl);
  if (name.success && [host, hostname, proposeName(row.baseUrl)].includes(row.name)) await renameIntegration(scope, row.id, name.data);
}

export type ConnectedKey = KeyRefusal | { kind: "stored" };

/** Tries the key once more, seals it, keeps which orders are wanted, and starts the first import. */
export const storeKeyAndImport = merchantAction({
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
      // Before the key is there nothing can be imported: the beginning holds from the first import on.
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
