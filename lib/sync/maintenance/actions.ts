"use server";

import { z } from "zod";
import { ok, refuse } from "@/lib/base/result";
import { merchantAction } from "@/lib/identity/auth/action";
import { cancelMaintenance, planMaintenance, revokeMaintenanceToken } from "@/lib/sync/maintenance/mutations";
import { readTypedWindow, type WindowProblem } from "@/lib/sync/maintenance/window";
import { makeMaintenanceToken } from "@/lib/sync/mutations";

const integrationInput = z.object({ integrationId: z.uuid() });

export type MaintenanceAnswer = { kind: "planned" } | { kind: "problem"; problem: WindowProblem | "too_many_windows" };

/** Times as they were typed, on the wall clock of the chosen zone. */
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
