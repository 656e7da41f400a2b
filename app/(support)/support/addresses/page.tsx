import { getTranslations } from "next-intl/server";
import { AddressDates } from "@/components/addresses/address-dates";
import { AnnounceForm } from "@/components/addresses/announce-form";
import { RehearsalPanel } from "@/components/addresses/rehearsal-panel";
import { RehearsedShops } from "@/components/addresses/rehearsed-shops";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadAddressesConsole } from "@/lib/operations/addresses/loaders";
import { RETIRE_AFTER_DAYS } from "@/lib/operations/addresses/mutations";

export const generateMetadata = pageTitle("addresses.console", "title");

/** Outgoing addresses for staff: dates, rehearsal of new ones, and moving traffic. */
export default async function AddressesConsolePage({ searchParams }: PageProps<"/support/addresses">) {
  const { published, rehearsal, shown, page, shops, mayMove } = await loadAddressesConsole(await searchParams);
  const t = await getTranslations("addresses.console");
  const live = published.dates.filter(({ state }) => state === "live").map(({ address }) => address);
  return (
    <ClientMessages namespaces={["addresses"]}>
      <Toaster />
      <PageHeader title={t("title")} description={t("lead")} actions={<TextLink href="/addresses">{t("public_page")}</TextLink>} />
      <div className="grid gap-6">
        {rehearsal ? (
          <>
            <RehearsalPanel rehearsal={rehearsal} shown={shown} retireAfterDays={RETIRE_AFTER_DAYS} mayMove={mayMove} />
            <RehearsedShops shops={shops} shown={shown} page={page} total={rehearsal.counts[shown]} />
          </>
        ) : null}
        <AddressDates dates={published.dates} />
        {mayMove ? null : <p className="text-ink-2">{t("operators_move")}</p>}
        {rehearsal?.state === "running" || !mayMove ? null : (
          <Panel title={t("announce.title")}>
            <AnnounceForm live={live} />
          </Panel>
        )}
      </div>
    </ClientMessages>
  );
}
