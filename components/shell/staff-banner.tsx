import { KeyRound, LogOut, ShieldAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { leaveMerchant } from "@/app/(support)/support/actions";
import type { MerchantName } from "@/lib/accounts/data";

const buttonLook = "inline-flex h-7 items-center gap-1.5 rounded-md border border-current px-2.5 font-medium text-sm hover:bg-black/10";

/** Support staff in a merchant's pages: cannot be missed, says what they may do, and leads out. */
export function StaffBanner({ merchant, reason }: { merchant: MerchantName; reason: string | null }) {
  const t = useTranslations("app.staff");
  return (
    <aside
      aria-label={t("title", { merchant: merchant.name })}
      className="flex items-center gap-4 bg-heals-alone px-4 py-2 text-canvas sm:px-6"
    >
      <ShieldAlert className="size-5 shrink-0 max-sm:hidden" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold [overflow-wrap:anywhere] max-sm:line-clamp-2">{t("title", { merchant: merchant.name })}</p>
        <p className="text-sm max-sm:line-clamp-1">{reason === null ? t("read_only") : t("acting", { reason })}</p>
      </div>
      <div className="flex gap-2">
        {reason === null ? (
          <Link href={`/support/merchants/${merchant.id}`} className={buttonLook} title={t("give_reason")}>
            <KeyRound className="size-3.5" aria-hidden="true" />
            <span className="max-sm:sr-only">{t("give_reason")}</span>
          </Link>
        ) : null}
        <form action={leaveMerchant.bind(null, merchant.id)}>
          <button type="submit" className={buttonLook} title={t("leave")}>
            <LogOut className="size-3.5" aria-hidden="true" />
            <span className="max-sm:sr-only">{t("leave")}</span>
          </button>
        </form>
      </div>
    </aside>
  );
}
