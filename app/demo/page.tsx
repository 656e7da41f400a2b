import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PanelLink } from "@/components/shell/demo-guide";
import { Logo } from "@/components/shell/logo";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { pageTitle } from "@/lib/i18n/page-title";
import { env } from "@/lib/infra/env";

export const generateMetadata = pageTitle("demo.page", "title", { robots: { index: false } });

/** What to try in the demo. Not found outside the demo. */
export default async function DemoPage() {
  const guide = env().DEMO_GUIDE ?? notFound();
  const t = await getTranslations("demo.page");
  const panel = await getTranslations("demo.guide");
  const keys = await getTranslations("credentials.shop_systems.woocommerce.fields");
  const { shopName, panelUrl, spare } = guide;
  return (
    <main className="mx-auto grid w-full max-w-3xl grid-cols-1 gap-5 px-5 py-10">
      <div>
        <Logo className="mb-6 size-7" />
        <PageHeader title={t("title")} description={t("lead")} className="mb-0" />
      </div>
      <Panel title={t("fix")}>
        <p>{t("fix_text", { shop: shopName })}</p>
        <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
          <TextLink href="/">{t("shops_link")}</TextLink>
          <PanelLink href={panelUrl}>{panel("fix_link")}</PanelLink>
        </p>
      </Panel>
      <Panel title={t("connect")}>
        <p className="mb-3">{t("connect_text")}</p>
        <div className="grid grid-cols-1 gap-2">
          <CodeBlock caption={t("address")} code={spare.url} />
          <CodeBlock caption={keys("consumerKey.label")} code={spare.consumerKey} />
          <CodeBlock caption={keys("consumerSecret.label")} code={spare.consumerSecret} />
        </div>
      </Panel>
      <Panel title={t("mails")}>
        <p>{t("mails_text")}</p>
        <p className="mt-2">
          <TextLink href="/demo/mailbox">{t("mails_link")}</TextLink>
        </p>
      </Panel>
    </main>
  );
}
