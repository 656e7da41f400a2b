"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { liveOutside } from "@/lib/health/live-outside";
import { merchantAction } from "@/lib/identity/auth/action";
import { type CountRefusal, countWindow, type WindowCounts } from "@/lib/sync/backfill/count-window";
import { type BackfillRefusal, requestBackfill, stopBackfill } from "@/lib/sync/backfill/mutations";
import { readChosenWindow } from "@/lib/sync/backfill/window";

/** Days on the wall clock of a zone, the last one included. */
const chosenWindowSchema = z.object({
  integrationId: z.uuid(),
  from: z.string().max(10),
  to: z.string().max(10),
  timeZone: z.string().max(64),
});

export type CountAnswer = ({ kind: "counted" } & WindowCounts) | { kind: "window_invalid" } | { kind: "refused"; reason: CountRefusal };

/** The shop's own count of the chosen days and ours, before anything is read. */
export const countBackfillAction = merchantAction({
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
