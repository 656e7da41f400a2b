import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/shell/action-form";
import { Button, SubmitButton } from "@/components/ui/button";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { namedOptions } from "@/components/ui/select";
import { LIMITS } from "@/lib/base/limits";
import type { CauseCode } from "@/lib/check/causes";
import { nameFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import type { Fix } from "@/lib/check/diagnosis/fixes/fix";
import { softwareOfRecipe } from "@/lib/check/diagnosis/fixes/recipe";
import { anyKey } from "@/lib/i18n/any-key";
import { answerFixAction } from "@/lib/operations/learning/actions";
import type { FixAnswer } from "@/lib/operations/learning/data";
import { isConfirmed } from "@/lib/operations/learning/judge-answer";

export interface FixQuestionProps {
  merchantId: string;
  integrationId: string;
  incidentId: string;
  cause: CauseCode;
  /** The fixes that the merchant was shown, the likeliest first. */
  fixes: readonly Pick<Fix, "id" | "software">[];
  /** What the merchant answered on this incident. */
  answers: readonly FixAnswer[];
  readOnly: boolean;
}

/** "Was this right?" by the fix and at the end of an incident, with what was answered and what the checks since say about it. */
export function FixQuestion({ merchantId, cause, fixes, answers, readOnly, ...ids }: FixQuestionProps) {
  const t = useTranslations("checks.right");
  const words = anyKey(useTranslations("fixes"));
  const own = answers.filter((one) => one.cause === cause);
  if (readOnly && own.length === 0) return null;
  const named = fixes.map((fix) => ({ id: fix.id, name: nameFix(words, fix) }));
  const [only] = named.length === 1 ? named : [];
  return (
    <section className="grid min-w-0 gap-2 print:hidden" aria-label={t("title")}>
      <h4 className="font-medium">{t("title")}</h4>
      {own.map((one) => (
        <Answered key={one.recipe} given={one} />
      ))}
      {readOnly ? null : (
        <ActionForm className="grid max-w-[42rem] gap-2" action={answerFixAction.bind(null, merchantId)}>
          {Object.entries({ ...ids, cause, ...(only ? { recipe: only.id } : {}) }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {only ? null : (
            <SelectField label={t("which")} name="recipe">
              {namedOptions(named)}
            </SelectField>
          )}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" size="sm" name="answer" value="worked">
              {t("worked")}
            </Button>
            <Button type="submit" size="sm" name="answer" value="did_not">
              {t("did_not")}
            </Button>
          </div>
          <details>
            <summary className="min-h-6 w-fit cursor-pointer text-ink-2 hover:text-ink">{t("something_else")}</summary>
            <div className="mt-2 grid gap-2">
              <TextAreaField label={t("what")} name="text" maxLength={LIMITS.fixAnswer} rows={2} />
              <SubmitButton size="sm" variant="secondary" className="justify-self-start" name="answer" value="something_else">
                {t("send")}
              </SubmitButton>
            </div>
          </details>
        </ActionForm>
      )}
    </section>
  );
}

function Answered({ given }: { given: FixAnswer }) {
  const t = useTranslations("checks.right");
  const words = anyKey(useTranslations("fixes"));
  const { answer, recipe, text } = given;
  const fix = recipe === "" ? "" : nameFix(words, { id: recipe, software: softwareOfRecipe(recipe) });
  const agrees = isConfirmed(given);
  const verdict = agrees === null ? "pending" : agrees ? "confirmed" : "contradicted";
  return (
    <p className="[overflow-wrap:anywhere]">
      {t(`said.${answer}`, { fix, text })} <span className="text-ink-2">{t(`verdict.${verdict}`)}</span>
    </p>
  );
}
