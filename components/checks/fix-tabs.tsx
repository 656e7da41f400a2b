import { useTranslations } from "next-intl";
import { FixView } from "@/components/checks/fix-view";
import { Badge } from "@/components/ui/badge";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { describeFix } from "@/lib/diagnosis/fixes/describe-fix";
import type { Fix } from "@/lib/diagnosis/fixes/fix";

/** Without anything found the most usual ones stand in front. */
const TABS_WITHOUT_FIND = 4;

/** The fix for the software found first, its neighbours behind tabs, everything else folded away. */
export function FixTabs({ fixes }: { fixes: readonly Fix[] }) {
  const t = useTranslations("fixes");
  const own = useTranslations("checks.fix");
  const found = fixes.filter((fix) => fix.found).length;
  const shown = fixes.slice(0, found > 0 ? Math.min(found, TABS_WITHOUT_FIND) : TABS_WITHOUT_FIND);
  const others = fixes.slice(shown.length);
  const [first] = shown;
  if (!first) return null;
  return (
    <div className="grid min-w-0 gap-3">
      <h4 className="font-medium">{own("title")}</h4>
      <Tabs defaultValue={first.id} className="min-w-0">
        <TabsList aria-label={own("title")}>
          {shown.map((fix) => (
            <TabsTrigger key={fix.id} value={fix.id}>
              {t(`software.${fix.software}`)} {fix.found ? <Badge tone="accent">{t("labels.found")}</Badge> : null}
            </TabsTrigger>
          ))}
        </TabsList>
        {shown.map((fix) => (
          <TabsContent key={fix.id} value={fix.id}>
            {/* On paper there are no tabs. */}
            <p className="hidden font-medium print:mb-2 print:block">{t(`software.${fix.software}`)}</p>
            <FixView fix={describeFix(t, fix)} />
          </TabsContent>
        ))}
      </Tabs>
      {others.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-ink-2 hover:text-ink">
            {own("others")} <span className="text-ink-3">({others.length})</span>
          </summary>
          <ul className="mt-2 divide-y divide-line border-line border-y">
            {others.map((fix) => (
              <li key={fix.id}>
                <details>
                  <summary className="cursor-pointer py-1.5 font-medium">{t(`software.${fix.software}`)}</summary>
                  <div className="pt-1 pb-4">
                    <FixView fix={describeFix(t, fix)} />
                  </div>
                </details>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
