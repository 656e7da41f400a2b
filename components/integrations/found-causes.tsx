import { useLocale, useTranslations } from "next-intl";
import { WhoCanFix } from "@/components/checks/who-can-fix";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import { decideWhoActs } from "@/lib/check/diagnosis/fixes/fixes-for";
import { orderByImpact } from "@/lib/check/order-by-impact";
import type { CheckResult } from "@/lib/check/result";
import type { Platform } from "@/lib/connectors/platforms";

/** Findings of a check by name and who can fix them, while the connection continues. */
export function FoundCauses({ result, platform }: { result: CheckResult; platform: Platform }) {
  const t = useTranslations("causes");
  const locale = useLocale();
  const place = { platform: result.platform ?? platform, server: result.server.software };
  return (
    <ul className="mt-1 grid gap-0.5 [overflow-wrap:anywhere]">
      {orderByImpact(result.causes).map(({ cause, index }) => (
        <li key={index}>
          <span className="font-medium">{describeCause(t, locale, cause).title}</span>{" "}
          <span className="text-ink-2">
            <WhoCanFix actor={decideWhoActs(cause, place)} />
          </span>
        </li>
      ))}
    </ul>
  );
}
