import { loadUnread } from "@/app/(dashboard)/m/[merchantId]/unread-loader";
import { Bell } from "@/components/notifications/bell";
import { Frame } from "@/components/shell/frame";
import { StaffBanner } from "@/components/shell/staff-banner";
import { OwnTrouble } from "@/components/status/own-trouble";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";
import { readOwnTrouble } from "@/lib/operations/status/data";

export default async function MerchantLayout({ params, children }: LayoutProps<"/m/[merchantId]">) {
  const { merchantId } = await params;
  const [{ scope, person, merchant, merchants, readOnly, actsUntil }, unread, ownTrouble] = await Promise.all([
    loadMerchantContext(merchantId),
    loadUnread(merchantId),
    readOwnTrouble(),
  ]);
  return (
    <ClientMessages namespaces={["states"]}>
      <Frame
        place={{ kind: "merchant", merchantId, isStaff: person.isStaff, readOnly, unread: unread.answers }}
        person={person}
        merchant={merchant}
        merchants={merchants}
        bell={<Bell merchantId={merchantId} unread={unread.notes} />}
        banner={
          <>
            {scope.actor.kind === "staff" ? <StaffBanner merchant={merchant} reason={scope.actor.reason} actsUntil={actsUntil} /> : null}
            <OwnTrouble areas={ownTrouble} />
          </>
        }
      >
        {children}
      </Frame>
    </ClientMessages>
  );
}
