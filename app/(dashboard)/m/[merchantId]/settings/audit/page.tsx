import { getTranslations } from "next-intl/server";
import { loadAudit } from "@/app/(dashboard)/m/[merchantId]/settings/audit/loader";
import { AuditView } from "@/components/audit/audit-view";
import { PageCrumb } from "@/components/shell/page-crumb";
import { pageTitle } from "@/lib/i18n/page-title";
import { AUDIT_ACTIONS } from "@/lib/identity/audit/actions";
import { parseAuditFilter } from "@/lib/identity/audit/schema";

export const generateMetadata = pageTitle("audit", "title");

export default async function AuditPage({ params, searchParams }: PageProps<"/m/[merchantId]/settings/audit">) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const filter = parseAuditFilter(search);
  const [{ entries, more, mayExport, actors, shops }, t] = await Promise.all([loadAudit(merchantId, filter), getTranslations("audit")]);
  return (
    <>
      <PageCrumb>{t("title")}</PageCrumb>
      <AuditView
        here={`/m/${merchantId}/settings/audit`}
        lead={t("lead")}
        filter={filter}
        entries={entries.map((entry) => ({ ...entry, place: entry.shop ? <bdi>{entry.shop}</bdi> : null }))}
        more={more}
        mayExport={mayExport}
        actions={AUDIT_ACTIONS}
        actors={actors}
        shops={shops}
      />
    </>
  );
}
