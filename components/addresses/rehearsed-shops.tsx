import type { Route } from "next";
import { useTranslations } from "next-intl";
import { NumberedPager } from "@/components/ui/pager";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { PAGE_SIZE } from "@/lib/base/paging";
import { readableUrl } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { RehearsedShop } from "@/lib/operations/addresses/data";
import type { RehearsalState } from "@/lib/operations/addresses/judge-rehearsal";

interface Props {
  shops: readonly RehearsedShop[];
  shown: RehearsalState;
  page: number;
  total: number;
}

/** Shops of a rehearsal with the same result. */
export function RehearsedShops({ shops, shown, page, total }: Props) {
  const t = useTranslations("addresses.console.shops");
  if (shops.length === 0) return <p className="text-ink-2">{t("none")}</p>;
  const href = (to: number): Route => `/support/addresses?shops=${shown}&page=${to}`;
  return (
    <div className="grid gap-2">
      <Table label={t("title")}>
        <TableHead>
          <TableRow>
            {(["merchant", "shop", "refused", "tried"] as const).map((column) => (
              <TableHeader key={column}>{t(column)}</TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {shops.map((shop) => (
            <TableRow key={shop.integrationId} data-row="">
              <TableCell>
                <TextLink href={`/support/merchants/${shop.merchantId}`}>
                  <bdi>{shop.merchantName}</bdi>
                </TextLink>
              </TableCell>
              <TableCell className="min-w-32 [overflow-wrap:anywhere]">
                <bdi>{shop.name}</bdi> <span className="block text-ink-3 text-sm">{displayAddress(readableUrl(shop.baseUrl))}</span>
              </TableCell>
              <TableCell className="font-mono">{shop.refused.length > 0 ? shop.refused.join(", ") : "–"}</TableCell>
              <TableCell>{shop.checkedAt ? <Time at={shop.checkedAt} /> : "–"}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <NumberedPager page={page} perPage={PAGE_SIZE} shown={shops.length} total={total} hrefOf={href} />
    </div>
  );
}
