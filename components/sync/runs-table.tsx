import { useTranslations } from "next-intl";
import { Term } from "@/components/shell/term";
import { secondsOf } from "@/components/sync/run-receipt";
import { cn } from "@/components/ui/class-names";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time, TimeSpan } from "@/components/ui/time";
import type { Tone } from "@/lib/health/lane/tone";
import { anyKey } from "@/lib/i18n/any-key";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import type { RunEntry, RunView, RunVisitor } from "@/lib/sync/past-runs/run-view";

const TONES: Readonly<Record<RunView["status"], Tone>> = {
  waiting: "working",
  queued: "working",
  running: "working",
  succeeded: "healthy",
  failed: "action_needed",
};

/** A column hidden on phones; the first two columns then show its content. */
const WIDE = "max-sm:hidden";
const NARROW = "sm:hidden";

/** Whether the run failed like the one above: consecutive failures of one kind share a link to support. */
const failsLike = (run: RunView, newer: RunEntry | undefined): boolean =>
  newer?.kind === "run" && newer.run.failure === run.failure && newer.run.failureStatus === run.failureStatus;

type AskPath = `/m/${string}/support/new?integration=${string}`;

/** Runs with their imports and count checks; no-op runs are compacted. `ask`: URL of the support form, to which the run id is appended. */
export function RunsTable({ entries, ask = null }: { entries: readonly RunEntry[]; ask?: AskPath | null }) {
  const t = useTranslations("sync");
  if (entries.length === 0) return <p className="text-ink-2">{t("runs.empty")}</p>;
  return (
    <Table
      label={t("runs.title")}
      columns={[
        t("runs.when"),
        { id: "why", name: t("runs.why"), className: WIDE },
        t("runs.result"),
        { id: "orders", name: t("runs.orders"), className: WIDE },
        { id: "count", name: [t("runs.count_check"), " ", <Term key="term" name="count_check" />], className: WIDE },
        { id: "duration", name: t("runs.duration"), className: cn("text-right", WIDE) },
      ]}
    >
      {entries.map((entry, index) =>
        entry.kind === "quiet" ? (
          <QuietRuns key={entry.id} runs={entry} />
        ) : (
          <RunRow key={entry.run.id} run={entry.run} ask={failsLike(entry.run, entries[index - 1]) ? null : ask} />
        ),
      )}
    </Table>
  );
}

function QuietRuns({ runs: { count, from, to } }: { runs: Extract<RunEntry, { kind: "quiet" }> }) {
  const t = useTranslations("sync.runs");
  const text = t("no_op", { count });
  const when = <TimeSpan from={new Date(from)} to={new Date(to)} />;
  return (
    <TableRow data-row="" tabIndex={-1} className="text-ink-3">
      <TableCell className={cn("whitespace-nowrap", WIDE)}>{when}</TableCell>
      <TableCell colSpan={5} className={WIDE}>
        {text}
      </TableCell>
      <TableCell colSpan={2} className={NARROW}>
        {when} · {text}
      </TableCell>
    </TableRow>
  );
}

function RunRow({ run, ask }: { run: RunView; ask: AskPath | null }) {
  const t = useTranslations("sync");
  const threads = useTranslations("threads.shop");
  const colon = useTranslations("states")("colon");
  const why = (
    <>
      {anyKey(t)(`trigger.${run.trigger}`)}
      {run.requestedBy ? <bdi className="block text-ink-3 text-sm">{run.requestedBy}</bdi> : null}
    </>
  );
  // A run that failed before the first order has no counts.
  const brought = run.status !== "failed" || run.fetched > 0 || run.shopCount !== null;
  const orders = (
    <>
      {brought ? t("runs.orders_summary", { created: run.created, updated: run.updated, unchanged: run.unchanged }) : "–"}
      {run.quarantined > 0 ? <span className="text-recovering">, {t("receipt.unreadable", { count: run.quarantined })}</span> : null}
    </>
  );
  const seconds = secondsOf(run);
  const took = seconds === null ? null : t("runs.seconds", { seconds });
  return (
    <TableRow data-row="" tabIndex={-1}>
      <TableCell>
        <Time at={run.requestedAt} form="clock" />
        <span className={cn("block break-words text-ink-2 text-sm", NARROW)}>
          {why}
          {took ? <span className="block">{took}</span> : null}
        </span>
      </TableCell>
      <TableCell className={cn("text-ink-2 lg:whitespace-nowrap", WIDE)}>{why}</TableCell>
      <TableCell>
        <StateMark tone={TONES[run.status]} className={run.status === "succeeded" ? "font-normal text-ink! [&_svg]:text-healthy" : ""}>
          {t(`runs.${run.status}`)}
        </StateMark>
        {run.visitor ? <RunVisitorNote visitor={run.visitor} /> : null}
        {run.failure ? <p className="text-ink-2 text-sm">{t(`failure.${run.failure}`, { status: run.failureStatus ?? 0 })}</p> : null}
        {run.failure && ask !== null ? (
          <TextLink href={`${ask}&run=${run.id}`} prefetch={false} className="text-sm">
            {threads("run")}
          </TextLink>
        ) : null}
        {brought ? (
          <div className={cn("mt-1 text-ink-2 text-sm", NARROW)}>
            <p>{orders}</p>
            <p>
              {t("runs.count_check")}
              {colon} <CountCheck run={run} />
            </p>
          </div>
        ) : null}
      </TableCell>
      <TableCell className={cn("text-ink-2 lg:whitespace-nowrap", WIDE)}>{orders}</TableCell>
      <TableCell className={cn("whitespace-nowrap", WIDE)}>{brought ? <CountCheck run={run} /> : "–"}</TableCell>
      <TableCell className={cn("whitespace-nowrap text-right text-ink-2", WIDE)}>{took ?? "–"}</TableCell>
    </TableRow>
  );
}

function RunVisitorNote({ visitor: { address, userAgent, cause } }: { visitor: RunVisitor }) {
  const t = useTranslations("sync.runs");
  const isByAddress = address !== null && cause !== "user_agent_blocked";
  return <p className="text-ink-2 text-sm">{isByAddress ? t("by_address", { address }) : t("by_user_agent", { userAgent })}</p>;
}

function CountCheck({ run }: { run: RunView }) {
  const t = useTranslations("sync.runs");
  const counts = countClaim(run);
  if (counts === null) return <span className="text-ink-3">{t("not_compared")}</span>;
  const { shop, ours, kept, isComplete } = counts;
  if (isComplete) return kept > 0 ? t("counts_equal_with_kept", { shop, kept, ours }) : t("counts_equal", { shop, ours });
  return <span className="font-medium text-recovering">{t("counts_differ", { shop, ours })}</span>;
}
