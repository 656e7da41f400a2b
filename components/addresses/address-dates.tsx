import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PublishedAddress } from "@/lib/operations/addresses/published";

const TONES = { live: "healthy", announced: "accent", retiring: "recovering", retired: "idle" } as const;

export function AddressDates({ dates }: { dates: readonly PublishedAddress[] }) {
  const t = useTranslations("addresses.dates");
  const day = (at: string | null) => (at === null ? "–" : <Time at={at} form="day" />);
  return (
    <Table label={t("title")} columns={[t("address"), t("state"), t("announced"), t("live"), t("retires")]}>
      {dates.map((one) => (
        <TableRow key={one.address}>
          <TableCell className="font-mono">{one.address}</TableCell>
          <TableCell>
            <Badge tone={TONES[one.state]}>{t(`states.${one.state}`)}</Badge>
          </TableCell>
          <TableCell className="whitespace-nowrap">{day(one.announced)}</TableCell>
          <TableCell className="whitespace-nowrap">{day(one.live)}</TableCell>
          <TableCell className="whitespace-nowrap">{day(one.retires)}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
