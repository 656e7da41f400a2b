import { endCurrentMaintenance } from "@/lib/api/answer-maintenance";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";

export const POST = serveOperation(OPERATIONS.endMaintenance, endCurrentMaintenance);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
