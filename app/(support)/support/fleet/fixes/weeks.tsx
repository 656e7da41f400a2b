import { useFormatter, useTranslations } from "next-intl";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { useDuration } from "@/components/incidents/use-duration";
import { Section } from "@/components/ui/section";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { type FleetFilter, printFleetFilter, type Week } from "@/lib/operations/fleet/filter";
import { WEEKLY_DIMENSIONS, type WeeklyCount } from "@/lib/operations/fleet/weeks";

/** What hurt most in the last seven days beside the seven before, how long it lasted, and who can fix it; each number opens its shops. */
export function Weeks({ counts }: { counts: readonly WeeklyCount[] }) {
  const t = useTranslations("fleet");
  const format = useFormatter();
  const nameOf = useValueNames();
  const duration = useDuration();
  if (counts.length === 0) return null;
  return (
    <Section title={t("weeks.title")}>
      <p className="text-ink-2">{t("weeks.lead")}</p>
      {WEEKLY_DIMENSIONS.map((dimension) => {
        const own = counts.filter((count) => count.dimension === dimension);
        const name = t(`filter.name.${dimension}`);
        return own.length === 0 ? null : (
          <Table key={dimension} label={name} columns={[name, t("weeks.now"), t("weeks.before"), t("weeks.median"), t("weeks.who")]}>
            {own.map(({ value, thisWeek, lastWeek, medianMs, fixers }) => (
              <TableRow key={value}>
                <TableCell className="min-w-32 [overflow-wrap:anywhere]">{nameOf(dimension, value)}</TableCell>
                <ShopCount count={thisWeek} filter={{ [dimension]: value }} week="this" />
                <ShopCount count={lastWeek} filter={{ [dimension]: value }} week="last" />
                <TableCell className="tabular-nums">{medianMs === null ? "–" : duration(medianMs)}</TableCell>
                <TableCell>{format.list(fixers.map((fixer) => t(`weeks.fixer.${fixer}`)))}</TableCell>
              </TableRow>
            ))}
          </Table>
        );
      })}
    </Section>
  );
}

function ShopCount({ count, filter, week }: { count: number; filter: FleetFilter; week: Week }) {
  return (
    <TableCell className="tabular-nums">
      {count === 0 ? count : <TextLink href={route(`/support/fleet/shops${printFleetFilter({ ...filter, week })}`)}>{count}</TextLink>}
    </TableCell>
  );
}
