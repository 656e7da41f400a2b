import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration, presentIntegrations } from "@/lib/api/present";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { printListCursor } from "@/lib/base/list-cursor";
import { ok, refuse } from "@/lib/base/result";
import { connectNewShop } from "@/lib/integrations/connect/connect-shop";
import { listIntegrationsAfter } from "@/lib/integrations/data";

export const GET = serveOperation(OPERATIONS.listIntegrations, async ({ scope, query: { limit, cursor }, mayUse }) => {
  const { entries, next } = await listIntegrationsAfter(scope, { after: cursor, limit });
  return ok({
    body: { data: await presentIntegrations(entries.filter(({ id }) => mayUse(id))), nextCursor: next && printListCursor(next) },
  });
});

export const POST = serveOperation(OPERATIONS.connectIntegration, async ({ scope, body: { url: address, ...shop } }) => {
  const connected = await connectNewShop(scope, { address, ...shop });
  if (!connected.ok) return refuse({ code: "not_found" });
  if (connected.value.kind === "problem") return refuse(invalid("url", connected.value.problem));
  return answerIntegration(scope, connected.value.integrationId);
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
