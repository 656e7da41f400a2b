import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import { textLinkStyle } from "@/components/ui/text-link";
import { CALLS_PER_MINUTE } from "@/lib/api/limits";
import { OPERATION_IDS, OPERATIONS } from "@/lib/api/operations";
import { PROBLEM_CODES, PROBLEM_STATUS } from "@/lib/api/problems";

/** An example API call with this installation's URL. */
export function ApiGuide({ origin }: { origin: string }) {
  const t = useTranslations("api");
  const base = `${origin}/api/v1`;
  const header = '-H "Authorization: Bearer $MOORING_TOKEN"';
  return (
    <Panel title={t("guide.title")} id="guide">
      <div className="grid gap-4">
        <p className="text-ink-2">{t("guide.lead", { count: CALLS_PER_MINUTE })}</p>
        <CodeBlock caption={t("operation.listIntegrations")} code={`curl -sS ${header} \\\n  "${base}/integrations"`} />
        <CodeBlock
          caption={t("operation.refreshIntegration")}
          code={`curl -sS -X POST ${header} \\\n  "${base}/integrations/$ID/refresh"`}
        />
        <CodeBlock caption={t("operation.lookUpOrder")} code={`curl -sS -X POST ${header} \\\n  "${base}/orders/lookup?number=1001"`} />
        <div>
          <h3 className="mb-1 font-medium">{t("guide.calls")}</h3>
          <ul className="divide-y divide-line">
            {OPERATION_IDS.map((id) => (
              <li key={id} className="py-2">
                <code className="font-mono text-sm [overflow-wrap:anywhere]">
                  {OPERATIONS[id].method} /api/v1{OPERATIONS[id].path}
                </code>
                <p className="text-ink-2">{t(`operation.${id}`)}</p>
              </li>
            ))}
          </ul>
          <p className="mt-2">
            <a href="/api/v1/openapi.json" className={textLinkStyle}>
              {t("guide.openapi")}
            </a>
          </p>
        </div>
        <details>
          <summary className="cursor-pointer font-medium">{t("guide.refusals")}</summary>
          <dl className="mt-2 divide-y divide-line">
            {PROBLEM_CODES.map((code) => (
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
        </details>
      </div>
    </Panel>
  );
}
