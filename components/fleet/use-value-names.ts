import { useTranslations } from "next-intl";
import { CAUSE_CODES } from "@/lib/check/causes";
import { nameBlocker, type Translate } from "@/lib/check/diagnosis/describe-cause";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { isPlatform } from "@/lib/connectors/platforms";

/** Labels of fleet dimensions; networks and addresses are shown as they are. */
export function useValueNames(): (dimension: string, value: string) => string {
  const causes = useTranslations("causes") as unknown as Translate;
  const states = useTranslations("states.word");
  const platforms = useTranslations("integrations.platform");
  return (dimension, value) => {
    switch (dimension) {
      case "cause": {
        const code = CAUSE_CODES.find((known) => known === value);
        return code ? nameCause(causes, code) : value;
      }
      case "state":
        return states.has(value) ? states(value) : value;
      case "platform":
        return isPlatform(value) ? platforms(value) : value;
      case "blocker":
      case "server":
        return nameBlocker(causes, value) ?? value;
      default:
        return value;
    }
  };
}
