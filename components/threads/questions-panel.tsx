import { useTranslations } from "next-intl";
import { ThreadList } from "@/components/threads/thread-list";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { route } from "@/lib/base/route";
import type { ThreadRow } from "@/lib/support/threads/thread";

interface QuestionsProps {
  merchantId: string;
  integrationId: string;
  threads: readonly ThreadRow[];
  readOnly: boolean;
}

/** Questions about one shop, and a link that asks one. */
export function QuestionsPanel({ merchantId, integrationId, threads, readOnly }: QuestionsProps) {
  const t = useTranslations("threads");
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
        <ThreadList threads={threads} reader="merchant" hrefOf={({ id }) => route(`/m/${merchantId}/support/${id}`)} />
      )}
    </Panel>
  );
}
