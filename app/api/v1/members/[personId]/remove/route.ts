import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerMembers, asOwner } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { removeMember } from "@/lib/identity/accounts/mutations";

export const POST = serveOperation(OPERATIONS.removeMember, ({ scope, ids: { personId = "" } }) =>
  asOwner(scope, (owner) => removeMember(owner, { personId }), answerMembers),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
