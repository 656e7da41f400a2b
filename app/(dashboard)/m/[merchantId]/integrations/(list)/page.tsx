import { Plus } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { IntegrationsList } from "@/components/integrations/integrations-list";
import { ROW_TEXTS } from "@/components/integrations/row-texts";
import { Term } from "@/components/shell/term";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { NumberedPager } from "@/components/ui/pager";
import { PAGE_SIZE } from "@/lib/base/paging";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { pageTitle } from "@/lib/i18n/page-title";
import { parseListQuery } from "@/lib/integrations/list/list-search";
import { printListQuery } from "@/lib/integrations/list/list-view";
import { loadIntegrationsList } from "@/lib/integrations/loaders";

const LIST_TEXTS: readonly NestedNamespace[] = [
  ...ROW_TEXTS,
  "integrations.bulk",
  "integrations.empty",
  "integrations.summary",
  "integrations.title",
  "integrations.tone",
  "integrations.verdict",
];

export const generateMetadata = pageTitle("integrations", "title");

export default async function IntegrationsPage({ params, searchParams }: PageProps<"/m/[merchantId]/integrations">) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const asked = parseListQuery(search);
  const [{ page, ...list }, t] = await Promise.all([loadIntegrationsList(merchantId, asked), getTranslations("integrations")]);
  const here = `/m/${merchantId}/integrations` as const;
  const query = { ...asked, page };
  const connect = list.readOnly ? null : (
    <LinkButton variant="primary" href={`${here}/connect`} icon={<Plus />}>
      {t("connect")}
    </LinkButton>
  );
  return (
    <ClientMessages namespaces={LIST_TEXTS}>
      <IntegrationsList
        {...list}
        merchantId={merchantId}
        query={query}
        connect={connect}
        empty={<EmptyState title={t("empty.title")} action={connect} text={t("empty.text")} />}
        term={<Term name="integration" />}
        pager={
          <NumberedPager
            page={page}
            perPage={PAGE_SIZE}
            shown={list.rows.length}
            total={list.total}
            hrefOf={(to) => route(`${here}${printListQuery({ ...query, page: to })}`)}
          >
            <p className="hidden text-ink-3 text-sm lg:block in-data-[keys=off]:hidden">{t("list.shortcuts")}</p>
          </NumberedPager>
        }
      />
    </ClientMessages>
  );
}
