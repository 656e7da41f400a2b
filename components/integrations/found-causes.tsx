import { useLocale, useTranslations } from "next-intl";
import { byEffect } from "@/lib/check/by-effect";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import type { Cause } from "@/lib/check/result";

/** What a check found, by name and with who can change it: enough to know whom to ask while the connection goes on. */
export function FoundCauses({ causes }: { causes: readonly Cause[] }) {
  const t = useTranslations("causes");
  const locale = useLocale();
  return (
    <ul className="mt-1 grid gap-0.5 [overflow-wrap:anywhere]">
      {byEffect(causes).map(({ cause, index }) => {
        const { title, who } = describeCause(t, locale, cause);
        return (
          <li key={index}>
            <span className="font-medium">{title}</span> <span className="text-ink-2">{who}</span>
          </li>
        );
      })}
    </ul>
  );
}
