import { useTranslations } from "next-intl";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import { laneTone } from "@/lib/health/lane/tone";
import type { FittingShop } from "@/lib/operations/fleet/data";

export function MatchingShops({ shops }: { shops: readonly FittingShop[] }) {
  const t = useTranslations("fleet.shops");
  const nameOf = useValueNames();
  return (
    <Table label={t("title")} columns={[t("shop"), t("merchant"), t("state"), t("since")]}>
      {shops.map(({ merchantId, merchantName, integrationId, name, baseUrl, state, since, cause }) => (
        <TableRow key={integrationId} data-row={integrationId}>
          <TableCell className="min-w-32 [overflow-wrap:anywhere]">
            <TextLink href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${integrationId}`)}>
              <bdi>{name}</bdi>
            </TextLink>{" "}
            <span className="block text-ink-3 text-sm">{displayAddress(readableUrl(baseUrl))}</span>
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
    </Table>
  );
}
