import type { ReactNode } from "react";
import { Bell } from "@/components/notifications/bell";
import { Frame } from "@/components/shell/frame";
import { StaffBanner } from "@/components/shell/staff-banner";
import { loadMerchantContext } from "@/lib/accounts/loaders";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { MERCHANT_NAMESPACES } from "@/lib/i18n/namespaces";
import { loadUnreadNotes } from "@/lib/notifications/loaders";
import { loadUnread } from "@/lib/threads/loaders";

export default async function MerchantLayout({ params, children }: { params: Promise<{ merchantId: string }>; children: ReactNode }) {
  const { merchantId } = await params;
  const [{ scope, person, merchant, merchants, actsUntil }, news] = await Promise.all([
    loadMerchantContext(merchantId),
    loadUnreadNotes(merchantId),
  ]);
  return (
    <ClientMessages namespaces={MERCHANT_NAMESPACES}>
      <Frame
        place={{ kind: "merchant", merchantId, isStaff: person.isStaff, unread: await loadUnread(merchantId) }}
        person={person}
        merchant={merchant}
        merchants={merchants}
        bell={<Bell merchantId={merchantId} unread={news} />}
        banner={scope.actor.kind === "staff" ? <StaffBanner merchant={merchant} reason={scope.actor.reason} actsUntil={actsUntil} /> : null}
      >
        {children}
      </Frame>
    </ClientMessages>
  );
}
