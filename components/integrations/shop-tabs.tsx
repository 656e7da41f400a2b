import type { Route } from "next";
import Link from "next/link";
import { useSelectedLayoutSegment } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { LinkPendingBar } from "@/components/ui/link-pending-bar";
import { stayWhileOffline } from "@/components/ui/stay-while-offline";
import { route } from "@/lib/base/route";
import { SHOP_TABS, shopPath, tabOfSegment } from "@/lib/integrations/shop-paths";

interface TabsProps {
  merchantId: string;
  integrationId: string;
  name: string;
  causes: number;
}

export function ShopTabs({ merchantId, integrationId, name, causes }: TabsProps) {
  const t = useTranslations("integrations.tab");
  const current = tabOfSegment(useSelectedLayoutSegment());
  return (
    <nav aria-label={t("label", { name })} className="min-w-0 border-line border-b">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {SHOP_TABS.map((tab) => (
          <li key={tab}>
            <TabLink href={route(shopPath(merchantId, integrationId, tab))} isCurrent={tab === current}>
              {t(tab)}
              {tab === "diagnosis" && causes > 0 ? (
                <span className="rounded-full bg-action-needed-soft px-1.5 font-medium text-action-needed text-xs tabular-nums">
                  <span aria-hidden="true">{causes}</span>
                  <span className="sr-only">{t("causes", { count: causes })}</span>
                </span>
              ) : null}
            </TabLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabLink({ href, isCurrent, children }: { href: Route; isCurrent: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      onNavigate={stayWhileOffline}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex min-h-10 items-center gap-1.5 border-b-2 px-2.5 font-medium focus-visible:-outline-offset-2",
        isCurrent ? "border-accent text-ink" : "border-transparent text-ink-2 hover:border-line-strong hover:text-ink",
      )}
    >
      {children}
      <LinkPendingBar />
    </Link>
  );
}
