import { useTranslations } from "next-intl";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { ShopCells } from "@/app/(support)/support/fleet/shop-cells";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/lib/health/lane/tone";
import type { ShopResult } from "@/lib/operations/fleet/bulk-results";
import type { BulkResult } from "@/lib/operations/fleet/filter";

const TONES: Readonly<Record<BulkResult, Tone>> = {
  failed: "action_needed",
  passed: "healthy",
  running: "working",
  waiting: "idle",
  skipped: "idle",
  unknown: "idle",
};

export function useResultName() {
  const t = useTranslations("fleet.job");
  const nameOf = useValueNames();
  return { t, nameOf: (detail: string): string => nameOf("detail", detail) };
}

export function ResultTable({ shops }: { shops: readonly ShopResult[] }) {
  const { t, nameOf } = useResultName();
  const words = useTranslations("fleet.shops");
  return (
    <Table label={words("page")} columns={[words("shop"), words("merchant"), t("result"), t("ended")]}>
      {shops.map((shop) => (
        <TableRow key={shop.integrationId} data-row={shop.integrationId}>
          <ShopCells shop={shop} />
          <TableCell className="min-w-36">
            <StateMark tone={TONES[shop.result]}>{t(`result_is.${shop.result}`)}</StateMark>
            {shop.detail === null ? null : <span className="block text-ink-3 text-sm">{nameOf(shop.detail)}</span>}
          </TableCell>
          <TableCell className="whitespace-nowrap">{shop.endedAt ? <Time at={shop.endedAt} form="clock" /> : "–"}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
