import { startCheck } from "@/lib/api/answer-check";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";

export const POST = serveOperation(OPERATIONS.startCheck, startCheck);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
