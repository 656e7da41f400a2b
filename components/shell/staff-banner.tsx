import { Eye, KeyRound, LogOut, ShieldAlert, Square } from "lucide-react";
import Link from "next/link";
import { useNow, useTranslations } from "next-intl";
import { RemainingTime } from "@/components/shell/remaining-time";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { focusTarget } from "@/components/ui/focus-target";
import type { MerchantName } from "@/lib/identity/accounts/data";
import { endActing, leaveMerchant } from "@/lib/support/actions";

const buttonLook = "inline-flex h-7 items-center gap-1.5 rounded-md border border-current px-2.5 font-medium text-sm hover:bg-current/10";

interface StaffBannerProps {
  merchant: MerchantName;
  /** Null in read-only mode. */
  reason: string | null;
  actsUntil: Date | null;
}

export function StaffBanner({ merchant, reason, actsUntil }: StaffBannerProps) {
  const t = useTranslations("app.staff");
  const now = useNow();
  const isActing = reason !== null && actsUntil !== null;
  const title = t(isActing ? "title_acting" : "title", { merchant: merchant.name });
  return (
    <aside aria-label={title} className={`text-canvas ${isActing ? "bg-action-needed" : "bg-recovering"}`}>
      <FocusKeeper className="flex items-center gap-4 px-4 py-2 sm:px-6">
        {isActing ? <ShieldAlert className="size-5 shrink-0 max-sm:hidden" /> : <Eye className="size-5 shrink-0 max-sm:hidden" />}
        <div className="min-w-0 flex-1">
          <p {...focusTarget} tabIndex={-1} className="font-semibold outline-none [overflow-wrap:anywhere]">
            {title}
            {isActing ? (
              <>
                {" · "}
                {t.rich("left", { time: () => <RemainingTime until={actsUntil.toISOString()} now={now.toISOString()} /> })}
              </>
            ) : null}
          </p>
          <p className="text-sm [overflow-wrap:anywhere]">{isActing ? t("acting", { reason }) : t("read_only")}</p>
        </div>
        <div className="flex gap-2">
          {isActing ? (
            <form action={endActing.bind(null, merchant.id)}>
              <button type="submit" className={buttonLook} title={t("end_now")}>
                <Square className="size-3.5" />
                <span className="max-sm:sr-only">{t("end_now")}</span>
              </button>
            </form>
          ) : (
            <Link prefetch={false} href={`/support/merchants/${merchant.id}#act`} className={buttonLook} title={t("give_reason")}>
              <KeyRound className="size-3.5" />
              <span className="max-sm:sr-only">{t("give_reason")}</span>
            </Link>
          )}
          <form action={leaveMerchant.bind(null, merchant.id)}>
            <button type="submit" className={buttonLook} title={t("leave")}>
              <LogOut className="size-3.5" />
              <span className="max-sm:sr-only">{t("leave")}</span>
            </button>
          </form>
        </div>
      </FocusKeeper>
    </aside>
  );
}
