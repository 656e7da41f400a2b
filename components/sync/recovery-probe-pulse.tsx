import { useTranslations } from "next-intl";
import { Term } from "@/components/shell/term";
import { cn } from "@/components/ui/class-names";
import { TONE_TEXT } from "@/components/ui/state-shape";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RecoveryProbeView } from "@/lib/sync/data";

export function RecoveryProbePulse({ probes }: { probes: readonly RecoveryProbeView[] }) {
  const t = useTranslations("sync.probes");
  const words = useProbeResultLabel();
  const states = useTranslations("states");
  const [last] = probes;
  if (!last) return null;
  return (
    <div className="grid gap-1 border-line border-t pt-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="flex items-center font-medium">
          {t("title")}
          <Term name="health_probe" />
        </h3>
        <Pulse probes={probes.toReversed()} />
      </div>
      <p className="text-ink-2">
        {t("last")} <Time at={last.at} />
        {states("colon")} {words(last)}
      </p>
      <details>
        <summary className="cursor-pointer text-ink-2 text-sm">{t("all", { count: probes.length })}</summary>
        <div className="mt-2">
          <Table label={t("title")} columns={[t("when"), t("result"), { id: "took", name: t("took"), className: "text-right" }]}>
            {probes.map((probe) => (
              <TableRow key={probe.id}>
                <TableCell>
                  <Time at={probe.at} form="clock" />
                </TableCell>
                <TableCell>{words(probe)}</TableCell>
                <TableCell className="whitespace-nowrap text-right text-ink-2 tabular-nums">{t("ms", { ms: probe.tookMs })}</TableCell>
              </TableRow>
            ))}
          </Table>
        </div>
      </details>
    </div>
  );
}

function useProbeResultLabel(): (probe: RecoveryProbeView) => string {
  const t = useTranslations("sync.probes");
  const failure = useTranslations("sync.failure");
  return ({ passed, status, failure: code }) => {
    if (code) return failure(code, { status: status ?? 0 });
    return passed ? t("passed") : t("not_passed", { status: status ?? 0 });
  };
}

const STEP = 7;
const HEIGHT = 16;

/** One mark per probe, oldest first: tall if it passed, low if it failed, empty without a response. */
function Pulse({ probes }: { probes: readonly RecoveryProbeView[] }) {
  return (
    <svg
      viewBox={`0 0 ${probes.length * STEP} ${HEIGHT}`}
      style={{ width: probes.length * STEP }}
      className="h-4 max-w-full"
      aria-hidden="true"
    >
      {probes.map(({ id, passed, failure }, index) => {
        const height = passed ? HEIGHT - 1 : 6;
        const tone = passed ? TONE_TEXT.healthy : TONE_TEXT.recovering;
        const place = { x: index * STEP + 0.5, y: HEIGHT - 0.5 - height, width: STEP - 3, height, rx: 1 };
        return <rect key={id} {...place} stroke="currentColor" className={cn(tone, failure ? "fill-none" : "fill-current")} />;
      })}
    </svg>
  );
}
