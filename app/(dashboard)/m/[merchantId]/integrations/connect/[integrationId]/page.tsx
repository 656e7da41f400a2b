import { getTranslations } from "next-intl/server";
import { useDescribeCause } from "@/components/checks/use-describe-cause";
import { WhoCanFix } from "@/components/checks/who-can-fix";
import type { ApprovalReturn } from "@/components/integrations/approve-in-shop";
import { ConnectProgress } from "@/components/integrations/connect-progress";
import { CredentialsGuide } from "@/components/integrations/credentials-guide";
import { ProofDialog } from "@/components/settings/proof-dialog";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ViewOnly } from "@/components/shell/view-only";
import { PageHeader } from "@/components/ui/page-header";
import { latestCheck } from "@/lib/check/data";
import { decideFixer } from "@/lib/check/diagnosis/fixes/fixes-for";
import { orderByImpact } from "@/lib/check/order-by-impact";
import type { CheckResult } from "@/lib/check/result";
import { credentialFields } from "@/lib/connectors/credentials";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { isReadOnly } from "@/lib/identity/accounts/access";
import { findApproval } from "@/lib/integrations/approval/data";
import { offersApproval } from "@/lib/integrations/approval/offers";
import { loadIntegration } from "@/lib/integrations/loaders";
import { listRunViews } from "@/lib/sync/past-runs/run-reads";

export const generateMetadata = pageTitle("integrations", "connect");

/** `success`: set when a shop sends the browser back after an approval. `replace`: the shop already has a key and gets another one. */
const readReturn = (success: unknown): ApprovalReturn => (success === "1" ? "approved" : success === "0" ? "declined" : null);

export default async function ConnectProgressPage({
  params,
  searchParams,
}: PageProps<"/m/[merchantId]/integrations/connect/[integrationId]">) {
  const [{ merchantId, integrationId }, { success, replace }] = await Promise.all([params, searchParams]);
  const [{ scope, row }, t] = await Promise.all([loadIntegration(merchantId, integrationId), getTranslations("integrations")]);
  const header = <PageHeader title={t("wizard.title")} description={<bdi>{row.name}</bdi>} />;
  if (isReadOnly(scope))
    return (
      <>
        <PageCrumb>{row.name}</PageCrumb>
        {header}
        <ViewOnly merchantId={merchantId} path={`integrations/connect/${integrationId}`}>
          {t("wizard.who")}
        </ViewOnly>
      </>
    );
  const [runs, check, approval] = await Promise.all([
    listRunViews(scope, integrationId, 1),
    latestCheck(scope, integrationId),
    findApproval(scope, integrationId),
  ]);
  return (
    <ClientMessages
      namespaces={[
        "integrations",
        "sync",
        "credentials",
        "causes.right",
        "connect",
        "states.order",
        "causes.fixer",
        "causes.fixer_for_staff",
        "settings.proof",
      ]}
    >
      {header}
      <ConnectProgress
        initial={row}
        initialRun={runs[0] ?? null}
        fields={credentialFields(row.shopSystem)}
        found={check?.result ? { checkId: check.id, causes: <FoundCauses result={check.result} shopSystem={row.shopSystem} /> } : null}
        approval={{ offered: offersApproval(row.shopSystem), initial: approval, returned: readReturn(success) }}
        replacesKey={replace !== undefined || (approval !== null && row.hasCredentials)}
        guide={<CredentialsGuide shopSystem={row.shopSystem} />}
      />
      <ProofDialog />
    </ClientMessages>
  );
}

/** Causes found by a check, with who can fix them, while the user continues to connect. */
function FoundCauses({ result, shopSystem }: { result: CheckResult; shopSystem: ShopSystem }) {
  const wordsOf = useDescribeCause();
  const place = { shopSystem: result.shopSystem ?? shopSystem, server: result.server.software };
  return (
    <ul className="mt-1 grid gap-0.5 [overflow-wrap:anywhere]">
      {orderByImpact(result.causes).map(({ cause, index }) => (
        <li key={index}>
          <span className="font-medium">{wordsOf(cause).title}</span>{" "}
          <span className="text-ink-2">
            <WhoCanFix fixer={decideFixer(cause, place)} />
          </span>
        </li>
      ))}
    </ul>
  );
}
