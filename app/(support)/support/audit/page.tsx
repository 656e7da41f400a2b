import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { loadAllAudit } from "@/app/(support)/support/audit/loader";
import { AuditView } from "@/components/audit/audit-view";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { ALL_ACTIONS } from "@/lib/identity/audit/actions";
import { parseAuditFilter } from "@/lib/identity/audit/schema";

export const generateMetadata = pageTitle("audit", "title");

export default async function AllAuditPage({ searchParams }: PageProps<"/support/audit">) {
  const search = await searchParams;
  const merchantId = z.uuid().safeParse(search["merchant"]).data ?? null;
  const filter = parseAuditFilter(search);
  const [{ entries, more, mayExport }, t] = await Promise.all([loadAllAudit({ ...filter, merchantId }), getTranslations("audit")]);
  const signIns = (await getTranslations("settings.activity.staff"))("title");
  return (
    <AuditView
      here="/support/audit"
      lead={
        <>
          {t("lead_staff")} <TextLink href="/support/audit/sign-ins">{signIns}</TextLink>
        </>
      }
      filter={filter}
      entries={entries.map((entry) => ({
        ...entry,
        place: entry.merchant ? (
          <>
            <Link prefetch={false} href={`/support/merchants/${entry.merchant.id}`} className="rounded-sm hover:text-ink hover:underline">
              <bdi>{entry.merchant.name}</bdi>
            </Link>
            {entry.shop ? (
              <>
                {" · "}
                <bdi>{entry.shop}</bdi>
              </>
            ) : null}
          </>
        ) : null,
      }))}
      more={more}
      mayExport={mayExport}
      actions={ALL_ACTIONS}
      actors={[]}
      shops={[]}
      {...(merchantId ? { kept: `merchant=${merchantId}` } : {})}
    />
  );
}
