import { expect } from "vitest";
import { z } from "zod";
import { GET as listAudit } from "@/app/api/v1/audit/route";
import { POST as resendEvent } from "@/app/api/v1/channels/[channelId]/deliveries/[eventId]/send/route";
import { GET as listEventDeliveries } from "@/app/api/v1/channels/[channelId]/deliveries/route";
import { PATCH as chooseChannelEvents, GET as getChannelEvents } from "@/app/api/v1/channels/[channelId]/events/route";
import { POST as removeChannel } from "@/app/api/v1/channels/[channelId]/remove/route";
import { POST as replayEvents } from "@/app/api/v1/channels/[channelId]/replay/route";
import { POST as restoreChannel } from "@/app/api/v1/channels/[channelId]/restore/route";
import { PATCH as changeChannel } from "@/app/api/v1/channels/[channelId]/route";
import { POST as renewChannelSecret } from "@/app/api/v1/channels/[channelId]/secret/route";
import { POST as testChannel } from "@/app/api/v1/channels/[channelId]/test/route";
import { POST as addChannel, GET as listChannels } from "@/app/api/v1/channels/route";
import { GET as listCheckRequests } from "@/app/api/v1/checks/[checkId]/requests/route";
import { GET as getCheck } from "@/app/api/v1/checks/[checkId]/route";
import { POST as resendDelivery } from "@/app/api/v1/deliveries/[deliveryId]/send/route";
import { GET as listDeliveries } from "@/app/api/v1/deliveries/route";
import { GET as listEvents } from "@/app/api/v1/events/route";
import { GET as downloadExport } from "@/app/api/v1/exports/[exportId]/file/route";
import { GET as getExport } from "@/app/api/v1/exports/[exportId]/route";
import { GET as getIncident } from "@/app/api/v1/incidents/[incidentId]/route";
import { GET as listIncidents } from "@/app/api/v1/incidents/route";
import { POST as changeAddress } from "@/app/api/v1/integrations/[integrationId]/address/route";
import { POST as startBackfill } from "@/app/api/v1/integrations/[integrationId]/backfills/route";
import { GET as getLatestCheck } from "@/app/api/v1/integrations/[integrationId]/check/route";
import { POST as startCheck } from "@/app/api/v1/integrations/[integrationId]/checks/route";
import { POST as countOrders } from "@/app/api/v1/integrations/[integrationId]/count/route";
import { GET as getCoverage } from "@/app/api/v1/integrations/[integrationId]/coverage/route";
import { POST as disconnectIntegration } from "@/app/api/v1/integrations/[integrationId]/disconnect/route";
import { POST as exportOrders } from "@/app/api/v1/integrations/[integrationId]/exports/route";
import { POST as setKey } from "@/app/api/v1/integrations/[integrationId]/key/route";
import { POST as cancelMaintenance } from "@/app/api/v1/integrations/[integrationId]/maintenance/[windowId]/cancel/route";
import { POST as endMaintenance } from "@/app/api/v1/integrations/[integrationId]/maintenance/end/route";
import { POST as announceMaintenance, GET as listMaintenance } from "@/app/api/v1/integrations/[integrationId]/maintenance/route";
import { GET as listOrders } from "@/app/api/v1/integrations/[integrationId]/orders/route";
import { POST as pauseIntegration } from "@/app/api/v1/integrations/[integrationId]/pause/route";
import { POST as dismissQuarantinedOrder } from "@/app/api/v1/integrations/[integrationId]/quarantined-orders/[quarantinedId]/dismiss/route";
import { POST as restoreQuarantinedOrder } from "@/app/api/v1/integrations/[integrationId]/quarantined-orders/[quarantinedId]/restore/route";
import { POST as retryQuarantinedOrder } from "@/app/api/v1/integrations/[integrationId]/quarantined-orders/[quarantinedId]/retry/route";
import { GET as listQuarantinedOrders } from "@/app/api/v1/integrations/[integrationId]/quarantined-orders/route";
import { POST as refresh } from "@/app/api/v1/integrations/[integrationId]/refresh/route";
import {
  GET as listReportMessages,
  POST as replyToHost,
} from "@/app/api/v1/integrations/[integrationId]/reports/[reportId]/messages/route";
import { POST as remindHost } from "@/app/api/v1/integrations/[integrationId]/reports/[reportId]/remind/route";
import { POST as revokeReport } from "@/app/api/v1/integrations/[integrationId]/reports/[reportId]/revoke/route";
import { POST as createReport, GET as listReports } from "@/app/api/v1/integrations/[integrationId]/reports/route";
import { POST as resumeIntegration } from "@/app/api/v1/integrations/[integrationId]/resume/route";
import { PATCH as changeIntegration, GET as getIntegration } from "@/app/api/v1/integrations/[integrationId]/route";
import { GET as listRuns } from "@/app/api/v1/integrations/[integrationId]/runs/route";
import { POST as dropShipment } from "@/app/api/v1/integrations/[integrationId]/shipments/[shipmentId]/drop/route";
import { PATCH as correctShipment } from "@/app/api/v1/integrations/[integrationId]/shipments/[shipmentId]/route";
import { POST as sendShipment } from "@/app/api/v1/integrations/[integrationId]/shipments/[shipmentId]/send/route";
import { GET as listShipments, POST as recordShipments } from "@/app/api/v1/integrations/[integrationId]/shipments/route";
import { POST as sendAllShipments } from "@/app/api/v1/integrations/[integrationId]/shipments/send/route";
import { POST as connectIntegration, GET as listIntegrations } from "@/app/api/v1/integrations/route";
import { POST as sendInvitation } from "@/app/api/v1/invitations/[invitationId]/send/route";
import { POST as withdrawInvitation } from "@/app/api/v1/invitations/[invitationId]/withdraw/route";
import { POST as inviteMember, GET as listInvitations } from "@/app/api/v1/invitations/route";
import { POST as removeMember } from "@/app/api/v1/members/[personId]/remove/route";
import { PATCH as changeMember } from "@/app/api/v1/members/[personId]/route";
import { GET as listMembers } from "@/app/api/v1/members/route";
import { GET as getOrder } from "@/app/api/v1/orders/[orderId]/route";
import { POST as lookUpOrder } from "@/app/api/v1/orders/lookup/route";
import { GET as getRun } from "@/app/api/v1/runs/[runId]/route";
import { POST as stopRun } from "@/app/api/v1/runs/[runId]/stop/route";
import { POST as answerThread } from "@/app/api/v1/support/threads/[threadId]/messages/route";
import { GET as getThread } from "@/app/api/v1/support/threads/[threadId]/route";
import { POST as askSupport, GET as listThreads } from "@/app/api/v1/support/threads/route";
import { makeApiToken } from "@/lib/api/mutations";
import { OPERATIONS, type OperationId } from "@/lib/api/operations";
import { type ProblemCode, problemSchema } from "@/lib/api/problems";
import type { TokenScope } from "@/lib/api/token-choices";
import { ownerScope } from "@/lib/identity/accounts/access";
import type { ConnectedShop } from "@/lib/testing/connect-shop";

// For API tests: calls as a client sends them, with assertions that hold for every response.

type Handler = (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>;
const HANDLERS: Record<OperationId, Handler> = {
  listIntegrations,
  getIntegration,
  listRuns,
  getCoverage,
  listQuarantinedOrders,
  listOrders,
  getOrder,
  exportOrders,
  getExport,
  downloadExport,
  listReports,
  createReport,
  revokeReport,
  remindHost,
  listReportMessages,
  replyToHost,
  retryQuarantinedOrder,
  dismissQuarantinedOrder,
  restoreQuarantinedOrder,
  countOrders,
  startBackfill,
  stopRun,
  changeIntegration,
  connectIntegration,
  setKey,
  changeAddress,
  disconnectIntegration,
  pauseIntegration,
  resumeIntegration,
  getLatestCheck,
  startCheck,
  getCheck,
  listCheckRequests,
  listMaintenance,
  announceMaintenance,
  endMaintenance,
  cancelMaintenance,
  refreshIntegration: refresh,
  lookUpOrder,
  listIncidents,
  getIncident,
  getRun,
  listShipments,
  recordShipments,
  sendAllShipments,
  correctShipment,
  sendShipment,
  dropShipment,
  listMembers,
  changeMember,
  removeMember,
  listInvitations,
  inviteMember,
  sendInvitation,
  withdrawInvitation,
  listAudit,
  listThreads,
  getThread,
  askSupport,
  answerThread,
  listChannels,
  addChannel,
  changeChannel,
  removeChannel,
  restoreChannel,
  renewChannelSecret,
  testChannel,
  getChannelEvents,
  chooseChannelEvents,
  replayEvents,
  listEventDeliveries,
  resendEvent,
  listEvents,
  listDeliveries,
  resendDelivery,
};

interface Call {
  token?: string | undefined;
  ids?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  body?: object | string | Uint8Array<ArrayBuffer>;
}

/** One call as a client sends it. */
export function callApi(id: OperationId, { token, ids = {}, query = "", headers = {}, body }: Call): Promise<Response> {
  const { method, path: template } = OPERATIONS[id];
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = new Request(`http://mooring.test/api/v1${address}${query}`, {
    method,
    headers: { ...authorization, ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body) }),
  });
  // For routes without params, Next passes undefined, not an empty object.
  return HANDLERS[id](request, { params: Promise.resolve(Object.keys(ids).length > 0 ? ids : undefined) });
}

export async function bodyOf<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>> {
  expect(response.status).toBeLessThan(300);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const body: unknown = await response.json();
  const read = schema.parse(body);
  // No fields beyond the schema.
  expect(body).toEqual(read);
  return read;
}

export async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = z.strictObject(problemSchema.shape).parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.detail.length).toBeGreaterThan(20);
  return problem;
}
export const codeOf = async (response: Response): Promise<ProblemCode> => (await problemOf(response)).code;

export async function tokenOf(
  { scope }: Pick<ConnectedShop, "scope">,
  scopes: readonly TokenScope[] = [],
  integrationIds: readonly string[] = [],
): Promise<string> {
  const owner = ownerScope(scope);
  const made =
    owner &&
    (await makeApiToken(owner, { name: "Night watch", scopes: [...scopes], integrationIds: [...integrationIds], expiresInDays: 30 }));
  if (!made?.ok) throw new Error("no token");
  return made.value.token;
}
