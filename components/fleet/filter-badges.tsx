import { useTranslations } from "next-intl";
import { useValueNames } from "@/components/fleet/use-value-names";
import { Badge } from "@/components/ui/badge";
import type { FleetFilter } from "@/lib/operations/fleet/filter";

export function FilterBadges({ filter }: { filter: FleetFilter }) {
  const t = useTranslations("fleet.filter");
  const nameOf = useValueNames();
  return (
    <span className="inline-flex flex-wrap gap-1">
      {Object.entries(filter).map(([key, value]) =>
        value === undefined ? null : (
          <Badge key={key} className="whitespace-normal [overflow-wrap:anywhere]">
            {key === "incident" ? t("incident") : t("part", { name: t(`name.${key}`), value: nameOf(key, value) })}
          </Badge>
        ),
      )}
    </span>
  );
}
