"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { Monogram } from "@/components/shell/monogram";
import { cn } from "@/components/ui/class-names";
import { MenuButton } from "@/components/ui/menu-button";
import type { MerchantName } from "@/lib/identity/accounts/data";

const loadMenu = () => import("@/components/shell/merchant-menu").then(({ MerchantMenu }) => MerchantMenu);

/** Name of the merchant; a member of several can switch to another. */
export function MerchantSwitch({ merchant, merchants, compact }: { merchant: MerchantName; merchants: MerchantName[]; compact: boolean }) {
  const t = useTranslations("app.merchant");
  const label = (
    <>
      <Monogram name={merchant.name} />
      <bdi
        className={cn(
          "line-clamp-3 min-w-0 flex-1 text-left font-semibold leading-tight [overflow-wrap:anywhere]",
          compact && "max-lg:sr-only",
        )}
      >
        {merchant.name}
      </bdi>
    </>
  );
  const others = merchants.filter(({ id }) => id !== merchant.id);
  if (others.length === 0) {
    return (
      <div
        className={cn("flex min-h-9 min-w-0 items-center gap-2.5 px-1.5", compact && "max-lg:justify-center max-lg:px-0")}
        title={merchant.name}
      >
        {label}
      </div>
    );
  }
  return (
    <MenuButton
      load={loadMenu}
      menu={{ merchants, current: merchant.id }}
      title={t("switch")}
      className={cn(
        "flex min-h-9 w-full items-center gap-2.5 rounded-md px-1.5 hover:bg-hover",
        compact && "max-lg:justify-center max-lg:px-0",
      )}
    >
      {label}
      <span className="sr-only">{t("switch")}</span>
      <ChevronsUpDown className={cn("size-3.5 shrink-0 text-ink-3", compact && "max-lg:hidden")} />
    </MenuButton>
  );
}
