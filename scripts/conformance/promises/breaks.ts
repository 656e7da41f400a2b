import type { Cause, CheckResult } from "@/lib/check/result";
import { findImportProblems } from "@/scripts/conformance/promises/importing";
import { outcomeOf, untested } from "@/scripts/conformance/promises/outcomes";
import type { ExpectedBreak, Outcome, Subject } from "@/scripts/conformance/subject";

const namesOf = ({ causes, verdict }: CheckResult): string => (causes.length === 0 ? verdict : causes.map(({ code }) => code).join(", "));

/** The two requests that differ in one thing. */
function proofOf({ probes }: CheckResult, { evidence, certainty }: Cause): string {
  const show = (id: string | null): string => {
    const probe = probes.find((one) => one.id === id);
    return probe
      ? `${probe.method} from ${probe.from ?? "this machine"} as "${probe.userAgent}": ${probe.status ?? probe.failure}`
      : "nothing";
  };
  return certainty === "proven" ? `${show(evidence.fail)}, but ${show(evidence.pass)}` : show(evidence.fail);
}

type Breaks = NonNullable<Subject["breaks"]>;

/** Breaks the shop, reads the cause, applies the printed fix literally and tests again. */
async function checkBreak(subject: Subject, breaks: Breaks, { name, cause: expected }: ExpectedBreak): Promise<Outcome> {
  const promise = expected === null ? `Break "${name}": nothing blocks` : `Break "${name}": cause, proof and fix`;
  const broken = (shown: string): Outcome => ({ promise, held: false, shown });
  await breaks.cause(name);
  const result = await breaks.check();
  if (expected === null) {
    const mayBeNamed = result.causes.length > 0 && result.causes.every(({ affects }) => affects.length === 0);
    const blocked = result.verdict === "healthy" || mayBeNamed ? [] : [namesOf(result)];
    return outcomeOf(promise, [...blocked, ...(await findImportProblems(subject))], `${namesOf(result)}, and every order is imported`);
  }
  const cause = result.causes.find(({ code }) => code === expected);
  if (!cause) return broken(`${expected} in the shop, ${namesOf(result)} here`);
  const proof = proofOf(result, cause);
  if (cause.evidence.fail === null) return broken(`${expected} without proof`);
  const fix = await breaks.printFix(result, expected);
  if (!fix) return broken(`${expected} without a fix; ${proof}`);
  if (!breaks.fix) return { promise, held: true, shown: `${proof}; fix for ${fix.software} untested: the command "fix" is missing` };
  await breaks.fix(name, fix);
  const after = await breaks.check();
  const stays = after.causes.some(({ code }) => code === expected);
  return stays
    ? broken(`the fix for ${fix.software} leaves ${namesOf(after)}; ${proof}`)
    : { promise, held: true, shown: `${proof}; fixed as printed for ${fix.software}` };
}

export async function checkBreaks(subject: Subject): Promise<Outcome[]> {
  const { breaks } = subject;
  if (!breaks || breaks.expected.length === 0) return [untested("Each break is named, proven and fixed", '"breaks" is missing')];
  const outcomes: Outcome[] = [];
  for (const one of breaks.expected) {
    try {
      outcomes.push(await checkBreak(subject, breaks, one));
    } finally {
      await breaks.mend();
    }
  }
  const mended = await breaks.check();
  outcomes.push({ promise: "After the breaks the shop is healthy again", held: mended.verdict === "healthy", shown: namesOf(mended) });
  return outcomes;
}
