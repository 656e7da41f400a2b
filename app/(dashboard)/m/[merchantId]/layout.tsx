import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Frame } from "@/components/shell/frame";
import { StaffBanner } from "@/components/shell/staff-banner";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";
import { MAX_UNREAD } from "@/lib/notify/limits";
import { readOwnTrouble } from "@/lib/operations/status/data";
import type { AreaHistory } from "@/lib/operations/status/slots";
import { loadUnread } from "@/lib/support/threads/loaders";

export default async function MerchantLayout({ params, children }: LayoutProps<"/m/[merchantId]">) {
  const { merchantId } = await params;
  const [{ scope, person, merchant, merchants, readOnly, actsUntil }, unread, ownTrouble] = await Promise.all([
    loadMerchantContext(merchantId),
    loadUnread(merchantId),
    readOwnTrouble(),
  ]);
  return (
    <Frame
      place={{ kind: "merchant", merchantId, isStaff: person.isStaff, readOnly, unread: unread.answers }}
      person={person}
      merchant={merchant}
      merchants={merchants}
      bell={<Bell merchantId={merchantId} unread={unread.notes} />}
      banner={
        <>
          {scope.actor.kind === "staff" ? <StaffBanner merchant={merchant} reason={scope.actor.reason} actsUntil={actsUntil} /> : null}
          {scope.role === "viewer" ? <ViewerNote merchantId={merchantId} /> : null}
          <OwnTrouble areas={ownTrouble} />
        </>
      }
    >
      {children}
    </Frame>
  );
}

/** Explains to a viewer why pages have no buttons, and who can change that. */
function ViewerNote({ merchantId }: { merchantId: string }) {
  const t = useTranslations("app.viewer");
  return (
    <aside aria-label={t("title")} className="border-line border-b bg-idle-soft px-4 py-2 text-sm sm:px-6">
      {t("text")}{" "}
      <Link href={`/m/${merchantId}/settings/members`} prefetch={false} className="font-medium underline">
        {t("members")}
      </Link>
    </aside>
  );
}

/** Announces our own outage on a merchant's pages, so that no one looks for it in their shop. */
function OwnTrouble({ areas }: { areas: readonly AreaHistory[] }) {
  const t = useTranslations("status");
  const format = useFormatter();
  if (areas.length === 0) return null;
  const kind = areas.some(({ now }) => now === "down") ? "down" : "degraded";
  const names = format.list(areas.map(({ area }) => t(`areas.${area}`)));
  return (
    <p role="status" className="border-line border-b bg-recovering-soft px-4 py-2 text-sm sm:px-6">
      {t(`notice.${kind}`, { areas: names })}{" "}
      <Link href="/status" className="font-medium underline">
        {t("notice.more")}
      </Link>
    </p>
  );
}

function Bell({ merchantId, unread }: { merchantId: string; unread: number }) {
  const t = useTranslations("notifications.bell");
  return (
    <Link
      href={`/m/${merchantId}/notifications`}
      prefetch={false}
      className="relative flex size-8 shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"
    >
      <BellIcon className="size-[18px]" />
      <span className="sr-only">{t("label", { count: unread })}</span>
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-action-needed px-1 text-center font-semibold text-[10px] text-surface leading-4"
        >
          {unread > MAX_UNREAD ? `${MAX_UNREAD}+` : unread}
        </span>
      ) : null}
    </Link>
  );
}
