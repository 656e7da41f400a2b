import { nameBlocker, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { DIMENSIONS, type Traits } from "@/lib/check/shop-traits";
import { toShopSystem } from "@/lib/connectors/shop-systems";

type Translator = (key: string, values?: Record<string, string | number>) => string;

interface Translators {
  t: Translator;
  causes: Translate;
  shopSystems: Translator;
}

/** What the shops of an incident have in common, e.g. "at network 192.0.2.0/24, refused from our address 203.0.113.2". */
export function describeTraits(traits: Traits, { t, causes, shopSystems }: Translators): string {
  const parts = DIMENSIONS.flatMap((dimension) => {
    const value = traits[dimension];
    if (value === undefined) return [];
    const name =
      dimension === "shopSystem"
        ? shopSystems(toShopSystem(value))
        : dimension === "blocker" || dimension === "server"
          ? (nameBlocker(causes, value) ?? value)
          : value;
    return [t(`trait.${dimension}`, { value: name })];
  });
  return parts.length === 0 ? t("trait.time") : parts.join(", ");
}

/** What the merchants' own software may explain is not called ours. */
export function responsibilityKey({
  network,
  egress,
  blocker,
  server,
  shopSystem,
}: Traits): "known.between" | "known.software" | "known.us" {
  if (network || (egress && !blocker)) return "known.between";
  return blocker || server || shopSystem ? "known.software" : "known.us";
}
