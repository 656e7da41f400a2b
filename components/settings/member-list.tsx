import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Member } from "@/lib/accounts/data";

export function MemberList({ members, merchantName, self }: { members: Member[]; merchantName: string; self: string }) {
  const t = useTranslations("settings");
  return (
    <>
      {/* A name that ends with a full stop brings that of the sentence. */}
      <p className="mb-4 text-ink-2 [overflow-wrap:anywhere]">
        {t("members_lead", { count: members.length, merchant: merchantName.replace(/\.$/, "") })}
      </p>
      <ul className="divide-y divide-line">
        {members.map(({ personId, name, email, since }) => (
          <li key={personId} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2.5 first:pt-0 last:pb-0">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <bdi className="font-medium">{name}</bdi> {personId === self ? <Badge tone="accent">{t("you")}</Badge> : null}
              <bdi className="block text-ink-2">{email}</bdi>
            </span>
            <span className="text-ink-3 text-sm">{t.rich("member_since", { date: () => <Time at={since} form="day" /> })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
