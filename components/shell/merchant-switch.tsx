"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/class-names";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import type { MerchantName } from "@/lib/accounts/data";

function Monogram({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-6 shrink-0 place-items-center rounded-md bg-accent-soft font-semibold text-accent text-xs uppercase"
    >
      {[...name.trim()][0] ?? "·"}
    </span>
  );
}

/** Names the merchant; where the person has several, changes to another one's overview. */
export function MerchantSwitch({ merchant, merchants, compact }: { merchant: MerchantName; merchants: MerchantName[]; compact: boolean }) {
  const t = useTranslations("app.merchant");
  const label = (
    <>
      <Monogram name={merchant.name} />
      <bdi className={cn("min-w-0 flex-1 truncate text-left font-semibold", compact && "max-lg:sr-only")}>{merchant.name}</bdi>
    </>
  );
  const others = merchants.filter(({ id }) => id !== merchant.id);
  if (others.length === 0) {
    return (
      <div
        className={cn("flex h-9 min-w-0 items-center gap-2.5 px-1.5", compact && "max-lg:justify-center max-lg:px-0")}
        title={merchant.name}
      >
        {label}
      </div>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        title={t("switch")}
        className={cn(
          "flex h-9 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 hover:bg-hover",
          compact && "max-lg:justify-center max-lg:px-0",
        )}
      >
        {label}
        <span className="sr-only">{t("switch")}</span>
        <ChevronsUpDown className={cn("size-3.5 shrink-0 text-ink-3", compact && "max-lg:hidden")} aria-hidden="true" />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-64">
        <DropdownMenuLabel>{t("switch")}</DropdownMenuLabel>
        {merchants.map(({ id, name }) => (
          // Not fetched ahead: proxy.ts takes a fetch for a visit and would remember the wrong merchant.
          <DropdownMenuItem key={id} asChild>
            <Link href={`/m/${id}`} prefetch={false} aria-current={id === merchant.id ? "true" : undefined}>
              <Monogram name={name} />
              <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
              {id === merchant.id ? <Check aria-hidden="true" /> : null}
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
