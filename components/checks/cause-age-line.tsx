import { useTranslations } from "next-intl";
import { PastTime } from "@/components/sync/past-time";
import { Time } from "@/components/ui/time";
import { type CauseCode, hasTrait } from "@/lib/check/causes";
import type { CauseAge, FailureAge } from "@/lib/check/compare-checks";

/** When a request started to fail, and until when it worked: "PATCH worked until Tue 14:10". */
export function FailureAgeText({ age, method }: { age: FailureAge; method: string | null }) {
  const t = useTranslations("checks.diff");
  const { failsSince, lastPassedAt } = age;
  if (lastPassedAt === null) return t.rich("fails_since_at_least", { when: () => <PastTime at={new Date(failsSince)} since /> });
  const when = () => <Time at={lastPassedAt} form="clock" />;
  return method === null ? t.rich("worked", { when }) : t.rich("worked_until", { method, when });
}

export function CauseAgeLine({ age, code }: { age: CauseAge; code: CauseCode }) {
  const t = useTranslations("checks.diff");
  const when = () => <PastTime at={new Date(age.failsSince)} since />;
  return (
    <p className="text-ink-2">
      {age.isNew ? <span className="font-medium text-ink">{t("new")} · </span> : null}
      {hasTrait(code, "never_blocks") ? t.rich("seen_since_at_least", { when }) : <FailureAgeText age={age} method={age.method} />}
      {age.lastPassedAt === null ? null : <> · {t.rich("fails_since", { when })}</>}
    </p>
  );
}
