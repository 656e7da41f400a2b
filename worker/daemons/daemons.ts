import { setTimeout as wait } from "node:timers/promises";
import { pruneReplays } from "@/lib/api/idempotency";
import { MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { rescueChecks } from "@/lib/check/check-lifecycle";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { watchEndings } from "@/lib/health/endings/watch-endings";
import { liveOutside } from "@/lib/health/live-outside";
import { jobPlatformScope } from "@/lib/identity/accounts/access";
import { pruneExpired } from "@/lib/identity/auth/prune-expired";
import { eraseDueAccounts } from "@/lib/identity/erasure/mutations";
import { backfillIncidents } from "@/lib/incidents/backfill-incidents";
import { moveDueIncidents } from "@/lib/incidents/move-due-incidents";
import { env } from "@/lib/infra/env";
import { log } from "@/lib/infra/log";
import { pruneApprovals } from "@/lib/integrations/approval/mutations";
import { countEffects } from "@/lib/integrations/count-effects";
import { tellShops } from "@/lib/integrations/tell-shops";
import { deliverAccountMails } from "@/lib/notify/account-mails";
import { deliverDue } from "@/lib/notify/deliver";
import { deliverEvents, deliverEventsAgain } from "@/lib/notify/events/deliver-events";
import { orderEvents } from "@/lib/notify/events/order-events";
import { pruneMerchantEvents } from "@/lib/notify/events/prune-events";
import { fanOut } from "@/lib/notify/fan-out";
import { forgetRemovedChannels } from "@/lib/notify/mutations";
import { startDueWeeklies } from "@/lib/notify/weekly";
import { startDueRehearsals } from "@/lib/operations/addresses/rehearse";
import { recordHourlyCounts } from "@/lib/operations/fleet/counts";
import { watchFleet } from "@/lib/operations/fleet/incidents";
import { mailFleetReports } from "@/lib/operations/fleet/mail-fleet-reports";
import { workBulkJobs } from "@/lib/operations/fleet/work-bulk-jobs";
import { eraseDueMerchants } from "@/lib/operations/privacy/mutations";
import { pruneHistory } from "@/lib/operations/prune-history";
import { mailReplies } from "@/lib/operations/reports/answers/mail-replies";
import { mailReports } from "@/lib/operations/reports/mail-reports";
import { pruneSlots, recordSlots } from "@/lib/operations/status/record";
import { workOrderExports } from "@/lib/orders/export/work-exports";
import { enforceRetention } from "@/lib/orders/privacy/enforce-retention";
import { workErasures } from "@/lib/orders/privacy/work-erasures";
import { startDuePushes } from "@/lib/orders/tracking/due-pushes";
import { startDueRecoveryProbes, startDueRescans, startDueSyncs, switchOffDue, warnDueShops } from "@/lib/sync/due";
import { startDueMaintenance } from "@/lib/sync/maintenance/due";
import { runRoutineSyncs } from "@/lib/sync/routine/worker";
import { rescueRuns } from "@/lib/sync/run/lifecycle";
import { startWaitingRuns } from "@/lib/sync/run/start-waiting-runs";
import { planFirstSilenceChecks, startDueSilenceChecks } from "@/lib/sync/silence/detect-silence";
import { keepDeliveryDays, restartLostHints, startDueWebhookChecks } from "@/lib/sync/webhooks/due";
import { removeWebhooks } from "@/lib/sync/webhooks/remove-webhooks";

/**
 * Runs `work` periodically, never concurrently, until the signal is aborted. Repeats it at once if it processed something (a number above
 * 0); logs errors. @returns a promise for the end of the last round
 */
async function repeat(name: string, everyMs: number, work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let found: unknown = 0;
    try {
      found = await work();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error, daemon: name }, "daemon failed; retrying");
    }
    if (!found) await wait(everyMs, undefined, { signal }).catch(() => {});
  }
}

/** Concurrent routine syncs of this process. Each holds one connection to its shop and a few kilobytes. */
const ROUTINE_SYNCS = 96;

/** Starts periodic work. Every worker runs all of it: database claims prevent duplicate work. */
export function startDaemons(outside: OutsideConfig, signal: AbortSignal): Promise<unknown> {
  const schedule = jobPlatformScope("schedule");
  const rescue = jobPlatformScope("rescue");
  return Promise.all([
    runRoutineSyncs(schedule, { outside: () => liveOutside(outside), concurrency: ROUTINE_SYNCS, signal }),
    repeat("first syncs", SECOND_MS, () => startDueSyncs(schedule), signal),
    repeat("due maintenance", SECOND_MS, () => startDueMaintenance(schedule), signal),
    repeat("incidents from before they were stored", 3600 * SECOND_MS, () => backfillIncidents(schedule), signal),
    repeat("effects of incidents", 3600 * SECOND_MS, () => countEffects(schedule).then(() => 0), signal),
    repeat("due incidents", 30 * SECOND_MS, () => moveDueIncidents(schedule), signal),
    repeat("due recovery probes", SECOND_MS, () => startDueRecoveryProbes(schedule), signal),
    repeat("due parcels", 2 * SECOND_MS, () => startDuePushes(schedule), signal),
    repeat("waiting runs", 5 * SECOND_MS, () => startWaitingRuns(schedule), signal),
    repeat("due webhook checks", 10 * SECOND_MS, () => startDueWebhookChecks(schedule), signal),
    repeat("delivery days", 3600 * SECOND_MS, () => keepDeliveryDays(schedule).then(() => 0), signal),
    repeat("lost hints", 10 * SECOND_MS, () => restartLostHints(schedule), signal),
    repeat("rescue runs", 2 * SECOND_MS, () => rescueRuns(rescue), signal),
    repeat("rescue checks", 2 * SECOND_MS, () => rescueChecks(rescue), signal),
    repeat("due rehearsals", SECOND_MS, () => startDueRehearsals(schedule), signal),
    repeat("due rescans", 60 * SECOND_MS, () => startDueRescans(schedule), signal),
    repeat("first silence checks", 60 * SECOND_MS, () => planFirstSilenceChecks(schedule), signal),
    // A batch every 30 seconds covers more than one check a day for 100,000 shops.
    repeat("due silence checks", 30 * SECOND_MS, () => startDueSilenceChecks(schedule).then(() => 0), signal),
    repeat("removed channels", MINUTE_MS, () => forgetRemovedChannels(schedule, new Date()), signal),
    repeat("notification fan-out", SECOND_MS, () => fanOut(schedule, new Date(), 1000 * env().NOTIFY_COLLECT_SECONDS), signal),
    repeat("due notifications", SECOND_MS, () => deliverDue(schedule, tellShops), signal),
    repeat("event order", SECOND_MS, () => orderEvents(schedule), signal),
    repeat("due events", SECOND_MS, () => deliverEvents(schedule), signal),
    repeat("events sent again", SECOND_MS, () => deliverEventsAgain(schedule), signal),
    repeat("old events", 600 * SECOND_MS, () => pruneMerchantEvents(schedule), signal),
    repeat("reports to hosts", SECOND_MS, () => mailReports(schedule), signal),
    repeat("replies to hosts", SECOND_MS, () => mailReplies(schedule), signal),
    repeat("incidents to hosts", 5 * SECOND_MS, () => mailFleetReports(schedule), signal),
    repeat("account mails", SECOND_MS, () => deliverAccountMails(jobPlatformScope("account-mails")), signal),
    repeat("expired links and attempts", 3600 * SECOND_MS, () => pruneExpired(schedule, new Date()).then(() => 0), signal),
    repeat("answers of the API", 3600 * SECOND_MS, () => pruneReplays(schedule, new Date()).then(() => 0), signal),
    // A batch every 15 seconds covers 100,000 shops a day; even with a backlog, do not connect to all of them at once.
    repeat("endings", 15 * SECOND_MS, async () => watchEndings(schedule, await liveOutside(outside)).then(() => 0), signal),
    repeat("unfinished approvals", 600 * SECOND_MS, () => pruneApprovals(new Date()), signal),
    repeat("weekly summaries", 60 * SECOND_MS, () => startDueWeeklies(schedule, new Date()), signal),
    repeat("fleet", 20 * SECOND_MS, () => watchFleet(schedule), signal),
    repeat("fleet counts", 60 * SECOND_MS, () => recordHourlyCounts(schedule), signal),
    repeat("bulk jobs", SECOND_MS, () => workBulkJobs(schedule), signal),
    repeat("platform status", 10 * SECOND_MS, () => recordSlots(schedule), signal),
    repeat("prune platform status", 3600 * SECOND_MS, () => pruneSlots(schedule), signal),
    repeat("order exports", SECOND_MS, () => workOrderExports(schedule, signal), signal),
    repeat("erasures", SECOND_MS, () => workErasures(schedule), signal),
    repeat("retention", 60 * SECOND_MS, () => enforceRetention(schedule, new Date()), signal),
    repeat(
      "due deletions",
      60 * SECOND_MS,
      async () => {
        const leaveShops = async (merchantId: string) => removeWebhooks(merchantId, await liveOutside(outside), signal);
        return (await eraseDueMerchants(schedule, new Date(), leaveShops)) + (await eraseDueAccounts(schedule, new Date()));
      },
      signal,
    ),
    repeat("prune history", 60 * SECOND_MS, () => pruneHistory(schedule), signal),
    repeat("warnings", 3600 * SECOND_MS, () => warnDueShops(schedule), signal),
    repeat("switch off", 3600 * SECOND_MS, () => switchOffDue(schedule), signal),
  ]);
}
