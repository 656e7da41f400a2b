import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ApiTokenForm } from "@/components/settings/api-token-form";
import { SettingsPage } from "@/components/settings/settings-page";
import { ActionButton } from "@/components/shell/action-form";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Parts } from "@/components/ui/parts";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { revokeApiTokenAction, takeOverApiTokenAction } from "@/lib/api/actions";
import { CALLS_PER_MINUTE } from "@/lib/api/limits";
import { loadApiTokens } from "@/lib/api/loaders";
import { scopeKey } from "@/lib/api/token-choices";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { publicOrigin } from "@/lib/infra/public-origin";

export const generateMetadata = pageTitle("tokens", "title");

export default async function ApiTokensPage({ params }: PageProps<"/m/[merchantId]/settings/api">) {
  const { merchantId } = await params;
  const [{ tokens, shops, manages, self, now }, t] = await Promise.all([loadApiTokens(merchantId), getTranslations("tokens")]);
  return (
    <ClientMessages namespaces={["tokens"]}>
      <SettingsPage page="tokens" description={t("lead")}>
        <Panel title={t("list")}>
          <FocusKeeper outcome={tokens.length}>
            {tokens.length === 0 ? (
              <p className="text-ink-3">
                {t("none")} {manages ? t("none_help") : null}
              </p>
            ) : null}
            <ul className="divide-y divide-line">
              {tokens.map(({ id, name, scopes, integrationIds, by, responsible, createdAt, expiresAt, lastUsedAt }) => {
                const isOver = expiresAt <= now;
                return (
                  <li
                    key={id}
                    data-row=""
                    tabIndex={-1}
                    className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0"
                  >
                    <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                      <p>
                        <bdi className="font-medium">{name}</bdi>{" "}
                        {integrationIds.length > 0 ? <Badge>{t("only", { count: integrationIds.length })}</Badge> : null}
                      </p>
                      <p className="text-ink-2 text-sm">
                        <Parts>
                          {scopes.map((scope) => (
                            <span key={scope}>{t(`scope.${scopeKey(scope)}`)}</span>
                          ))}
                        </Parts>
                      </p>
                      <p className="text-ink-2 text-sm">
                        {t.rich("made", { by: () => <bdi>{by ?? "–"}</bdi>, date: () => <Time at={createdAt} form="day" /> })} ·{" "}
                        <span className={isOver ? "text-action-needed" : undefined}>
                          {t.rich(isOver ? "expired" : "expires", { date: () => <Time at={expiresAt} form="day" /> })}
                        </span>
                      </p>
                      <p className="text-ink-3 text-sm">
                        {responsible ? t("responsible", { name: responsible.name }) : t("responsible_none")} ·{" "}
                        {lastUsedAt === null ? t("never_used") : t.rich("last_used", { time: () => <Time at={lastUsedAt} form="clock" /> })}
                      </p>
                    </div>
                    {manages && self !== null && responsible?.personId !== self ? (
                      // Makes the user responsible for the token before its current owner leaves.
                      <ActionButton
                        size="sm"
                        variant="ghost"
                        action={takeOverApiTokenAction.bind(null, merchantId, { id })}
                        done={t("taken_over", { name })}
                      >
                        {t("take_over")} <span className="sr-only">{name}</span>
                      </ActionButton>
                    ) : null}
                    {manages ? (
                      <ActionButton
                        confirm
                        size="sm"
                        action={revokeApiTokenAction.bind(null, merchantId, { id })}
                        done={t("revoked", { name })}
                      >
                        {t("revoke")} <span className="sr-only">{name}</span>
                      </ActionButton>
                    ) : null}
                  </li>
                );
              })}
            </ul>
          </FocusKeeper>
          {manages ? null : <p className="mt-4 text-ink-2">{t("owners_manage")}</p>}
        </Panel>
        {manages ? (
          <Panel id="new" title={t("new")} className="scroll-mt-20">
            <ApiTokenForm merchantId={merchantId} shops={shops} />
          </Panel>
        ) : null}
        <ApiGuide origin={publicOrigin()} />
      </SettingsPage>
    </ClientMessages>
  );
}

function ApiGuide({ origin }: { origin: string }) {
  const t = useTranslations("api");
  const base = `${origin}/api/v1`;
  const header = '-H "Authorization: Bearer $MOORING_TOKEN"';
  return (
    <Panel title={t("guide.title")} id="guide">
      <div className="grid gap-4">
        <p className="text-ink-2">{t("guide.lead", { count: CALLS_PER_MINUTE })}</p>
        <CodeBlock caption={t("operation.listIntegrations")} code={`curl -sS ${header} \\\n"${base}/integrations"`} />
        <CodeBlock caption={t("operation.refreshIntegration")} code={`curl -sS -X POST ${header} \\\n"${base}/integrations/$ID/refresh"`} />
        <CodeBlock caption={t("operation.lookUpOrder")} code={`curl -sS -X POST ${header} \\\n"${base}/orders/lookup?number=1001"`} />
        <CodeBlock caption={t("guide.command_line")} code={`MOORING_URL=${origin} npx ${origin}/mooring.tgz status`} />
        <p>
          <TextLink href="/developers">{t("guide.reference")}</TextLink>
        </p>
      </div>
    </Panel>
  );
}
