import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { loadShop } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import type { ShopPageProps } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { ShopHead } from "@/components/integrations/shop-head";
import { DemoGuide } from "@/components/shell/demo-guide";
import { RunReceipt } from "@/components/sync/run-receipt";
import { nameServer } from "@/lib/check/diagnosis/describe-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { reportOn } from "@/lib/operations/reports/host-causes";
import { isActive } from "@/lib/sync/past-runs/run-view";

/** Client messages of the shop's head; each tab adds its own. */
const NAMESPACES: readonly NestedNamespace[] = [
  "states",
  "integrations.list",
  "integrations.page",
  "integrations.shop_system",
  "integrations.tab",
  "integrations.verdict",
  "sync.failure",
  "sync.lane",
  "sync.live",
  "sync.progress",
  "sync.receipt",
  "sync.refresh",
  "sync.runs",
  "sync.step",
  "sync.trigger",
  "sync.unreadable",
  "sync.upcoming",
  "tracking.fallback",
  "reports.dialog",
  "reports.panel",
];

export default async function ShopLayout({ params, children }: Pick<ShopPageProps, "params"> & { children: ReactNode }) {
  const { merchantId, integrationId } = await params;
  const shop = await loadShop(merchantId, integrationId);
  const causes = anyKey(await getTranslations("causes"));
  const { row, newestRun, importFrom, readOnly, check } = shop;
  const found = check?.result?.causes ?? [];
  const since = importFrom?.toISOString() ?? null;
  return (
    <ClientMessages namespaces={NAMESPACES}>
      <div className="grid min-w-0 grid-cols-1 gap-6">
        <DemoGuide merchantId={merchantId} row={row} newestRun={newestRun} causes={found.length} />
        <ShopHead
          initial={row}
          initialRun={newestRun}
          receipt={newestRun && !isActive(newestRun) ? <RunReceipt run={newestRun} since={since} inOrder={false} /> : null}
          server={nameServer(causes, shop.serverSoftware)}
          importFrom={since}
          readOnly={readOnly}
          report={reportOn(shop)}
          causes={found.length}
        />
        {children}
      </div>
    </ClientMessages>
  );
}
