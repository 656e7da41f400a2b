import { useTranslations } from "next-intl";
import { ShopCells } from "@/app/(support)/support/fleet/shop-cells";
import { StoryLines } from "@/components/integrations/story-lines";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { FittingShop } from "@/lib/operations/fleet/data";

export function MatchingShops({ shops }: { shops: readonly FittingShop[] }) {
  const t = useTranslations("fleet.shops");
  return (
    <ClientMessages namespaces={["states", "sync"]}>
      <Table label={t("title")} columns={[t("shop"), t("merchant"), t("state")]}>
        {shops.map(({ merchantId, merchantName, row }) => (
          <TableRow key={row.id} data-row={row.id}>
            <ShopCells shop={{ merchantId, merchantName, integrationId: row.id, name: row.name, baseUrl: row.baseUrl }} />
            <TableCell className="min-w-60">
              <StoryLines row={row} />
            </TableCell>
          </TableRow>
        ))}
      </Table>
    </ClientMessages>
  );
}
