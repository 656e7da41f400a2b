import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { FixView } from "@/components/checks/fix-view";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { describeFix, nameFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { anyKey } from "@/lib/i18n/any-key";
import type { FixRecord } from "@/lib/operations/learning/data";

/** Number of tabs when no software was detected, most common first. */
const TABS_WITHOUT_FIND = 4;

/** Links to fixes for other software; the page renders only the requested one. */
export interface OtherFixes {
  chosen: string | null;
  hrefOf: (fixId: string) => Route;
}

interface FixTabsProps {
  fixes: readonly Fix[];
  asked?: OtherFixes;
  isForHost?: boolean;
  /** How often fixes of this cause helped other shops. */
  records?: readonly FixRecord[];
}

/** The fixes that a page shows as tabs: those for the detected software, or the most common. */
export function shownFixes(fixes: readonly Fix[]): readonly Fix[] {
  const found = fixes.filter((fix) => fix.found).length;
  return fixes.slice(0, found > 0 ? Math.min(found, TABS_WITHOUT_FIND) : TABS_WITHOUT_FIND);
}

/** The fix for the detected software first, related ones as tabs, all others collapsed: in place or, with `asked`, as links. */
export function FixTabs({ fixes, asked, isForHost = false, records = [] }: FixTabsProps) {
  const t = anyKey(useTranslations("fixes"));
  const own = useTranslations("checks.fix");
  const shown = shownFixes(fixes);
  const others = fixes.slice(shown.length);
  const [first] = shown;
  if (!first) return null;
  const recordOf = ({ id }: Fix): FixRecord | null => records.find(({ recipe }) => recipe === id) ?? null;
  /** Fixes for the same software are distinguished by specialty, else by number. */
  const nameOf = ({ software, id }: Fix): string => {
    const alike = shown.filter((fix) => fix.software === software);
    const number = alike.findIndex((fix) => fix.id === id) + 1;
    const name = nameFix(t, { software, id });
    return name === t(`software.${software}`) && number > 1 ? `${name} (${number})` : name;
  };
  if (asked) return <AskedFixes shown={shown} others={others} asked={asked} nameOf={nameOf} recordOf={recordOf} />;
  return (
    <div className="grid min-w-0 gap-3">
      <h4 className="font-medium">{own("title")}</h4>
      <Tabs defaultValue={first.id} className="min-w-0">
        <TabsList aria-label={own("title")} className={isForHost ? "[--ground:var(--color-canvas)]" : undefined}>
          {shown.map((fix) => (
            <TabsTrigger key={fix.id} value={fix.id}>
              {nameOf(fix)}
            </TabsTrigger>
          ))}
        </TabsList>
        {shown.map((fix) => (
          <TabsContent key={fix.id} value={fix.id}>
            {/* Printed pages have no tabs. */}
            <p className="hidden font-medium print:mb-2 print:block">{nameOf(fix)}</p>
            <FixView fix={describeFix(t, fix)} isForHost={isForHost} record={recordOf(fix)} />
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
                  <summary className="cursor-pointer py-1.5 font-medium">{nameFix(t, fix)}</summary>
                  <div className="pt-1 pb-4">
                    <FixView fix={describeFix(t, fix)} isForHost={isForHost} />
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

interface AskedFixesProps {
  shown: readonly Fix[];
  others: readonly Fix[];
  asked: OtherFixes;
  nameOf: (fix: Fix) => string;
  recordOf: (fix: Fix) => FixRecord | null;
}

/** Only the chosen fix is rendered, the first without a choice: all of them would outweigh the rest of the page. */
function AskedFixes({ shown, others, asked: { chosen, hrefOf }, nameOf, recordOf }: AskedFixesProps) {
  const t = anyKey(useTranslations("fixes"));
  const own = useTranslations("checks.fix");
  const fix = [...shown, ...others].find(({ id }) => id === chosen) ?? shown[0];
  if (!fix) return null;
  const isOther = others.includes(fix);
  const choice = (one: Fix, name: string, className: string) => (
    <li key={one.id}>
      <Link
        href={hrefOf(one.id)}
        replace
        scroll={false}
        prefetch={false}
        aria-current={one.id === fix.id ? "true" : undefined}
        className={className}
      >
        {name}
      </Link>
    </li>
  );
  return (
    <div className="grid min-w-0 gap-3">
      <h4 className="font-medium">{own("title")}</h4>
      <ul aria-label={own("title")} className="wide tab-row gap-x-1">
        {shown.map((one) => choice(one, nameOf(one), "tab-link"))}
      </ul>
      {isOther ? null : <FixView fix={describeFix(t, fix)} record={recordOf(fix)} />}
      {others.length > 0 ? (
        <details open={isOther}>
          <summary className="w-fit cursor-pointer rounded-sm text-ink-2 hover:text-ink">
            {own("others")} <span className="text-ink-3">({others.length})</span>
          </summary>
          <ul className="mt-2 flex flex-wrap gap-1.5">{others.map((one) => choice(one, nameFix(t, one), "chip"))}</ul>
          {isOther ? (
            <div className="mt-4 grid gap-2">
              <h5 className="font-medium">{nameFix(t, fix)}</h5>
              <FixView fix={describeFix(t, fix)} record={recordOf(fix)} />
            </div>
          ) : null}
        </details>
      ) : null}
    </div>
  );
}
