import { useTranslations } from "next-intl";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { ShopCells } from "@/app/(support)/support/fleet/shop-cells";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { laneTone } from "@/lib/health/lane/tone";
import type { FittingShop } from "@/lib/operations/fleet/data";

export function MatchingShops({ shops }: { shops: readonly FittingShop[] }) {
  const t = useTranslations("fleet.shops");
  const nameOf = useValueNames();
  return (
    <Table label={t("title")} columns={[t("shop"), t("merchant"), t("state"), t("since")]}>
      {shops.map((shop) => (
        <TableRow key={shop.integrationId} data-row={shop.integrationId}>
          <ShopCells shop={shop} />
          <TableCell className="min-w-36">
            <StateMark tone={laneTone(shop)}>{nameOf("state", shop.state)}</StateMark>
            {shop.cause === null ? null : <span className="block text-ink-3 text-sm">{nameOf("cause", shop.cause)}</span>}
          </TableCell>
          <TableCell className="whitespace-nowrap">
            <Time at={shop.since} form="clock" />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
