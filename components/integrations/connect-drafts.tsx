import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { FoundIntegration } from "@/lib/integrations/data";

/** Shops whose connection was started and not finished, with links to continue. */
export function ConnectDrafts({ merchantId, drafts }: { merchantId: string; drafts: readonly FoundIntegration[] }) {
  const t = useTranslations("integrations.wizard");
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts" className="mb-6 max-w-[50rem] rounded-lg border border-line bg-surface">
      <div className="border-line border-b px-4 py-2.5">
        <h2 id="drafts" className="font-semibold">
          {t("drafts")}
        </h2>
        <p className="text-ink-2 text-sm">{t("drafts_text")}</p>
      </div>
      <ul className="divide-y divide-line">
        {drafts.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
            <span className="min-w-0">
              <bdi className="font-medium [overflow-wrap:anywhere]">{draft.name}</bdi>{" "}
              <span className="text-ink-3 text-sm [overflow-wrap:anywhere]">{displayAddress(draft.readableUrl)}</span>
            </span>
            <LinkButton size="sm" href={`/m/${merchantId}/integrations/connect/${draft.id}`}>
              {t("continue_connecting")}
            </LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
