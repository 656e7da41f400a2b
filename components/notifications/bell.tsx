import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { MOST_UNREAD } from "@/lib/notify/limits";

export function Bell({ merchantId, unread }: { merchantId: string; unread: number }) {
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
          {unread > MOST_UNREAD ? `${MOST_UNREAD}+` : unread}
        </span>
      ) : null}
    </Link>
  );
}
