import { useNow, useTranslations } from "next-intl";
import { useDescribeCause } from "@/components/checks/use-describe-cause";
import { ReportAnswers } from "@/components/reports/report-answers";
import type { ReportSource } from "@/components/reports/report-source";
import { SendReport } from "@/components/reports/send-report";
import { Term } from "@/components/shell/term";
import { NoticeButton } from "@/components/sync/action-notice";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/section";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { anyKey } from "@/lib/i18n/any-key";
import { LOCALE_NAMES } from "@/lib/i18n/locales";
import { remindHostAction, revokeReportAction } from "@/lib/operations/reports/actions";
import type { ReportMessage } from "@/lib/operations/reports/answers/data";
import type { ReportRow } from "@/lib/operations/reports/data";

interface ReportsPanelProps {
  reports: readonly ReportRow[];
  /** What was written about them, oldest first. */
  messages: readonly ReportMessage[];
  /** Content of a new report; null if the newest check found nothing for a hosting provider. */
  source: ReportSource | null;
  merchantId: string;
  integrationId: string;
  readOnly: boolean;
}

type State = "open" | "unshared" | "sending" | "failed" | "green" | "revoked" | "expired";
const TONES = {
  open: "recovering",
  unshared: "action_needed",
  sending: "working",
  failed: "action_needed",
  green: "healthy",
  revoked: "idle",
  expired: "idle",
} as const;

function stateOf(report: ReportRow, now: Date): State {
  if (report.revokedAt) return "revoked";
  if (new Date(report.expiresAt) <= now) return "expired";
  if (report.greenAt) return "green";
  if (report.sharedAt) return "open";
  if (report.mailedTo === null) return "unshared";
  return report.mailDueAt === null ? "failed" : "sending";
}

export function ReportsPanel({ reports, messages, source, ...own }: ReportsPanelProps) {
  const t = useTranslations("reports.panel");
  const now = useNow();
  const about = useAbout();
  if (reports.length === 0 && source === null) return null;
  const written = Map.groupBy(messages, ({ reportId }) => reportId);
  const actions = source ? (
    <SendReport source={source} size="sm" {...(source.causeIndexes.length > 1 ? { label: t("send_all") } : {})} />
  ) : null;
  return (
    <Panel title={t("title")} term={<Term name="report" />} id="reports" actions={actions}>
      {reports.length === 0 ? (
        <p className="max-w-[72ch] text-ink-2">{t("empty")}</p>
      ) : (
        <>
          {reports.map((report) => {
            const said = written.get(report.id);
            return said ? (
              <div key={report.id} className="mb-4 grid gap-2">
                <h3 className="font-medium">{about(report)}</h3>
                <ReportAnswers
                  merchantId={own.merchantId}
                  integrationId={own.integrationId}
                  reportId={report.id}
                  messages={said}
                  canReply={!own.readOnly && !["revoked", "expired"].includes(stateOf(report, now))}
                />
              </div>
            ) : null;
          })}
          <FocusKeeper outcome={reports.filter(({ revokedAt }) => revokedAt).length}>
            <Table
              label={t("table")}
              className="min-w-max text-sm"
              columns={[
                ...[t("about"), t("state"), t("opened"), t("made"), t("valid_until")],
                ...(own.readOnly ? [] : [{ id: "revoke", name: <span className="sr-only">{t("revoke")}</span> }]),
              ]}
            >
              {reports.map((report) => (
                <Row key={report.id} {...own} report={report} now={now} />
              ))}
            </Table>
          </FocusKeeper>
        </>
      )}
    </Panel>
  );
}

function useAbout(): (report: ReportRow) => string {
  const t = useTranslations("reports.panel");
  const wordsOf = useDescribeCause();
  return (report) => (report.isOnCertificate ? t("on_certificate") : report.causes.map((cause) => wordsOf(cause).title).join(" · "));
}

interface RowProps extends Pick<ReportsPanelProps, "merchantId" | "integrationId" | "readOnly"> {
  report: ReportRow;
  now: Date;
}

function Row({ report, now, merchantId, integrationId, readOnly }: RowProps) {
  const t = useTranslations("reports.panel");
  const about = useAbout();
  const state = stateOf(report, now);
  const isClosed = state === "revoked" || state === "expired";
  const when = (at: string) => () => <Time at={at} />;
  const { sharedAt, sharedHow, remindedAt, testedAt, reminderDueAt } = report;
  const canRemind = state === "open" && reminderDueAt !== null && new Date(reminderDueAt) <= now && report.mailDueAt === null;
  const act = { integrationId, reportId: report.id };
  return (
    <TableRow data-row="" tabIndex={-1}>
      <TableCell className="max-w-[36ch] whitespace-normal">
        {about(report)}
        <span className="block text-ink-3">
          {[report.locale && LOCALE_NAMES[report.locale], report.shownName].filter((part) => part).join(" · ")}
        </span>
      </TableCell>
      <TableCell>
        <StateMark tone={TONES[state]}>{t(`state_${state}`)}</StateMark>
        {sharedAt && sharedHow ? (
          <span className="block text-ink-3">
            {anyKey(t).rich(`shared_${sharedHow}`, { to: report.mailedTo ?? "", when: when(sharedAt) })}
          </span>
        ) : null}
        {remindedAt ? <span className="block text-ink-3">{t.rich("reminded", { when: when(remindedAt) })}</span> : null}
      </TableCell>
      <TableCell>
        {t("opened_count", { count: report.openedCount })}
        {report.lastOpenedAt ? (
          <span className="block text-ink-3">{t.rich("last_opened", { when: () => <Time at={report.lastOpenedAt ?? ""} /> })}</span>
        ) : null}
        {testedAt ? <span className="block text-ink-3">{t.rich("tested", { when: when(testedAt) })}</span> : null}
      </TableCell>
      <TableCell>
        <Time at={report.createdAt} form="clock" />
        {report.madeBy ? <span className="block text-ink-3">{t("by", { name: report.madeBy })}</span> : null}
      </TableCell>
      <TableCell>
        <Time at={report.expiresAt} form="day" />
      </TableCell>
      {readOnly ? null : (
        <TableCell className="text-right">
          {canRemind ? (
            <NoticeButton size="sm" action={remindHostAction.bind(null, merchantId, act)} done={t("remind_done")}>
              {t("remind")}
            </NoticeButton>
          ) : null}
          {isClosed ? null : (
            // No confirmation needed: a new link is quickly created.
            <NoticeButton size="sm" variant="ghost" action={revokeReportAction.bind(null, merchantId, act)}>
              {t("revoke")}
            </NoticeButton>
          )}
        </TableCell>
      )}
    </TableRow>
  );
}
