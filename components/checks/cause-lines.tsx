import { useLocale, useTranslations } from "next-intl";
import { causeHeadingId } from "@/components/checks/cause-heading-id";
import { Section } from "@/components/ui/section";
import { StateShape } from "@/components/ui/state-shape";
import { TextLink } from "@/components/ui/text-link";
import { recoversAutomatically } from "@/lib/check/causes";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import { orderByImpact } from "@/lib/check/order-by-impact";
import type { Cause } from "@/lib/check/result";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { RefusedRehearsal } from "@/lib/operations/addresses/data";

interface CauseLinesProps {
  merchantId: string;
  integrationId: string;
  causes: readonly Cause[];
  coming: RefusedRehearsal | null;
}

export function CauseLines({ merchantId, integrationId, causes, coming }: CauseLinesProps) {
  const t = useTranslations("integrations");
  const words = useTranslations("causes");
  const locale = useLocale();
  if (causes.length === 0 && !coming) return null;
  const diagnosis = shopPath(merchantId, integrationId, "diagnosis");
  const lines = orderByImpact(causes).map(({ cause }) => {
    const { title, effect } = describeCause(words, locale, cause);
    return {
      id: causeHeadingId(cause),
      title,
      effect,
      tone: recoversAutomatically(cause) ? ("recovering" as const) : ("action_needed" as const),
    };
  });
  if (coming) {
    const title = t("page.blocked_addresses", { count: coming.refused.length });
    lines.push({ id: "coming-addresses", title, effect: "", tone: "recovering" });
  }
  return (
    <Section title={t("page.causes")} className="grid min-w-0 gap-2">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {lines.map(({ id, title, effect, tone }) => (
          <li
            key={id}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5 px-4 py-2 sm:grid-cols-[auto_minmax(0,1fr)_auto]"
          >
            <StateShape tone={tone} className="translate-y-0.5" />
            <p className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">{title}</span> <span className="text-ink-2">{effect}</span>
            </p>
            <TextLink
              href={`${diagnosis}#${id}`}
              aria-label={t("page.show_fix_for", { cause: title })}
              className="justify-self-start whitespace-nowrap max-sm:col-start-2"
            >
              {t("primary.show_fix")}
            </TextLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
