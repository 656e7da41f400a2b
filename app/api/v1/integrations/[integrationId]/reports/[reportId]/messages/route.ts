import { OPERATIONS } from "@/lib/api/operations";
import { otherMethods } from "@/lib/api/other-methods";
import { answerReportMessages } from "@/lib/api/present";
import { serveOperation } from "@/lib/api/serve-operation";
import { refuse } from "@/lib/base/result";
import { replyToHost } from "@/lib/operations/reports/answers/mutations";

export const GET = serveOperation(OPERATIONS.listReportMessages, ({ scope, ids: { integrationId = "", reportId = "" } }) =>
  answerReportMessages(scope, integrationId, reportId),
);

export const POST = serveOperation(
  OPERATIONS.replyToHost,
  async ({ scope, ids: { integrationId = "", reportId = "" }, body: { text } }) => {
    const replied = await replyToHost(scope, { integrationId, reportId, text });
    return replied.ok ? answerReportMessages(scope, integrationId, reportId) : refuse({ code: "not_found" });
  },
);

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
