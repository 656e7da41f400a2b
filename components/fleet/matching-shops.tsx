import { useTranslations } from "next-intl";
import { useValueNames } from "@/components/fleet/use-value-names";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { readableUrl } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";
import { laneTone } from "@/lib/integrations/tone";
import type { FittingShop } from "@/lib/operations/fleet/data";

/** Shops that match a filter, each with a link to its merchant. */
export function MatchingShops({ shops }: { shops: readonly FittingShop[] }) {
  const t = useTranslations("fleet.shops");
  const nameOf = useValueNames();
  return (
    <Table label={t("title")}>
      <TableHead>
        <TableRow>
          {(["shop", "merchant", "state", "since"] as const).map((column) => (
            <TableHeader key={column}>{t(column)}</TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {shops.map(({ merchantId, merchantName, integrationId, name, baseUrl, state, since, cause }) => (
          <TableRow key={integrationId} data-row={integrationId}>
            <TableCell className="min-w-32 [overflow-wrap:anywhere]">
              <bdi>{name}</bdi> <span className="block text-ink-3 text-sm">{displayAddress(readableUrl(baseUrl))}</span>
            </TableCell>
            <TableCell className="min-w-32 [overflow-wrap:anywhere]">
              <TextLink href={`/support/merchants/${merchantId}`}>
                <bdi>{merchantName}</bdi>
              </TextLink>
            </TableCell>
            <TableCell className="min-w-36">
              <StateMark tone={laneTone({ state })}>{nameOf("state", state)}</StateMark>
              {cause === null ? null : <span className="block text-ink-3 text-sm">{nameOf("cause", cause)}</span>}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Time at={since} form="clock" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
