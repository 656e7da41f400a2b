import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerInvitations, asOwner } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { withdrawInvitation } from "@/lib/identity/accounts/mutations";

export const POST = serveOperation(OPERATIONS.withdrawInvitation, ({ scope, ids: { invitationId: id = "" } }) =>
  asOwner(scope, (owner) => withdrawInvitation(owner, { id }), answerInvitations),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
