import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerIntegration } from "@/lib/api/present";
import { invalid } from "@/lib/api/problems";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { replaceKey } from "@/lib/integrations/settings/replace-key";

export const POST = serveOperation(OPERATIONS.setKey, async ({ scope, ids: { integrationId = "" }, body: { credentials: values } }) => {
  const replaced = await replaceKey(scope, { integrationId, values });
  if (!replaced.ok) return refuse(replaced.reason === "not_found" ? { code: "not_found" } : { code: "shop_busy" });
  const { value } = replaced;
  if (value.kind === "stored") return answerIntegration(scope, integrationId);
  if (value.kind === "refused") return refuse({ code: "key_refused", errors: [{ field: "credentials", code: value.failure }] });
  if (value.kind !== "fields") return refuse({ code: "shop_busy" });
  const errors = Object.entries(value.problems).map(([field, code]) => ({ field: `credentials.${field}`, code }));
  return refuse({ ...invalid("credentials", "field_invalid"), errors });
});

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
