import { Search } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode, RefObject } from "react";
import { cn } from "@/components/ui/class-names";
import { Input } from "@/components/ui/input";
import { options, Select } from "@/components/ui/select";
import { StateShape } from "@/components/ui/state-shape";
import { useHydrated } from "@/components/ui/use-hydrated";
import { TONES } from "@/lib/health/lane/tone";
import type { ShopCounts } from "@/lib/integrations/list/list-reads";
import { type ListQuery, SORTS } from "@/lib/integrations/list/list-view";

interface ToolbarProps {
  query: ListQuery;
  counts: ShopCounts;
  onChange: (changes: Partial<ListQuery>) => void;
  onType: (search: string) => void;
  onLeave: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
  children?: ReactNode;
}

export function ListToolbar({ query, counts, onChange, onType, onLeave, searchRef, children }: ToolbarProps) {
  const t = useTranslations("integrations");
  const { shopSystems, tones } = counts;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-2">
        <span className="relative min-w-48 flex-1 basis-64">
          <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" />
          <Input
            ref={searchRef}
            type="search"
            aria-label={t("list.search_label")}
            placeholder={t("list.search")}
            value={query.search}
            maxLength={200}
            onChange={(event) => onType(event.target.value)}
            onBlur={onLeave}
            className="pl-8"
          />
        </span>
        {shopSystems.length > 1 ? (
          <Select
            className="flex-auto sm:flex-none"
            aria-label={t("list.filter_shop_system")}
            value={query.shopSystem ?? ""}
            onChange={(event) => onChange({ shopSystem: shopSystems.find((known) => known === event.target.value) ?? null })}
          >
            <option value="">{t("list.any_shop_system")}</option>
            {options(shopSystems, (shopSystem) => t(`shop_system.${shopSystem}`))}
          </Select>
        ) : null}
        <Select
          className="flex-auto sm:flex-none"
          aria-label={t("list.sort")}
          value={query.sort}
          onChange={(event) => onChange({ sort: SORTS.find((sort) => sort === event.target.value) ?? "attention" })}
        >
          {options(SORTS, (sort) => t(`list.sort_by.${sort}`))}
        </Select>
        {children}
      </div>
      <fieldset className="flex min-w-0 flex-wrap gap-1.5 py-0.5">
        <legend className="sr-only">{t("list.filter_state")}</legend>
        <Chip chosen={query.tone === null} onClick={() => onChange({ tone: null })} count={counts.total}>
          {t("list.all")}
        </Chip>
        {TONES.filter((tone) => tones[tone] > 0 || query.tone === tone).map((tone) => (
          <Chip key={tone} chosen={query.tone === tone} onClick={() => onChange({ tone })} count={tones[tone]}>
            <StateShape tone={tone} />
            {t(`tone.${tone}`)}
          </Chip>
        ))}
      </fieldset>
    </div>
  );
}

interface ChipProps {
  chosen: boolean;
  count: number;
  onClick: () => void;
  children: ReactNode;
}

function Chip({ chosen, count, onClick, children }: ChipProps) {
  const format = useFormatter();
  return (
    <button
      type="button"
      disabled={!useHydrated()}
      aria-pressed={chosen}
      onClick={onClick}
      className={cn(
        "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-full border px-2.5 text-sm transition-colors duration-[120ms]",
        chosen ? "border-accent bg-accent-soft text-ink" : "border-line text-ink-2 hover:bg-hover",
      )}
    >
      {children}
      <span className="text-ink-3">{format.number(count)}</span>
    </button>
  );
}
