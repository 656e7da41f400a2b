import { getTranslations } from "next-intl/server";
import { ThreadList } from "@/components/threads/thread-list";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { loadShopThreads } from "@/lib/support/threads/loaders";

/** What was asked about one shop, and the way to ask. */
export async function QuestionsPanel({
  merchantId,
  integrationId,
  readOnly,
}: {
  merchantId: string;
  integrationId: string;
  readOnly: boolean;
}) {
  const [threads, t] = await Promise.all([loadShopThreads(merchantId, integrationId), getTranslations("threads")]);
  return (
    <Panel
      title={t("shop.title")}
      actions={
        readOnly ? null : (
          <LinkButton size="sm" href={`/m/${merchantId}/support/new?integration=${integrationId}`} prefetch={false}>
            {t("ask.button")}
          </LinkButton>
        )
      }
    >
      {threads.length === 0 ? (
        <p className="text-ink-2">{t("shop.none")}</p>
      ) : (
        <ThreadList threads={threads} reader="merchant" base={`/m/${merchantId}/support`} />
      )}
    </Panel>
  );
}
