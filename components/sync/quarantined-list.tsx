import type { Route } from "next";
import { useTranslations } from "next-intl";
import { Term } from "@/components/shell/term";
import { PastTime } from "@/components/sync/past-time";
import { TryAgainButton } from "@/components/sync/try-again-button";
import { OlderLinks } from "@/components/ui/pager";
import { Panel } from "@/components/ui/section";
import type { ListCursor, Page } from "@/lib/base/list-cursor";
import { readProblems, WHOLE_RECORD } from "@/lib/connectors/records/record-problems";
import { recordStart } from "@/lib/orders/record-start";
import type { QuarantinedOrder } from "@/lib/sync/coverage-reads";

interface QuarantinedProps {
  here: Route;
  orders: Page<QuarantinedOrder>;
  /** Number of quarantined orders on all pages. */
  count: number;
  at: ListCursor | null;
  readOnly: boolean;
}

export function QuarantinedList({ here, orders, count, at, readOnly }: QuarantinedProps) {
  const t = useTranslations("sync.unreadable");
  if (orders.entries.length === 0 && !at) return null;
  return (
    <Panel
      id="quarantined"
      title={
        <>
          {t("title")} <span className="font-normal text-ink-3">{count}</span>
        </>
      }
      term={<Term name="unreadable_order" />}
      actions={readOnly ? null : <TryAgainButton />}
    >
      <p className="text-ink-2">{t("intro")}</p>
      <ul className="mt-3 grid gap-2">
        {orders.entries.map((order) => (
          <li key={order.id}>
            <details className="rounded-md border border-line">
              <summary className="cursor-pointer px-3 py-2">
                <bdi className="font-medium">{t("order", { id: order.externalId })}</bdi>{" "}
                <span className="text-ink-3 text-sm">{t.rich("since", { since: () => <PastTime at={order.firstSeenAt} since /> })}</span>
                <Problems line={order.error} />
              </summary>
              <RecordStart raw={order.raw} />
            </details>
          </li>
        ))}
      </ul>
      <OlderLinks here={here} name="quarantined" place="quarantined" at={at} next={orders.next} label={t("title")} />
    </Panel>
  );
}

function RecordStart({ raw }: { raw: unknown }) {
  const t = useTranslations("orders.page");
  const { text, total } = recordStart(raw);
  return (
    <>
      <pre className="max-h-80 overflow-auto whitespace-pre-wrap border-line border-t bg-sunken p-3 font-mono text-sm [overflow-wrap:anywhere]">
        {text}
      </pre>
      {total === null ? null : <p className="p-3 text-ink-2 text-sm">{t("record_start", { shown: text.length, count: total })}</p>}
    </>
  );
}

const RECORD_TEXTS = { breaks: "breaks", too_long: "record_too_long", missing: "record", wrong: "record" } as const;

function Problems({ line }: { line: string }) {
  const t = useTranslations("sync.unreadable.problem");
  const problems = readProblems(line);
  return (
    <span className="mt-0.5 block text-ink-2 text-sm [overflow-wrap:anywhere]">
      {problems === null ? (
        <code className="font-mono">{line}</code>
      ) : (
        problems.map(({ field, problem }) => (
          <span key={field} className="block">
            {field === WHOLE_RECORD
              ? t(RECORD_TEXTS[problem])
              : t.rich(problem, { field: () => <code className="font-mono">{field}</code> })}
          </span>
        ))
      )}
    </span>
  );
}
