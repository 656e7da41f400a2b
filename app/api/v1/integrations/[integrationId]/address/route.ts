import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { moveShop } from "@/lib/integrations/settings/move-shop";

export const POST = serveOperation(OPERATIONS.changeAddress, async ({ scope, ids: { integrationId = "" }, body: { url, withoutKey } }) => {
  const known = await answerIntegration(scope, integrationId);
  if (!known.ok) return known;
  const moved = await moveShop(scope, { integrationId, address: url, withoutKey });
  if (!moved.ok) return refuse(moved.reason === "not_found" ? { code: "not_found" } : invalid("url", moved.reason));
  if (moved.value.kind === "problem") return refuse(invalid("url", moved.value.problem));
  return moved.value.kind === "saved" ? answerIntegration(scope, integrationId) : refuse(invalid("withoutKey", moved.value.kind));
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
