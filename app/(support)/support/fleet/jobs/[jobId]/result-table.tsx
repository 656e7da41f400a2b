import { useTranslations } from "next-intl";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
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
      {shops.map(({ merchantId, merchantName, integrationId, name, baseUrl, result, detail, endedAt }) => (
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
            <StateMark tone={TONES[result]}>{t(`result_is.${result}`)}</StateMark>
            {detail === null ? null : <span className="block text-ink-3 text-sm">{nameOf(detail)}</span>}
          </TableCell>
          <TableCell className="whitespace-nowrap">{endedAt ? <Time at={endedAt} form="clock" /> : "–"}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
