import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Term } from "@/components/help/term";
import { IncidentList } from "@/components/incidents/incident-list";
import { FollowPage } from "@/components/live/follow-page";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { loadIncidents } from "@/lib/incidents/loaders";

interface Props {
  params: Promise<{ merchantId: string }>;
  searchParams: Promise<{ shop?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("incidents"))("title") };
}

export default async function IncidentsPage({ params, searchParams }: Props) {
  const [{ merchantId }, { shop: asked }] = await Promise.all([params, searchParams]);
  const readAt = Date.now();
  const { shop, open, ended } = await loadIncidents(merchantId, typeof asked === "string" ? asked : null);
  const t = await getTranslations("incidents");
  const all = [...open, ...ended];
  return (
    <div className="grid min-w-0 gap-6">
      <FollowPage merchantId={merchantId} readAt={readAt} />
      <PageHeader
        title={t("title")}
        description={
          <span className="inline-flex items-center gap-1">
            {t("lead")}
            <Term name="incident" />
          </span>
        }
      />
      {shop ? (
        <p>
          <bdi className="font-medium">{t("of_shop", { shop: shop.name })}</bdi>{" "}
          <TextLink href={`/m/${merchantId}/incidents`}>{t("all_shops")}</TextLink>
        </p>
      ) : null}
      {all.length === 0 ? (
        <EmptyState title={t("none")}>{t("none_text")}</EmptyState>
      ) : (
        <>
          <section aria-labelledby="open" className="grid min-w-0 gap-2">
            <h2 id="open" className="font-semibold text-lg">
              {t("open")} <span className="font-normal text-ink-3">{open.length}</span>
            </h2>
            {open.length === 0 ? <p className="text-ink-2">{t("none_open")}</p> : null}
            <IncidentList incidents={all} belongs={({ endedAt }) => endedAt === null} merchantId={merchantId} />
          </section>
          <section aria-labelledby="ended" hidden={ended.length === 0} className="grid min-w-0 gap-2">
            <h2 id="ended" className="font-semibold text-lg">
              {t("ended")} <span className="font-normal text-ink-3">{ended.length}</span>
            </h2>
            <IncidentList incidents={all} belongs={({ endedAt }) => endedAt !== null} merchantId={merchantId} />
          </section>
        </>
      )}
    </div>
  );
}
