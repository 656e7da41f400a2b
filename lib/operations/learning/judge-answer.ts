import { isOpenCause } from "@/lib/incidents/effects";
import type { IncidentCause } from "@/lib/incidents/incident";
import type { FixAnswerKind } from "@/lib/operations/learning/schema";

/** An answer on a fix, and whether what the cause refused passed afterwards. */
export interface JudgedAnswer {
  answer: FixAnswerKind;
  answeredAt: Date;
  passed: boolean | null;
  judgedAt: Date | null;
}

type Judgement = Pick<JudgedAnswer, "passed" | "judgedAt">;

/** What observations of the incident can tell. */
export interface Observed {
  /** The causes of the incident with the code that the answer is about. */
  causes: readonly IncidentCause[];
  /** When the newest check began; null while only imports and pushes tell. */
  checkStartedAt: Date | null;
  /** The merchant names another fix of the same cause that did it. */
  hasOtherCure: boolean;
}

/**
 * Confirms or contradicts an answer by what was observed since. A failure counts once a check that began after the answer finds it, and stays;
 * what passed and comes back in the same incident did not last. Pure.
 */
export function judgeAnswer(given: JudgedAnswer, { causes, checkStartedAt, hasOtherCure }: Observed): Judgement {
  const { answer, answeredAt, passed, judgedAt } = given;
  const open = causes.find(isOpenCause);
  if (passed === false) return { passed, judgedAt };
  if (open) {
    const isFound = checkStartedAt !== null && checkStartedAt > answeredAt;
    const isBack = judgedAt !== null && open.firstSeenAt > judgedAt;
    return isFound || isBack ? { passed: false, judgedAt: open.lastSeenAt } : { passed, judgedAt };
  }
  if (passed) return { passed, judgedAt };
  const cleared = Math.max(...causes.map(({ clearedAt }) => clearedAt?.getTime() ?? 0));
  // After the end, only the merchant knows that it was not this fix.
  const isOfOther = answer === "did_not" && (hasOtherCure || cleared <= answeredAt.getTime());
  return { passed: !isOfOther, judgedAt: new Date(cleared) };
}

/** Whether observations agree with the answer; null until they tell. */
export const isConfirmed = ({ answer, passed }: Pick<JudgedAnswer, "answer" | "passed">): boolean | null =>
  passed === null ? null : passed === (answer !== "did_not");
