import { useLocale, useNow, useTranslations } from "next-intl";
import { Term } from "@/components/help/term";
import { RevokeReport } from "@/components/integrations/late-parts";
import type { ReportSource } from "@/components/reports/report-source";
import { SendReport } from "@/components/reports/send-report";
import { KeptFocus } from "@/components/ui/kept-focus";
import { Panel } from "@/components/ui/panel";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CheckView } from "@/lib/check/data";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import { LOCALE_NAMES } from "@/lib/i18n/locales";
import type { ReportRow } from "@/lib/operations/reports/data";
import { isForHosts } from "@/lib/operations/reports/schema";

interface ReportsPanelProps {
  reports: readonly ReportRow[];
  own: Omit<ReportSource, "checkId" | "causeIndexes">;
  /** The newest check with a result. */
  check: CheckView | null;
  /** True for who may only look: nothing to press. */
  readOnly: boolean;
}

/** A report on all that a hosting provider can mend in the newest check; null when that is nothing. */
function sourceOf(own: ReportsPanelProps["own"], check: CheckView | null): ReportSource | null {
  const causeIndexes = (check?.result?.causes ?? []).flatMap((cause, index) => (isForHosts(cause) ? [index] : []));
  return check && causeIndexes.length > 0 ? { ...own, checkId: check.id, causeIndexes } : null;
}

type State = "open" | "green" | "revoked" | "expired";
const TONES = { open: "needs_you", green: "in_order", revoked: "at_rest", expired: "at_rest" } as const;

function stateOf(report: ReportRow, now: Date): State {
  if (report.revokedAt) return "revoked";
  if (new Date(report.expiresAt) <= now) return "expired";
  return report.greenAt ? "green" : "open";
}

/** The links that were made for the hosting provider: about what, opened how often, valid until when. */
export function ReportsPanel({ reports, own, check, readOnly }: ReportsPanelProps) {
  const t = useTranslations("reports.panel");
  const now = useNow();
  const source = readOnly ? null : sourceOf(own, check);
  if (reports.length === 0 && source === null) return null;
  const actions = source ? <SendReport source={source} several={source.causeIndexes.length > 1} /> : null;
  return (
    <Panel title={t("title")} term={<Term name="report" />} id="reports" actions={actions}>
      {reports.length === 0 ? (
        <p className="max-w-[72ch] text-ink-2">{t("empty")}</p>
      ) : (
        <KeptFocus outcome={reports.filter(({ revokedAt }) => revokedAt).length}>
          <Table label={t("title")} className="min-w-max text-sm">
            <TableHead>
              <tr>
                <TableHeader>{t("about")}</TableHeader>
                <TableHeader>{t("state")}</TableHeader>
                <TableHeader>{t("opened")}</TableHeader>
                <TableHeader>{t("made")}</TableHeader>
                <TableHeader>{t("valid_until")}</TableHeader>
                {readOnly ? null : (
                  <TableHeader>
                    <span className="sr-only">{t("revoke")}</span>
                  </TableHeader>
                )}
              </tr>
            </TableHead>
            <TableBody>
              {reports.map((report) => (
                <Row key={report.id} report={report} state={stateOf(report, now)} own={own} readOnly={readOnly} />
              ))}
            </TableBody>
          </Table>
        </KeptFocus>
      )}
    </Panel>
  );
}

interface RowProps {
  report: ReportRow;
  state: State;
  own: ReportsPanelProps["own"];
  readOnly: boolean;
}

function Row({ report, state, own, readOnly }: RowProps) {
  const t = useTranslations("reports.panel");
  const causes = useTranslations("causes");
  const locale = useLocale();
  const about = report.causes.map((cause) => describeCause(causes, locale, cause).title).join(" · ");
  return (
    <TableRow>
      <TableCell className="max-w-[36ch] whitespace-normal">
        {about}
        <span className="block text-ink-3">
          {[report.locale && LOCALE_NAMES[report.locale], report.shownName].filter((part) => part).join(" · ")}
        </span>
      </TableCell>
      <TableCell>
        <StateMark tone={TONES[state]}>{t(`state_${state}`)}</StateMark>
      </TableCell>
      <TableCell>
        {t("opened_count", { count: report.openedCount })}
        {report.lastOpenedAt ? (
          <span className="block text-ink-3">{t.rich("last_opened", { when: () => <Time at={report.lastOpenedAt ?? ""} /> })}</span>
        ) : null}
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
          {state === "revoked" || state === "expired" ? null : (
            <RevokeReport merchantId={own.merchantId} integrationId={own.integrationId} reportId={report.id} />
          )}
        </TableCell>
      )}
    </TableRow>
  );
}
