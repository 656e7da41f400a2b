import type { ReactNode } from "react";
import { loadUnread } from "@/app/(dashboard)/m/[merchantId]/unread-loader";
import { Bell } from "@/components/notifications/bell";
import { Frame } from "@/components/shell/frame";
import { StaffBanner } from "@/components/shell/staff-banner";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";

export default async function MerchantLayout({ params, children }: { params: Promise<{ merchantId: string }>; children: ReactNode }) {
  const { merchantId } = await params;
  const [{ scope, person, merchant, merchants, readOnly, actsUntil }, unread] = await Promise.all([
    loadMerchantContext(merchantId),
    loadUnread(merchantId),
  ]);
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
        {children}
      </Frame>
    </ClientMessages>
  );
}
