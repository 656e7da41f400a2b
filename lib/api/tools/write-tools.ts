import { z } from "zod";
import { startCheck } from "@/lib/api/answer-check";
import { announceMaintenance, endCurrentMaintenance } from "@/lib/api/answer-maintenance";
import { answerRefresh } from "@/lib/api/answer-refresh";
import { createReport } from "@/lib/api/answer-report";
import { OPERATIONS } from "@/lib/api/operations";
import { invalid } from "@/lib/api/problems";
import {
  checkSchema,
  integrationSchema,
  maintenanceSchema,
  newReportSchema,
  startedCheckSchema,
  startedRefreshSchema,
} from "@/lib/api/resources";
import { syncSchema, tellStory, tellSync } from "@/lib/api/tools/read-tools";
import { defineShopTool, type Tool, type ToolCall } from "@/lib/api/tools/tool";
import { ok, refuse } from "@/lib/base/result";
import { MINUTE_MS } from "@/lib/base/units";
import { latestCheck } from "@/lib/check/data";
import { LOCALES } from "@/lib/i18n/locales";
import { hostCauses } from "@/lib/operations/reports/host-causes";
import { DEFAULT_REPORT_DAYS } from "@/lib/operations/reports/link";
import { requestRefresh } from "@/lib/sync/mutations";

// What an assistant may start: nothing that changes or deletes what is in a shop, and no mail to a third party.

const waitSchema = z.int().min(0).max(20).default(0).describe("Seconds to wait for the end of what it starts.");

/** A check that failed on our side has found nothing, which is no good news of the shop. */
export function tellCheck(
  { words }: Pick<ToolCall<unknown>, "words">,
  name: string,
  { status, causeCodes }: Pick<z.output<typeof checkSchema>, "status" | "causeCodes">,
): string {
  const say = words.from("tools.answer");
  if (status === "failed") return say("check_failed", { name });
  return say("check_done", { name, causes: causeCodes.length, codes: words.list(causeCodes) });
}

const checkNow = defineShopTool({
  name: "check_now",
  rules: OPERATIONS.startCheck,
  effect: "asks",
  input: z.strictObject({ wait: waitSchema }),
  answer: startedCheckSchema.partial({ joined: true }).extend({
    check: checkSchema.pick({ status: true, verdict: true, causeCodes: true, finishedAt: true }).nullable().describe("Once it ended."),
  }),
  run: async ({ words, input: { wait: waitSeconds }, ...token }, { id, name }) => {
    const started = await startCheck({ ...token, ids: { integrationId: id }, query: {}, body: {}, waitSeconds });
    if (!started.ok) return started;
    const { body } = started.value;
    if ("checkId" in body) return ok({ data: { ...body, check: null }, lines: [words.from("tools.answer")("check_started", { name })] });
    return ok({ data: { checkId: body.id, check: body }, lines: [tellCheck({ words }, name, body)] });
  },
});

const refreshOrders = defineShopTool({
  name: "refresh_orders",
  rules: OPERATIONS.refreshIntegration,
  effect: "asks",
  input: z.strictObject({ wait: waitSchema }),
  answer: startedRefreshSchema.partial({ joined: true }).extend({ sync: syncSchema.nullable().describe("Once it ended.") }),
  run: async ({ scope, words, input: { wait } }, { id, name }) => {
    const started = await answerRefresh(scope, await requestRefresh(scope, { integrationId: id }), wait);
    if (!started.ok) return started;
    const { body } = started.value;
    if ("runId" in body) return ok({ data: { ...body, sync: null }, lines: [words.from("tools.answer")("refresh_started", { name })] });
    return ok({ data: { runId: body.id, sync: body }, lines: [`${name}: ${tellSync({ words }, body)}`] });
  },
});

const createHostReport = defineShopTool({
  name: "create_host_report",
  rules: OPERATIONS.createReport,
  effect: "changes",
  input: z.strictObject({
    reportLanguage: z.enum(LOCALES).optional().describe("That of the host’s reader; otherwise that of the answer."),
    shownName: OPERATIONS.createReport.body.shape.shownName,
    days: OPERATIONS.createReport.body.shape.days,
  }),
  answer: newReportSchema.pick({ id: true, url: true, causeCodes: true, expiresAt: true }),
  run: async ({ words, input, ...token }, { id, name }) => {
    const check = await latestCheck(token.scope, id);
    const causes = hostCauses(check?.result?.causes ?? []).map(({ index }) => index);
    if (!check || causes.length === 0) return refuse(invalid("shop", "nothing_for_host"));
    const language = input.reportLanguage ?? words.locale;
    const link = { language, shownName: input.shownName, days: input.days ?? DEFAULT_REPORT_DAYS, reminds: false, withAlike: false };
    const body = { ...link, check: { id: check.id, causes } };
    const made = await createReport({ ...token, ids: { integrationId: id }, query: {}, body, waitSeconds: 0 });
    if (!made.ok) return made;
    const { expiresAt, url } = made.value.body;
    const until = words.instant(new Date(expiresAt));
    return ok({ data: made.value.body, lines: [words.from("tools.answer")("report", { name, until, url: url ?? "" })] });
  },
});

const MAX_MINUTES = 72 * 60;

const startMaintenance = defineShopTool({
  name: "start_maintenance",
  rules: OPERATIONS.announceMaintenance,
  effect: "changes",
  input: z.strictObject({ minutes: z.int().min(1).max(MAX_MINUTES).default(60).describe("How long; end_maintenance ends it earlier.") }),
  answer: maintenanceSchema.pick({ id: true, startsAt: true, endsAt: true }),
  run: async ({ words, input: { minutes }, ...token }, { id, name }) => {
    const body = { endsAt: new Date(Date.now() + minutes * MINUTE_MS).toISOString() };
    const announced = await announceMaintenance({ ...token, ids: { integrationId: id }, query: {}, body, waitSeconds: 0 });
    if (!announced.ok) return announced;
    const until = words.instant(new Date(announced.value.body.endsAt));
    return ok({ data: announced.value.body, lines: [words.from("tools.answer")("maintenance_started", { name, until })] });
  },
});

const endMaintenance = defineShopTool({
  name: "end_maintenance",
  rules: OPERATIONS.endMaintenance,
  effect: "changes",
  input: z.strictObject({}),
  answer: integrationSchema.pick({ id: true, name: true, story: true }),
  run: async ({ words, input: _, ...token }, { id, name }) => {
    const ended = await endCurrentMaintenance({ ...token, ids: { integrationId: id }, query: {}, body: {}, waitSeconds: 0 });
    if (!ended.ok) return ended;
    const { body } = ended.value;
    return ok({ data: body, lines: [words.from("tools.answer")("maintenance_ended", { name }), tellStory({ words }, body)] });
  },
});

export const WRITE_TOOLS: readonly Tool[] = [checkNow, refreshOrders, createHostReport, startMaintenance, endMaintenance];
