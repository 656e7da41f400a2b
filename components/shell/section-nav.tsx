import { useTranslations } from "next-intl";
import { helpPages, type SectionPage, type SettingsPage, settingsPages } from "@/components/shell/nav-items";
import { SideLink, TabLink, TabNav } from "@/components/shell/nav-link";

export function HelpNav({ merchantId }: { merchantId: string }) {
  const t = useTranslations("app");
  return (
    <TabNav label={t("nav.help_support")} className="mb-5">
      {helpPages(merchantId).map(({ key, href }) => (
        <TabLink key={key} place={{ href, exact: false }}>
          {t(`section.${key}`)}
        </TabLink>
      ))}
    </TabNav>
  );
}

export function SettingsNav({ merchantId }: { merchantId: string }) {
  const t = useTranslations("app");
  const { you, company } = settingsPages(merchantId);
  return (
    <nav aria-label={t("nav.settings")} className="grid content-start gap-x-6 gap-y-4">
      <SettingsGroup title={t("section.you")} pages={you} />
      <SettingsGroup title={t("section.company")} pages={company} />
    </nav>
  );
}

function SettingsGroup({ title, pages }: { title: string; pages: readonly SectionPage<SettingsPage>[] }) {
  const t = useTranslations("app.section");
  return (
    <div>
      <p className="mb-1 px-2 text-ink-3 text-sm">{title}</p>
      <ul aria-label={title} className="flex flex-wrap gap-0.5 lg:grid">
        {pages.map(({ key, href }) => (
          <li key={key}>
            {/* The first page's path is also the prefix of all others. */}
            <SideLink place={{ href, exact: key === "profile" }}>{t(key)}</SideLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
