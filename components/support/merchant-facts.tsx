import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { MerchantCard } from "@/lib/support/data";

/** The merchant and its owners. */
export function MerchantFacts({ merchant }: { merchant: MerchantCard }) {
  const t = useTranslations("support.merchant");
  const roles = useTranslations("members.role");
  return (
    <Panel title={t("members")}>
      {merchant.members.length === 0 ? <p className="text-ink-2">{t("no_members")}</p> : null}
      <ul className="divide-y divide-line">
        {merchant.members.map(({ name, email, role }) => (
          <li key={email} className="py-1.5 [overflow-wrap:anywhere] first:pt-0 last:pb-0">
            <bdi className="font-medium">{name}</bdi> <Badge tone={role === "owner" ? "accent" : "neutral"}>{roles(role)}</Badge>
            <bdi className="block text-ink-2">{email}</bdi>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-ink-3 text-sm">
        {t.rich("since", { date: () => <Time at={merchant.createdAt} form="day" />, zone: merchant.timeZone })}
      </p>
    </Panel>
  );
}
