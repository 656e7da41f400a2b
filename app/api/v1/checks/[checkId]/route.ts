import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { presentCheck } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok, refuse } from "@/lib/base/result";
import { findCheck } from "@/lib/check/data";

export const GET = serveOperation(OPERATIONS.getCheck, async ({ scope, ids: { checkId = "" }, mayUse }) => {
  const check = await findCheck(scope, checkId);
  return check && mayUse(check.integrationId) ? ok({ body: presentCheck(check) }) : refuse({ code: "not_found" });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
