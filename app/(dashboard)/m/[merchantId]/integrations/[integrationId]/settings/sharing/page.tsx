import { Archive } from "lucide-react";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { loadSharingSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { NoticeButton } from "@/components/sync/action-notice";
import { CodeBlock } from "@/components/ui/code-block";
import { FileLink } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/section";
import { env } from "@/lib/infra/env";
import { switchBadgeAction } from "@/lib/integrations/settings/settings-actions";

export const generateMetadata = settingsMetadata("sharing");

export default async function SharingSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { row, badgeToken, readOnly } = await loadSharingSettings(merchantId, integrationId);
  const t = await getTranslations("reports.evidence");
  return (
    <>
      {readOnly ? null : <BadgePanel merchantId={merchantId} integrationId={row.id} token={badgeToken} />}
      <Panel title={t("title")} id="evidence">
        <div className="grid justify-items-start gap-3">
          <p className="max-w-[64ch] text-ink-2">{t("text")}</p>
          <FileLink href={`/m/${merchantId}/integrations/${row.id}/evidence`} icon={<Archive />}>
            {t("download")}
          </FileLink>
        </div>
      </Panel>
    </>
  );
}

interface BadgeProps {
  merchantId: string;
  integrationId: string;
  token: string | null;
}

/** Public status badge of a shop, off by default; once on, shows a preview and the snippet to embed. */
async function BadgePanel({ merchantId, integrationId, token }: BadgeProps) {
  const [t, locale, requestHeaders] = await Promise.all([getTranslations("incidents.badge"), getLocale(), headers()]);
  const path = `/badge/${token}.svg?lang=${locale}`;
  const origin = env().NEXTAUTH_URL ?? `http://${requestHeaders.get("host") ?? "localhost"}`;
  return (
    <Panel title={t("title")} id="badge">
      <div className="grid min-w-0 gap-3">
        <p className="max-w-[64ch] text-ink-2">{t("text")}</p>
        {token === null ? null : (
          <>
            {/* biome-ignore lint/performance/noImgElement: a 20 px SVG, shown exactly as other sites embed it */}
            <img src={path} alt={t("alt")} height={20} className="justify-self-start" />
            <CodeBlock code={`<img src="${new URL(path, origin).href}" alt="${t("alt")}" height="20">`} caption="HTML" />
          </>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <NoticeButton action={switchBadgeAction.bind(null, merchantId, { integrationId, on: token === null })}>
            {t(token === null ? "switch_on" : "switch_off")}
          </NoticeButton>
        </div>
      </div>
    </Panel>
  );
}
