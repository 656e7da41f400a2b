"use client";

import { useTranslations } from "next-intl";
import type { PersonMenuItemsProps } from "@/components/shell/person-menu-items";
import { PersonPicture } from "@/components/shell/person-picture";
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
      <PersonPicture name={name} className="size-6 text-2xs" />
      {withName ? (
        <bdi className="truncate max-lg:hidden" aria-hidden="true">
          {name}
        </bdi>
      ) : null}
      <span className="sr-only">{t("person.menu", { name })}</span>
    </MenuButton>
  );
}
