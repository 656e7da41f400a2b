import { jobPlatformScope } from "@/lib/accounts/access";
import { liveOutside } from "@/lib/addresses/live-outside";
import { startDueRehearsals } from "@/lib/addresses/rehearse";
import { forgetExpired } from "@/lib/auth/forget-expired";
import { rescueChecks } from "@/lib/checks/checks";
import type { OutsideConfig } from "@/lib/egress/config";
import { keepHour } from "@/lib/fleet/counts";
import { watchFleet } from "@/lib/fleet/incidents";
import { workBulkJobs } from "@/lib/fleet/work-bulk-jobs";
import { startDueWebhookLooks, startLostHints } from "@/lib/instant-orders/due";
import { startDueMaintenance } from "@/lib/maintenance/due";
import { deliverAccountMails } from "@/lib/notifications/account-mails";
import { deliverDue } from "@/lib/notifications/deliver";
import { fanOut } from "@/lib/notifications/fan-out";
import { startDueWeeklies } from "@/lib/notifications/weekly";
import { planFirstSilenceLooks, startDueSilenceLooks } from "@/lib/silence/look";
import { giveUpDue, startDueLooks, startDueRescans, startDueSyncs, warnDue } from "@/lib/sync/due";
import { runRoutineSyncs } from "@/lib/sync/routine-syncs";
import { rescueRuns } from "@/lib/sync/runs";
import { tidyPast } from "@/lib/sync/tidy-past";
import { startWaitingRuns } from "@/lib/sync/waiting-runs";
import { env } from "@/lib/system/env";
import { startDuePushes } from "@/lib/tracking/due";
import { repeat } from "@/worker/daemons/repeat";

const SECOND_MS = 1000;
/** Routine syncs at a time in this process. Each holds one connection to its shop and, where there is no news, a few kilobytes. */
const ROUTINE_SYNCS = 96;

/** Starts the periodic work. Every worker does all of it: the claims in the database keep them apart. */
export function startDaemons(outside: OutsideConfig, signal: AbortSignal): Promise<unknown> {
  const schedule = jobPlatformScope("schedule");
  const rescue = jobPlatformScope("rescue");
  return Promise.all([
    runRoutineSyncs(schedule, { outside: () => liveOutside(outside), concurrency: ROUTINE_SYNCS, signal }),
    repeat("first syncs", SECOND_MS, () => startDueSyncs(schedule), signal),
    repeat("due maintenance", SECOND_MS, () => startDueMaintenance(schedule), signal),
    repeat("due looks", SECOND_MS, () => startDueLooks(schedule), signal),
    repeat("due parcels", 2 * SECOND_MS, () => startDuePushes(schedule), signal),
    repeat("waiting runs", 5 * SECOND_MS, () => startWaitingRuns(schedule), signal),
    repeat("due webhook looks", 10 * SECOND_MS, () => startDueWebhookLooks(schedule), signal),
    repeat("lost hints", 10 * SECOND_MS, () => startLostHints(schedule), signal),
    repeat("rescue runs", 2 * SECOND_MS, () => rescueRuns(rescue), signal),
    repeat("rescue checks", 2 * SECOND_MS, () => rescueChecks(rescue), signal),
    repeat("due rehearsals", SECOND_MS, () => startDueRehearsals(schedule), signal),
    repeat("due rescans", 60 * SECOND_MS, () => startDueRescans(schedule), signal),
    repeat("first silences", 60 * SECOND_MS, () => planFirstSilenceLooks(schedule), signal),
    // A batch every half minute is more than a look a day at a hundred thousand shops; a backlog of them is in no hurry.
    repeat("due silences", 30 * SECOND_MS, () => startDueSilenceLooks(schedule).then(() => 0), signal),
    repeat("notes to tell", SECOND_MS, () => fanOut(schedule, new Date(), 1000 * env().NOTIFY_COLLECT_SECONDS), signal),
    repeat("messages", SECOND_MS, () => deliverDue(schedule), signal),
    repeat("mails about accounts", SECOND_MS, () => deliverAccountMails(jobPlatformScope("account-mails")), signal),
    repeat("expired links and tries", 3600 * SECOND_MS, () => forgetExpired(schedule, new Date()).then(() => 0), signal),
    repeat("weekly summaries", 60 * SECOND_MS, () => startDueWeeklies(schedule, new Date()), signal),
    repeat("fleet", 20 * SECOND_MS, () => watchFleet(schedule), signal),
    repeat("fleet counts", 60 * SECOND_MS, () => keepHour(schedule), signal),
    repeat("jobs over many shops", SECOND_MS, () => workBulkJobs(schedule), signal),
    repeat("the past", 60 * SECOND_MS, () => tidyPast(schedule), signal),
    repeat("warnings", 3600 * SECOND_MS, () => warnDue(schedule), signal),
    repeat("give up", 3600 * SECOND_MS, () => giveUpDue(schedule), signal),
  ]);
}
