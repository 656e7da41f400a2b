import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { NoticeButton } from "@/components/sync/action-notice";
import { CodeBlock } from "@/components/ui/code-block";
import { env } from "@/lib/infra/env";
import { switchBadgeAction } from "@/lib/integrations/settings/settings-actions";

interface BadgeProps {
  merchantId: string;
  integrationId: string;
  token: string | null;
}

/** Public status badge of a shop, off by default; once on, shows a preview and the snippet to embed. */
export async function BadgeSection({ merchantId, integrationId, token }: BadgeProps) {
  const [t, locale, requestHeaders] = await Promise.all([getTranslations("incidents.badge"), getLocale(), headers()]);
  const path = `/badge/${token}.svg?lang=${locale}`;
  const origin = env().NEXTAUTH_URL ?? `http://${requestHeaders.get("host") ?? "localhost"}`;
  return (
    <details className="rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-2.5 font-semibold">{t("title")}</summary>
      <div className="grid min-w-0 gap-3 border-line border-t p-4">
        <p className="max-w-[72ch] text-ink-2">{t("text")}</p>
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
    </details>
  );
}
