import { createReport } from "@/lib/api/answer-report";
import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerReports } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";

export const GET = serveOperation(OPERATIONS.listReports, ({ scope, ids: { integrationId = "" } }) => answerReports(scope, integrationId));

export const POST = serveOperation(OPERATIONS.createReport, createReport);

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
