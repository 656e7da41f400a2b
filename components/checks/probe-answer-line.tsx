import { useTranslations } from "next-intl";
import { nameAnswerer as nameSoftware } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import type { Probe } from "@/lib/check/result";
import { anyKey } from "@/lib/i18n/any-key";

export function ProbeAnswerLine({ probe }: { probe: Probe }) {
  const t = useTranslations("checks");
  const nameAnswerer = useAnswerer();
  if (probe.status === null) return <span className="[overflow-wrap:anywhere]">{describeFailure(t, probe)}</span>;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="font-mono">{probe.status}</span> <span className="text-ink-2">{nameAnswerer(probe)}</span>
    </span>
  );
}

function useAnswerer(): (probe: Probe) => string {
  const t = useTranslations("checks.probe");
  const causes = anyKey(useTranslations("causes"));
  return (probe) => {
    const name = nameSoftware(causes, probe);
    return `${t(`reached.${probe.reached}`)}${name ? ` (${name})` : ""}`;
  };
}
