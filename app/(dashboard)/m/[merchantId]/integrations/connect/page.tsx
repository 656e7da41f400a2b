import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ConnectForm } from "@/components/integrations/connect-form";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ViewOnly } from "@/components/shell/view-only";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { displayAddress } from "@/lib/connectors/display-address";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import type { FoundIntegration } from "@/lib/integrations/data";
import { loadConnectPage } from "@/lib/integrations/loaders";

export const generateMetadata = pageTitle("integrations", "connect");

export default async function ConnectPage({ params, searchParams }: PageProps<"/m/[merchantId]/integrations/connect">) {
  const [{ merchantId }, { address }] = await Promise.all([params, searchParams]);
  const [{ drafts, readOnly }, t] = await Promise.all([loadConnectPage(merchantId), getTranslations("integrations")]);
  return (
    <ClientMessages namespaces={["integrations"]}>
      <PageCrumb>{t("wizard.title")}</PageCrumb>
      <PageHeader title={t("wizard.title")} />
      {readOnly ? (
        <ViewOnly merchantId={merchantId} path="integrations/connect">
          {t("wizard.who")}
        </ViewOnly>
      ) : (
        <>
          <ConnectDrafts merchantId={merchantId} drafts={drafts} />
          <ConnectForm merchantId={merchantId} given={typeof address === "string" ? address.slice(0, 300) : null} />
        </>
      )}
    </ClientMessages>
  );
}

function ConnectDrafts({ merchantId, drafts }: { merchantId: string; drafts: readonly FoundIntegration[] }) {
  const t = useTranslations("integrations.wizard");
  const primary = useTranslations("integrations.primary");
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts" className="mb-6 max-w-[50rem] rounded-lg border border-line bg-surface">
      <div className="border-line border-b px-4 py-2.5">
        <h2 id="drafts" className="font-semibold">
          {t("drafts")}
        </h2>
        <p className="text-ink-2 text-sm">{t("drafts_text")}</p>
      </div>
      <ul className="divide-y divide-line">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
            <span className="min-w-0">
              <bdi className="font-medium [overflow-wrap:anywhere]">{draft.name}</bdi>{" "}
              <span className="text-ink-3 text-sm [overflow-wrap:anywhere]">{displayAddress(draft.readableUrl)}</span>
            </span>
            <LinkButton size="sm" href={`/m/${merchantId}/integrations/connect/${draft.id}`}>
              {primary("continue_connecting")}
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
