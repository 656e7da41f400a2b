import { revokeTokensOf, revokeTokensOfStaff } from "@/lib/api/revoke-tokens";
import { checkFinished } from "@/lib/check/events";
import { certificateRenewed, endingNear, laneMoved, laneOffSoon, workSucceeded } from "@/lib/health/events";
import { consentWithdrawn, writeAccessEnded } from "@/lib/identity/accounts/events";
import { incidentMoved } from "@/lib/incidents/events";
import { followCheck, followFallback, followLane, followSwitchOff, followWork } from "@/lib/incidents/follow-shop";
import { publish } from "@/lib/infra/live/publish";
import { recordCheck, recordFailedParcel, recordIncident, recordLane } from "@/lib/notify/events/follow-shops";
import { recordOrders } from "@/lib/notify/events/record-events";
import { noteEnding, noteIncident, noteUnassignedParcel } from "@/lib/notify/note";
import { recordFact } from "@/lib/operations/fleet/record-fact";
import { judgeAnswers } from "@/lib/operations/learning/follow-checks";
import { finalizeCertificateReports, finalizeReports } from "@/lib/operations/reports/finalize-reports";
import { ordersImported } from "@/lib/orders/events";
import { fallbackStarted } from "@/lib/orders/method-fallback/events";
import { parcelFailed, parcelUnassigned } from "@/lib/orders/tracking/events";

/** Subscribes domains to each other's events. Every process that changes data calls it once at startup. */
export function subscribeReactions(): void {
  writeAccessEnded.subscribe("api", revokeTokensOf);
  consentWithdrawn.subscribe("api", revokeTokensOfStaff);
  laneMoved.subscribe("incidents", followLane);
  workSucceeded.subscribe("incidents", followWork);
  checkFinished.subscribe("incidents", followCheck);
  fallbackStarted.subscribe("incidents", followFallback);
  incidentMoved.subscribe("pages", (tx, { scope, integrationId }) =>
    publish(tx, { kind: "integration", merchantId: scope.merchantId, integrationId }),
  );
  incidentMoved.subscribe("queue", (tx) => publish(tx, { kind: "queue" }));
  checkFinished.subscribe("queue", (tx) => publish(tx, { kind: "queue" }));
  incidentMoved.subscribe("notify", noteIncident);
  incidentMoved.subscribe("learning", (tx, { scope, integrationId }) => judgeAnswers(tx, scope, { integrationId, checkStartedAt: null }));
  checkFinished.subscribe("learning", (tx, { scope, integrationId, result }) =>
    judgeAnswers(tx, scope, { integrationId, checkStartedAt: new Date(result.startedAt) }),
  );
  laneMoved.subscribe("events", recordLane);
  checkFinished.subscribe("events", recordCheck);
  incidentMoved.subscribe("events", recordIncident);
  ordersImported.subscribe("events", recordOrders);
  parcelFailed.subscribe("events", recordFailedParcel);
  laneOffSoon.subscribe("incidents", followSwitchOff);
  endingNear.subscribe("notify", noteEnding);
  certificateRenewed.subscribe("reports", (tx, { scope, integrationId }) => finalizeCertificateReports(tx, scope, integrationId));
  parcelUnassigned.subscribe("notify", noteUnassignedParcel);
  checkFinished.subscribe("fleet", (tx, { scope, integrationId, result }) => recordFact(tx, scope, integrationId, result));
  checkFinished.subscribe("reports", (tx, { scope, integrationId, result }) => finalizeReports(tx, scope, integrationId, result));
}
