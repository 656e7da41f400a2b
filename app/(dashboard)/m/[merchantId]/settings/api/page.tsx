import { getTranslations } from "next-intl/server";
import { ApiGuide } from "@/components/settings/api-guide";
import { ApiTokenForm } from "@/components/settings/api-token-form";
import { ApiTokenList } from "@/components/settings/api-token-list";
import { SettingsPage } from "@/components/settings/settings-page";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { Panel } from "@/components/ui/panel";
import { loadApiTokens } from "@/lib/api/loaders";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { publicOrigin } from "@/lib/infra/public-origin";

export const generateMetadata = pageTitle("tokens", "title");

export default async function ApiTokensPage({ params }: PageProps<"/m/[merchantId]/settings/api">) {
  const { merchantId } = await params;
  const [{ tokens, manages, self, now }, t] = await Promise.all([loadApiTokens(merchantId), getTranslations("tokens")]);
  return (
    <ClientMessages namespaces={["tokens"]}>
      <SettingsPage page="tokens" description={t("lead")}>
        <Panel title={t("list")}>
          <FocusKeeper outcome={tokens.length}>
            <ApiTokenList merchantId={merchantId} tokens={tokens} manages={manages} self={self} now={now} />
          </FocusKeeper>
          {manages ? null : <p className="mt-4 text-ink-2">{t("owners_manage")}</p>}
        </Panel>
        {manages ? (
          <Panel id="new" title={t("new")} className="scroll-mt-20">
            <ApiTokenForm merchantId={merchantId} />
          </Panel>
        ) : null}
        <ApiGuide origin={publicOrigin()} />
      </SettingsPage>
    </ClientMessages>
  );
}
