import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import type { MerchantCard } from "@/lib/support/data";

function Line({ first, second }: { first: string; second: ReactNode }) {
  return (
    <li className="flex flex-wrap justify-between gap-x-4 py-1.5 [overflow-wrap:anywhere] first:pt-0 last:pb-0">
      <bdi className="font-medium">{first}</bdi>
      <bdi className="text-ink-2">{second}</bdi>
    </li>
  );
}

/** Who and which shops: enough to see that it is the right merchant. */
export function MerchantFacts({ merchant }: { merchant: MerchantCard }) {
  const t = useTranslations("support");
  const more = merchant.integrationCount - merchant.integrations.length;
  return (
    <div className="grid gap-4">
      <Panel title={t("shops")}>
        {merchant.integrations.length === 0 ? <p className="text-ink-2">{t("no_shops")}</p> : null}
        <ul className="divide-y divide-line">
          {merchant.integrations.map(({ id, name, baseUrl }) => (
            <Line key={id} first={name} second={baseUrl} />
          ))}
        </ul>
        {more > 0 ? <p className="mt-2 text-ink-3">{t("more_shops", { count: more })}</p> : null}
      </Panel>
      <Panel title={t("members")}>
        {merchant.members.length === 0 ? <p className="text-ink-2">{t("no_members")}</p> : null}
        <ul className="divide-y divide-line">
          {merchant.members.map(({ name, email }) => (
            <Line key={email} first={name} second={email} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}
