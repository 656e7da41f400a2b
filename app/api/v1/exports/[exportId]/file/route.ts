import { downloadExport } from "@/lib/api/answer-export";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { serveOperation } from "@/lib/api/serve-operation";

export const GET = serveOperation(OPERATIONS.downloadExport, downloadExport);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
