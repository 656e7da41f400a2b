import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { CAUSE_CODES } from "@/lib/check/causes";
import { nameBlocker } from "@/lib/check/diagnosis/describe-cause";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { toShopSystem } from "@/lib/connectors/shop-systems";
import { anyKey } from "@/lib/i18n/any-key";
import type { FleetFilter } from "@/lib/operations/fleet/filter";

/** Labels of fleet dimensions; networks and addresses are shown unchanged. */
export function useValueNames(): (dimension: string, value: string) => string {
  const causes = anyKey(useTranslations("causes"));
  const states = anyKey(useTranslations("states.word"));
  const shopSystems = useTranslations("integrations.shop_system");
  const job = anyKey(useTranslations("fleet.job"));
  const failures = anyKey(useTranslations("sync.failure"));
  const nameOfCause = (value: string): string => {
    const code = CAUSE_CODES.find((known) => known === value);
    return code ? nameCause(causes, code) : value;
  };
  return (dimension, value) => {
    switch (dimension) {
      case "cause":
        return nameOfCause(value);
      case "result":
        return job(`result_is.${value}`);
      // Why a shop of a bulk job failed: a refusal, the failure of a run, or a cause.
      case "detail":
        if (job.has(`refused.${value}`)) return job(`refused.${value}`);
        return failures.has(value) ? failures(value, { status: 0 }) : nameOfCause(value);
      case "state":
        return states.has(value) ? states(value) : value;
      case "shopSystem":
        return shopSystems(toShopSystem(value));
      case "blocker":
      case "server":
        return nameBlocker(causes, value) ?? value;
      default:
        return value;
    }
  };
}

export function FilterBadges({ filter }: { filter: FleetFilter }) {
  const t = useTranslations("fleet.filter");
  const nameOf = useValueNames();
  return (
    <span className="inline-flex flex-wrap gap-1">
      {Object.entries(filter).map(([key, value]) =>
        value === undefined ? null : (
          <Badge key={key} className="whitespace-normal [overflow-wrap:anywhere]">
            {key === "incident" || key === "job"
              ? t(key)
              : key === "week"
                ? anyKey(t)(`week.${value}`)
                : t("part", { name: anyKey(t)(`name.${key}`), value: nameOf(key, value) })}
          </Badge>
        ),
      )}
    </span>
  );
}
