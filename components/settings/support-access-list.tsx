import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { Opening } from "@/lib/identity/accounts/data";

/** Support staff who opened the merchant, when, and why. */
export function SupportAccessList({ openings }: { openings: Opening[] }) {
  const t = useTranslations("settings");
  if (openings.length === 0) return <p className="text-ink-2">{t("no_openings")}</p>;
  return (
    <ul className="divide-y divide-line">
      {openings.map(({ id, name, reason, opened, at }) => (
        <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0">
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <bdi className="font-medium">{name}</bdi>
            <bdi className="block text-ink-2">{reason ?? t("only_looked")}</bdi>
            {opened === "data" ? <span className="block text-ink-3 text-sm">{t("opened_data")}</span> : null}
          </span>
          <span className="text-ink-3 text-sm">
            <Time at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
