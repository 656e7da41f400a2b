import { answerLookup } from "@/lib/api/answer-lookup";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";

export const POST = serveOperation(OPERATIONS.lookUpOrder, answerLookup);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
