import { useTranslations } from "next-intl";
import type { Probe } from "@/lib/checks/result";
import { nameAnswerer } from "@/lib/diagnosis/describe-cause";
import { describeFailure } from "@/lib/diagnosis/describe-failure";

/** The answer in one line: status and who gave it, or how the attempt ended. */
export function ProbeAnswerLine({ probe }: { probe: Probe }) {
  const t = useTranslations("checks");
  if (probe.status === null) return <span className="[overflow-wrap:anywhere]">{describeFailure(t, probe)}</span>;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="font-mono">{probe.status}</span>{" "}
      <span className="text-ink-2">
        <WhoAnswered probe={probe} />
      </span>
    </span>
  );
}

/** Who answered: the kind, and the software where it names itself. */
export function WhoAnswered({ probe }: { probe: Probe }) {
  const t = useTranslations("checks.probe");
  const causes = useTranslations("causes");
  const name = nameAnswerer(causes, probe);
  return `${t(`reached.${probe.reached}`)}${name ? ` (${name})` : ""}`;
}
