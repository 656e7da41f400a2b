import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Term } from "@/components/help/term";
import { IntegrationsList } from "@/components/integrations/integrations-list";
import { ROW_TEXTS } from "@/components/integrations/row-texts";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { parseListQuery, sortRows } from "@/lib/integrations/list-view";
import { loadIntegrationsList } from "@/lib/integrations/loaders";
import { packRows } from "@/lib/integrations/packed-rows";

type Params = Promise<{ merchantId: string }>;
type Search = Promise<Record<string, string | string[] | undefined>>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("integrations");
  return { title: t("title") };
}

export default async function IntegrationsPage({ params, searchParams }: { params: Params; searchParams: Search }) {
  const { merchantId } = await params;
  const search = await searchParams;
  const [{ rows, settings, readOnly }, t] = await Promise.all([loadIntegrationsList(merchantId), getTranslations("integrations")]);
  const query = parseListQuery((name) => {
    const value = search[name];
    return typeof value === "string" ? value : null;
  });
  const connect = readOnly ? null : (
    <LinkButton variant="primary" href={`/m/${merchantId}/integrations/connect`}>
      <Plus aria-hidden="true" />
      {t("connect")}
    </LinkButton>
  );
  return (
    <ClientMessages namespaces={ROW_TEXTS}>
      <IntegrationsList
        merchantId={merchantId}
        packedRows={packRows(sortRows(rows, query.sort))}
        initialQuery={query}
        initialSettings={settings}
        connect={connect}
        empty={
          <EmptyState title={t("empty.title")} action={connect}>
            {t("empty.text")}
          </EmptyState>
        }
        term={<Term name="integration" />}
        readOnly={readOnly}
      />
    </ClientMessages>
  );
}
