import { LogOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { startTransition } from "react";
import { showTheme } from "@/components/shell/show-theme";
import {
  DropdownMenu,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "@/components/ui/dropdown-menu";
import type { MenuState } from "@/components/ui/menu-button";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import { THEMES, type Theme } from "@/lib/identity/accounts/browser-choices";
import { chooseLocale } from "@/lib/identity/accounts/profile-actions";
import { signOut } from "@/lib/identity/auth/actions";

export interface PersonMenuItemsProps {
  name: string;
  email: string;
  theme: Theme | null;
  align: "start" | "end";
}

export function PersonMenuItems({ name, email, theme, ...menu }: MenuState & PersonMenuItemsProps) {
  const t = useTranslations("app");
  const locale = useLocale();
  const router = useRouter();

  return (
    <DropdownMenu {...menu} className="w-60">
      <div className="px-2 py-1.5">
        <bdi className="block font-medium">{name}</bdi>
        <bdi className="block text-ink-3 text-sm">{email}</bdi>
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
        <LogOut />
        {t("person.sign_out")}
      </DropdownMenuItem>
    </DropdownMenu>
  );
}
