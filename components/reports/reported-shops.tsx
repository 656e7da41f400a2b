import { isDeepStrictEqual } from "node:util";
import { useLocale, useTranslations } from "next-intl";
import { FixTabs } from "@/components/checks/fix-tabs";
import { ProofPair } from "@/components/checks/proof-pair";
import { HostTest } from "@/components/reports/host-test";
import { StateMark } from "@/components/ui/state-mark";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { LedReport } from "@/lib/operations/reports/read-report";
import type { ReportView } from "@/lib/operations/reports/report-view";
import { nameOfShop, titleOfReport } from "@/lib/operations/reports/report-words";

const fixesOf = (view: ReportView) => view.causes.flatMap(({ fixes }) => fixes);

/** The summary of a report on several shops: the state of each, with a test and proof of its own. A rule that fixes all is printed once, below. */
export function ReportedShops({ view, led }: { view: ReportView; led: readonly LedReport[] }) {
  const t = useTranslations("reports.shops");
  const others = led.filter((one) => !isDeepStrictEqual(fixesOf(one.view), fixesOf(view)));
  const passing = [view, ...led.map((one) => one.view)].filter(({ isGreen }) => isGreen).length;
  return (
    <section aria-labelledby="shops" className="grid gap-3">
      <h2 id="shops" className="font-semibold text-lg">
        {t(others.length === 0 ? "one_rule" : "title", { count: led.length + 1 })}
      </h2>
      <p className="max-w-[72ch] text-ink-2">
        {t("passing", { passing, count: led.length + 1 })} {others.length === 0 ? t("one_rule_text") : t("own_rules_text")}
      </p>
      <ul className="grid gap-3">
        <li className="rounded-lg border border-line px-4 py-3">
          <ShopState view={view} />
        </li>
        {led.map((one) => (
          <li key={one.token} className="grid min-w-0 gap-2 rounded-lg border border-line px-4 py-3">
            <ShopState view={one.view} />
            {one.view.isGreen ? null : (
              <ClientMessages namespaces={["reports"]}>
                <HostTest token={one.token} initial={one.progress} />
              </ClientMessages>
            )}
            <ProofOfShop view={one.view} withFixes={others.includes(one)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ShopState({ view }: { view: ReportView }) {
  const t = useTranslations("reports");
  const locale = useLocale();
  return (
    <div className="grid gap-0.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <bdi className="font-medium [overflow-wrap:anywhere]">{nameOfShop(view)}</bdi>
        <StateMark tone={view.isGreen ? "healthy" : "action_needed"}>{t(view.isGreen ? "page.cause_fixed" : "page.standing")}</StateMark>
      </p>
      <p className="text-ink-2">{titleOfReport(anyKey(t), locale, view)}</p>
    </div>
  );
}

function ProofOfShop({ view, withFixes }: { view: ReportView; withFixes: boolean }) {
  const t = useTranslations("reports");
  return (
    <details className="min-w-0">
      <summary className="min-h-6 cursor-pointer text-accent">{t(withFixes ? "shops.proof_and_fix" : "page.proof")}</summary>
      <div className="mt-2 grid min-w-0 gap-4">
        {view.causes.map(({ cause, pass, fail, fixes }) => (
          <div key={`${cause.code} ${cause.evidence.fail}`} className="grid min-w-0 gap-3">
            {fail ? <ProofPair code={cause.code} pass={pass} fail={fail} /> : null}
            {withFixes && fixes.length > 0 ? <FixTabs fixes={fixes} isForHost /> : null}
          </div>
        ))}
      </div>
    </details>
  );
}
