import { exportOrders } from "@/lib/api/answer-export";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";

export const POST = serveOperation(OPERATIONS.exportOrders, exportOrders);

export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
