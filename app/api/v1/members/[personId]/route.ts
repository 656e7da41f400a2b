import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerMembers, asOwner } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { changeRole } from "@/lib/identity/accounts/mutations";

export const PATCH = serveOperation(OPERATIONS.changeMember, ({ scope, ids: { personId = "" }, body: { role } }) =>
  asOwner(scope, (owner) => changeRole(owner, { personId, role }), answerMembers),
);

export const { DELETE, GET, HEAD, OPTIONS, POST, PUT } = otherMethods("PATCH");
