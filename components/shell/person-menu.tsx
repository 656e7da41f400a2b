"use client";

import { CircleUser } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PersonMenuItemsProps } from "@/components/shell/person-menu-items";
import { cn } from "@/components/ui/class-names";
import { MenuButton } from "@/components/ui/menu-button";

const loadItems = () => import("@/components/shell/person-menu-items").then(({ PersonMenuItems }) => PersonMenuItems);

interface PersonMenuProps extends Omit<PersonMenuItemsProps, "align"> {
  /** Shows the name next to the initial if the rail is wide enough. */
  withName: boolean;
}

export function PersonMenu({ name, email, theme, withName }: PersonMenuProps) {
  const t = useTranslations("app");
  return (
    <MenuButton
      load={loadItems}
      menu={{ name, email, theme, align: withName ? "start" : "end" }}
      title={t("person.menu", { name })}
      className={cn(
        "flex h-9 items-center gap-2.5 rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink",
        withName && "w-full max-lg:justify-center",
      )}
    >
      <CircleUser className="size-4.5 shrink-0" />
      {withName ? (
        <bdi className="truncate max-lg:hidden" aria-hidden="true">
          {name}
        </bdi>
      ) : null}
      <span className="sr-only">{t("person.menu", { name })}</span>
    </MenuButton>
  );
}
