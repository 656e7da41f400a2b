import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerInvitations, asOwner } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";
import { ok } from "@/lib/base/result";
import { inviteMember } from "@/lib/identity/accounts/mutations";

export const GET = serveOperation(OPERATIONS.listInvitations, ({ scope }) => asOwner(scope, async () => ok(true), answerInvitations));

export const POST = serveOperation(OPERATIONS.inviteMember, ({ scope, body }) =>
  asOwner(scope, (owner) => inviteMember(owner, body, { locale: null }), answerInvitations),
);

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
