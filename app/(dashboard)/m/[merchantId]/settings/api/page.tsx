import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ApiGuide } from "@/components/settings/api-guide";
import { ApiTokenForm } from "@/components/settings/api-token-form";
import { ApiTokenList } from "@/components/settings/api-token-list";
import { PageCrumb } from "@/components/shell/page-crumb";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Toaster } from "@/components/ui/toaster";
import { loadApiTokens } from "@/lib/api/loaders";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { publicOrigin } from "@/lib/infra/public-origin";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

export default async function ApiTokensPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params;
  const [{ tokens, manages, now }, t] = await Promise.all([loadApiTokens(merchantId), getTranslations("tokens")]);
  return (
    <ClientMessages namespaces={["tokens"]}>
      <Toaster />
      <PageCrumb>{t("title")}</PageCrumb>
      <div className="max-w-3xl">
        <PageHeader title={t("title")} description={t("lead")} />
        <div className="grid gap-4">
          <Panel title={t("list")}>
            <FocusKeeper outcome={tokens.length}>
              <ApiTokenList merchantId={merchantId} tokens={tokens} manages={manages} now={now} />
            </FocusKeeper>
            {manages ? null : <p className="mt-4 text-ink-2">{t("owners_manage")}</p>}
          </Panel>
          {manages ? (
            <Panel title={t("new")}>
              <ApiTokenForm merchantId={merchantId} />
            </Panel>
          ) : null}
          <ApiGuide origin={publicOrigin()} />
        </div>
      </div>
    </ClientMessages>
  );
}
