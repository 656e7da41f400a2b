import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerMembers } from "@/lib/api/present-account";
import { serveOperation } from "@/lib/api/serve-operation";

export const GET = serveOperation(OPERATIONS.listMembers, ({ scope }) => answerMembers(scope));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
