import { presentCheckRequests } from "@/lib/api/findings";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { openTexts, PLAIN } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findCheck } from "@/lib/check/data";

export const GET = serveOperation(OPERATIONS.listCheckRequests, async ({ scope, ids: { checkId = "" }, mayUse }) => {
  const check = await findCheck(scope, checkId);
  if (!check || !mayUse(check.integrationId)) return refuse({ code: "not_found" });
  return ok({ body: presentCheckRequests(await openTexts(PLAIN.locale), check) });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
