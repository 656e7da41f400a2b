import Link from "next/link";
import { useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { FoundMerchant } from "@/lib/support/data";

export function MerchantTable({ merchants }: { merchants: FoundMerchant[] }) {
  const t = useTranslations("support");
  const matched = merchants.some(({ match }) => match !== null);
  return (
    <Table label={t("list")}>
      <TableHead>
        <tr>
          <TableHeader>{t("merchant")}</TableHeader>
          {matched ? <TableHeader className="max-sm:hidden">{t("found_by")}</TableHeader> : null}
          <TableHeader className="text-right">{t("shops")}</TableHeader>
          <TableHeader className="text-right">{t("members")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {merchants.map(({ id, name, match, integrations, members }) => (
          <TableRow key={id} className="relative">
            <TableCell className="[overflow-wrap:anywhere]">
              <Link
                href={`/support/merchants/${id}`}
                className="rounded-sm font-medium text-ink after:absolute after:inset-0 hover:text-accent"
              >
                <bdi>{name}</bdi>
              </Link>
              {match && match.kind !== "name" ? (
                <p className="text-ink-2 text-sm sm:hidden">{t(`by.${match.kind}`, { text: match.text })}</p>
              ) : null}
            </TableCell>
            {matched ? (
              <TableCell className="text-ink-2 [overflow-wrap:anywhere] max-sm:hidden">
                {match ? t(`by.${match.kind}`, { text: match.text }) : null}
              </TableCell>
            ) : null}
            <TableCell className="text-right tabular-nums">{integrations}</TableCell>
            <TableCell className="text-right tabular-nums">{members}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
