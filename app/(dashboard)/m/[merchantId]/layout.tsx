import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { loadUnread } from "@/app/(dashboard)/m/[merchantId]/unread-loader";
import { Bell } from "@/components/notifications/bell";
import { Frame } from "@/components/shell/frame";
import { PageBoundary } from "@/components/shell/page-boundary";
import { DetailShape, FormShape, ListShape } from "@/components/shell/skeletons";
import { StaffBanner } from "@/components/shell/staff-banner";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";

export default async function MerchantLayout({ params, children }: { params: Promise<{ merchantId: string }>; children: ReactNode }) {
  const { merchantId } = await params;
  const [{ scope, person, merchant, merchants, readOnly, actsUntil }, unread, t] = await Promise.all([
    loadMerchantContext(merchantId),
    loadUnread(merchantId),
    getTranslations(),
  ]);
  const loading = t("app.loading");
  const skeletons = [
    { path: "/integrations/connect|/settings|/support/new|/orders/import", shape: <FormShape loading={loading} /> },
    { path: "/(integrations|orders)/[^/]+$", shape: <DetailShape loading={loading} /> },
    { path: "/(integrations|orders)$", shape: <ListShape loading={loading} filters /> },
    { path: "", shape: <ListShape loading={loading} /> },
  ];
  return (
    <ClientMessages namespaces={["states"]}>
      <Frame
        place={{ kind: "merchant", merchantId, isStaff: person.isStaff, readOnly, unread: unread.answers }}
        person={person}
        merchant={merchant}
        merchants={merchants}
        bell={<Bell merchantId={merchantId} unread={unread.notes} />}
        banner={scope.actor.kind === "staff" ? <StaffBanner merchant={merchant} reason={scope.actor.reason} actsUntil={actsUntil} /> : null}
      >
        <PageBoundary skeletons={skeletons}>{children}</PageBoundary>
      </Frame>
    </ClientMessages>
  );
}
