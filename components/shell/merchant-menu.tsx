import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Monogram } from "@/components/shell/monogram";
import { DropdownMenu, DropdownMenuItem, DropdownMenuLabel } from "@/components/ui/dropdown-menu";
import type { MenuState } from "@/components/ui/menu-button";
import type { MerchantName } from "@/lib/identity/accounts/data";

export function MerchantMenu({ merchants, current, ...menu }: MenuState & { merchants: MerchantName[]; current: string }) {
  const t = useTranslations("app.merchant");
  return (
    <DropdownMenu {...menu} className="w-64">
      <DropdownMenuLabel>{t("switch")}</DropdownMenuLabel>
      {merchants.map(({ id, name }) => (
        // No prefetch: proxy.ts would treat it as a visit and remember the wrong merchant.
        <DropdownMenuItem key={id} asChild>
          <Link href={`/m/${id}`} prefetch={false} aria-current={id === current ? "true" : undefined}>
            <Monogram name={name} />
            <bdi className="min-w-0 flex-1 [overflow-wrap:anywhere]">{name}</bdi>
            {id === current ? <Check /> : null}
          </Link>
        </DropdownMenuItem>
      ))}
    </DropdownMenu>
  );
}
