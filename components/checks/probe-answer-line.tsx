import { useTranslations } from "next-intl";
import { nameAnswerer as nameSoftware } from "@/lib/check/diagnosis/describe-cause";
import { describeFailure } from "@/lib/check/diagnosis/describe-failure";
import type { Probe } from "@/lib/check/result";

/** The answer in one line: status and who gave it, or how the attempt ended. */
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

/** Says who answered a request: the kind, and the software where it names itself. */
export function useAnswerer(): (probe: Probe) => string {
  const t = useTranslations("checks.probe");
  const causes = useTranslations("causes");
  return (probe) => {
    const name = nameSoftware(causes, probe);
    return `${t(`reached.${probe.reached}`)}${name ? ` (${name})` : ""}`;
  };
}
