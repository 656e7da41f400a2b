import { useTranslations } from "next-intl";
import { FixView } from "@/components/checks/fix-view";
import { Badge } from "@/components/ui/badge";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { Fix } from "@/lib/diagnosis/fixes/fix";

/** The fix for the software found first, the others behind their names. */
export function FixTabs({ fixes }: { fixes: readonly Fix[] }) {
  const t = useTranslations("fixes.software");
  const own = useTranslations("checks.fix");
  const [first] = fixes;
  if (!first) return null;
  return (
    <div className="grid gap-1">
      <h4 className="font-medium">{own("title")}</h4>
      <Tabs defaultValue={first.id}>
        {fixes.length > 1 || first.found ? (
          <TabsList aria-label={own("title")}>
            {fixes.map((fix) => (
              <TabsTrigger key={fix.id} value={fix.id}>
                {t(fix.software)} {fix.found ? <Badge tone="accent">{own("found")}</Badge> : null}
              </TabsTrigger>
            ))}
          </TabsList>
        ) : null}
        {fixes.map((fix) => (
          <TabsContent key={fix.id} value={fix.id}>
            <FixView fix={fix} />
          </TabsContent>
        ))}
      </Tabs>
    </div>
  );
}
