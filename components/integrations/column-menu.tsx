import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ColumnChoice } from "@/components/integrations/column-menu-items";
import { buttonStyle } from "@/components/ui/button-style";
import { MenuButton } from "@/components/ui/menu-button";

const loadItems = () => import("@/components/integrations/column-menu-items").then(({ ColumnMenuItems }) => ColumnMenuItems);

export function ColumnMenu(choice: ColumnChoice) {
  const t = useTranslations("integrations.list");
  return (
    <MenuButton load={loadItems} menu={choice} className={buttonStyle()}>
      <Columns3 />
      {t("columns")}
    </MenuButton>
  );
}
