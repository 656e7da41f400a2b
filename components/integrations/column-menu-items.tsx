import { useTranslations } from "next-intl";
import { DropdownMenu, DropdownMenuCheckboxItem, DropdownMenuLabel } from "@/components/ui/dropdown-menu";
import type { MenuState } from "@/components/ui/menu-button";
import { LIST_COLUMNS, type ListColumn } from "@/lib/identity/preferences/list-settings";

export interface ColumnChoice {
  columns: readonly ListColumn[];
  onChange: (columns: readonly ListColumn[]) => void;
}

export function ColumnMenuItems({ columns, onChange, ...menu }: MenuState & ColumnChoice) {
  const t = useTranslations("integrations.list");
  return (
    <DropdownMenu {...menu} align="end">
      <DropdownMenuLabel>{t("columns_help")}</DropdownMenuLabel>
      {LIST_COLUMNS.map((column) => (
        <DropdownMenuCheckboxItem
          key={column}
          checked={columns.includes(column)}
          onSelect={(event) => event.preventDefault()}
          onCheckedChange={(checked) => onChange(LIST_COLUMNS.filter((known) => (known === column ? checked : columns.includes(known))))}
        >
          {t(`column.${column}`)}
        </DropdownMenuCheckboxItem>
      ))}
    </DropdownMenu>
  );
}
