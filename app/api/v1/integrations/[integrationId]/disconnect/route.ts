import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { disconnectShop } from "@/lib/integrations/settings/disconnect-shop";

export const POST = serveOperation(OPERATIONS.disconnectIntegration, async ({ scope, ids: { integrationId = "" }, body: { name } }) => {
  const ended = await disconnectShop(scope, { integrationId, typedName: name, removesWebhooks: true });
  if (ended.ok) return ok({ body: { done: true } });
  return refuse(ended.reason === "not_found" ? { code: "not_found" } : invalid("name", ended.reason));
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
