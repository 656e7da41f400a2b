import { useTranslations } from "next-intl";
import { SelectField } from "@/components/ui/fields";
import { options } from "@/components/ui/select";
import { SOLVERS, VERDICTS } from "@/lib/support/outcomes/verdicts";

/** Who solved it, and whether the diagnosis was right. */
export function OutcomeFields({ isDiagnosed }: { isDiagnosed: boolean }) {
  const t = useTranslations("threads.outcome");
  return (
    <>
      <SelectField label={t("solved_by")} name="solvedBy" defaultValue="merchant" className="w-full">
        {options(SOLVERS, (solver) => t(`solver.${solver}`))}
      </SelectField>
      {isDiagnosed ? (
        <SelectField label={t("verdict_label")} name="verdict" defaultValue="confirmed" className="w-full">
          {options(VERDICTS, (verdict) => t(`verdict.${verdict}`))}
        </SelectField>
      ) : null}
    </>
  );
}
