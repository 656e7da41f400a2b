"use server";

import { z } from "zod";
import { ok, type Result, refuse } from "@/lib/base/result";
import { liveOutside } from "@/lib/health/live-outside";
import { type MerchantScope, readOnlyCode } from "@/lib/identity/accounts/access";
import { merchantAction, staffMerchantAction } from "@/lib/identity/auth/action";
import { type CountRefusal, countWindow, type WindowCounts } from "@/lib/sync/backfill/count-window";
import { type BackfillRefusal, requestBackfill, stopBackfill } from "@/lib/sync/backfill/mutations";
import { readChosenWindow } from "@/lib/sync/backfill/window";
import { type LookupQuestion, lookUpOrder } from "@/lib/sync/lookup/look-up-order";
import type { OrderLookup } from "@/lib/sync/lookup/lookup-answer";
import { cancelMaintenance, planMaintenance, revokeMaintenanceToken } from "@/lib/sync/maintenance/mutations";
import { readTypedWindow, type WindowProblem } from "@/lib/sync/maintenance/window";
import { confirmEmptyShop, makeMaintenanceToken, pauseSync, requestRefresh, resumeSync } from "@/lib/sync/mutations";
import { dismissQuarantinedOrder, restoreQuarantinedOrder } from "@/lib/sync/quarantine/mutations";
import { dismissReasonSchema } from "@/lib/sync/quarantine/schema";
import { endInstantOrders, requestInstantOrders } from "@/lib/sync/webhooks/mutations";
import { instantOrdersInput } from "@/lib/sync/webhooks/schema";

const integrationInput = z.object({ integrationId: z.uuid() });

/** Result of a Refresh. All but `not_found` are shown as a message, not as an error. */
export type RefreshAnswer =
  /** `at`: server time of the commit; rows read later include the run. */
  | { kind: "started" | "joined"; runId: string; at: number }
  | { kind: "too_soon"; retryAfterSeconds: number }
  | { kind: "paused"; by: string }
  | { kind: "no_credentials" };

export const refreshIntegration = merchantAction({
  input: integrationInput,
  run: async (scope, input) => {
    const outcome = await requestRefresh(scope, input);
    if (outcome.ok) {
      const { joined, runId } = outcome.value;
      return ok<RefreshAnswer>({ kind: joined ? "joined" : "started", runId, at: Date.now() });
    }
    const { reason } = outcome;
    if (reason.code === "not_found") return refuse(reason.code);
    if (reason.code === "too_soon") return ok<RefreshAnswer>({ kind: "too_soon", retryAfterSeconds: reason.retryAfterSeconds });
    if (reason.code === "paused") return ok<RefreshAnswer>({ kind: "paused", by: reason.by });
    return ok<RefreshAnswer>({ kind: "no_credentials" });
  },
});

export const pauseIntegration = merchantAction({ input: integrationInput, run: pauseSync });
export const resumeIntegration = merchantAction({ input: integrationInput, run: resumeSync });

const quarantinedInput = z.object({ integrationId: z.uuid(), quarantinedId: z.uuid() });
export const dismissQuarantinedAction = merchantAction({
  input: quarantinedInput.extend({ reason: dismissReasonSchema }),
  run: dismissQuarantinedOrder,
});
export const restoreQuarantinedAction = merchantAction({ input: quarantinedInput, run: restoreQuarantinedOrder });

export const confirmEmptyShopAction = merchantAction({ input: integrationInput, run: confirmEmptyShop });
export const requestInstantOrdersAction = merchantAction({ input: instantOrdersInput, run: requestInstantOrders });
export const endInstantOrdersAction = merchantAction({ input: integrationInput, run: endInstantOrders });

export type MaintenanceAnswer = { kind: "planned" } | { kind: "problem"; problem: WindowProblem | "too_many_windows" };

/** Times as typed, on the wall clock of the chosen zone. */
export const planMaintenanceAction = merchantAction({
  input: z.object({ integrationId: z.uuid(), from: z.string().max(16), to: z.string().max(16), timeZone: z.string().max(64) }),
  run: async (scope, { integrationId, ...typed }) => {
    const window = readTypedWindow(typed, new Date());
    if (!window.ok) return ok<MaintenanceAnswer>({ kind: "problem", problem: window.reason });
    const planned = await planMaintenance(scope, { integrationId, timeZone: typed.timeZone, ...window.value });
    if (planned.ok) return ok<MaintenanceAnswer>({ kind: "planned" });
    return planned.reason === "not_found" ? refuse("not_found") : ok<MaintenanceAnswer>({ kind: "problem", problem: planned.reason });
  },
});

export const cancelMaintenanceAction = merchantAction({ input: z.object({ windowId: z.uuid() }), run: cancelMaintenance });
export const makeMaintenanceTokenAction = merchantAction({ input: integrationInput, run: makeMaintenanceToken });
export const revokeMaintenanceTokenAction = merchantAction({ input: integrationInput, run: revokeMaintenanceToken });

/** Days on the wall clock of a zone; the last day is included. */
const chosenWindowSchema = z.object({
  integrationId: z.uuid(),
  from: z.string().max(10),
  to: z.string().max(10),
  timeZone: z.string().max(64),
});

export type CountAnswer =
  | ({ kind: "counted" } & WindowCounts)
  | { kind: "window_invalid" }
  | { kind: "refused"; reason: Exclude<CountRefusal, { code: "not_found" }> };

/** The shop's count of the chosen days and ours, before anything is read. */
export const countBackfillAction = merchantAction({
  spends: "count_orders",
  input: chosenWindowSchema,
  run: async (scope, { integrationId, ...chosen }) => {
    const window = readChosenWindow(chosen, new Date());
    if (!window) return ok<CountAnswer>({ kind: "window_invalid" });
    const counted = await countWindow(scope, { integrationId, ...window }, await liveOutside());
    if (counted.ok) return ok<CountAnswer>({ kind: "counted", ...counted.value });
    return counted.reason.code === "not_found" ? refuse("not_found") : ok<CountAnswer>({ kind: "refused", reason: counted.reason });
  },
});

export type BackfillAnswer =
  | { kind: "started" | "waits"; runId: string }
  | { kind: "refused"; reason: Exclude<BackfillRefusal, "not_found"> | "window_invalid" };

export const startBackfillAction = merchantAction({
  input: chosenWindowSchema,
  run: async (scope, { integrationId, ...chosen }) => {
    const window = readChosenWindow(chosen, new Date());
    if (!window) return ok<BackfillAnswer>({ kind: "refused", reason: "window_invalid" });
    const requested = await requestBackfill(scope, { integrationId, ...window });
    if (requested.ok) return ok<BackfillAnswer>({ kind: requested.value.waits ? "waits" : "started", runId: requested.value.runId });
    return requested.reason === "not_found" ? refuse("not_found") : ok<BackfillAnswer>({ kind: "refused", reason: requested.reason });
  },
});

export const stopBackfillAction = merchantAction({ input: z.object({ runId: z.uuid() }), run: stopBackfill });

const options = {
  input: z.object({ text: z.string().trim().min(1).max(64), integrationId: z.uuid().nullable(), importsOlder: z.boolean() }),
  spends: "order_lookup",
  run: async (scope: MerchantScope, question: LookupQuestion): Promise<Result<OrderLookup, never>> =>
    ok(await lookUpOrder(scope, question, await liveOutside())),
} as const;

/** Staff need no reason to look; to import what the merchant left out, they must act. */
export const lookUpOrderAction = merchantAction({
  ...options,
  allowReadOnly: true,
  run: async (scope, question) => {
    const refused = question.importsOlder ? readOnlyCode(scope) : null;
    return refused ? refuse(refused) : options.run(scope, question);
  },
});

/** The same, from the console. */
export const lookUpOrderAsStaff = staffMerchantAction({ ...options, right: "act_for_merchant" });
