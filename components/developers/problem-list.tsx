import { useTranslations } from "next-intl";
import { PROBLEM_STATUS, type ProblemCode } from "@/lib/api/problems";

export function ProblemList({ codes }: { codes: readonly ProblemCode[] }) {
  const t = useTranslations("api");
  return (
    <dl className="divide-y divide-line">
      {codes.map((code) => (
        <div key={code} className="py-2">
          <dt>
            <code className="font-mono text-sm">
              {PROBLEM_STATUS[code]} {code}
            </code>
          </dt>
          <dd className="text-ink-2">
            {t(`problem.${code}.title`)} {t(`problem.${code}.todo`)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
