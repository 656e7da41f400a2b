"use client";

import { CircleUser, LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { startTransition } from "react";
import { signOut } from "@/app/(auth)/actions";
import { chooseLocale, chooseTheme } from "@/components/shell/actions";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { THEMES, type Theme } from "@/lib/accounts/theme";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";

interface PersonMenuProps {
  name: string;
  email: string;
  theme: Theme | null;
  /** In the rail the name stands beside the picture where there is room. */
  withName: boolean;
}

export function PersonMenu({ name, email, theme, withName }: PersonMenuProps) {
  const t = useTranslations("app");
  const locale = useLocale();
  const router = useRouter();

  function showTheme(chosen: string): void {
    // At once; the cookie follows.
    if (chosen === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = chosen;
    startTransition(() => chooseTheme(chosen));
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        title={t("person.menu", { name })}
        className={cn(
          "flex h-9 min-w-0 items-center gap-2.5 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink",
          withName && "w-full max-lg:justify-center",
        )}
      >
        <CircleUser className="size-4.5 shrink-0" aria-hidden="true" />
        {withName ? (
          <bdi className="truncate max-lg:hidden" aria-hidden="true">
            {name}
          </bdi>
        ) : null}
        <span className="sr-only">{t("person.menu", { name })}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60" align={withName ? "start" : "end"}>
        <div className="px-2 py-1.5">
          <bdi className="block truncate font-medium">{name}</bdi>
          <bdi className="block truncate text-ink-3 text-sm">{email}</bdi>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t("person.language")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={locale}
          onValueChange={(chosen) =>
            startTransition(async () => {
              await chooseLocale(chosen);
              router.refresh();
            })
          }
        >
          {LOCALES.map((code) => (
            <DropdownMenuRadioItem key={code} value={code} lang={code}>
              {LOCALE_NAMES[code]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t("person.theme")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme ?? "system"} onValueChange={showTheme}>
          {(["system", ...THEMES] as const).map((choice) => (
            <DropdownMenuRadioItem key={choice} value={choice}>
              {t(`theme.${choice}`)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => startTransition(() => signOut())}>
          <LogOut aria-hidden="true" />
          {t("person.sign_out")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
