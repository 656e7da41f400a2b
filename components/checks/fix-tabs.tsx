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
      {others.length > 0 && asked ? <AskedFix fixes={others} asked={asked} recordOf={recordOf} /> : null}
      {others.length > 0 && !asked ? (
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

interface AskedFixProps {
  fixes: readonly Fix[];
  asked: OtherFixes;
  recordOf: (fix: Fix) => FixRecord | null;
}

/** Names of other software; only the requested fix is rendered, since all twenty would outweigh the rest of the page. */
function AskedFix({ fixes, asked: { chosen, hrefOf }, recordOf }: AskedFixProps) {
  const t = anyKey(useTranslations("fixes"));
  const own = useTranslations("checks.fix");
  const fix = fixes.find(({ id }) => id === chosen);
  return (
    <details open={fix !== undefined}>
      <summary className="w-fit cursor-pointer rounded-sm text-ink-2 hover:text-ink">
        {own("others")} <span className="text-ink-3">({fixes.length})</span>
      </summary>
      <ul className="mt-2 flex flex-wrap gap-1.5">
        {fixes.map((other) => (
          <li key={other.id}>
            <Link
              href={hrefOf(other.id)}
              replace
              scroll={false}
              prefetch={false}
              aria-current={other.id === chosen ? "true" : undefined}
              className="inline-flex h-7 items-center rounded-full border border-line px-2.5 text-ink-2 text-sm hover:bg-hover hover:text-ink aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:text-ink"
            >
              {nameFix(t, other)}
            </Link>
          </li>
        ))}
      </ul>
      {fix ? (
        <div className="mt-4 grid gap-2">
          <h5 className="font-medium">{nameFix(t, fix)}</h5>
          <FixView fix={describeFix(t, fix)} record={recordOf(fix)} />
        </div>
      ) : null}
    </details>
  );
}
