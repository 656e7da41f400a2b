import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerInvitations, asOwner } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { sendInvitationAgain } from "@/lib/identity/accounts/mutations";

export const POST = serveOperation(OPERATIONS.sendInvitation, ({ scope, ids: { invitationId: id = "" } }) =>
  asOwner(scope, (owner) => sendInvitationAgain(owner, { id }, { locale: null }), answerInvitations),
);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
