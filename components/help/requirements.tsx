import { useTranslations } from "next-intl";
import { Term } from "@/components/help/term";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { addressLines, type PublishedRequirements } from "@/lib/operations/addresses/published";

/** Requirements for self-hosted shops from the live configuration, the source of the public page and the probes as well. */
export function Requirements({ published }: { published: PublishedRequirements }) {
  const t = useTranslations("help.requirements");
  const lines = addressLines(published).trimEnd();
  const [shared] = published.userAgents.woocommerce;
  const agents = [shared, ...Object.values(published.userAgents).map(([, named]) => named)].join("\n");
  return (
    <>
      <p className="text-ink-2">{t("text")}</p>
      <div className="flex items-center gap-1">
        <h3 className="font-medium">{t("addresses")}</h3>
        <Term name="allow_list" />
      </div>
      <p className="text-ink-2">{t("addresses_text")}</p>
      {lines === "" ? <p>{t("no_addresses")}</p> : <CodeBlock code={lines} caption={t("addresses")} />}
      <div className="flex items-center gap-1">
        <h3 className="font-medium">{t("agents")}</h3>
        <Term name="user_agent" />
      </div>
      <p className="text-ink-2">{t("agents_text")}</p>
      <CodeBlock code={agents} caption={t("agents")} />
      <h3 className="font-medium">{t("methods")}</h3>
      <p className="text-ink-2">{t("methods_text")}</p>
      <CodeBlock code={published.methods.join(" ")} caption={t("methods")} />
      <p className="text-ink-2">
        {t("check")} <TextLink href="/addresses">{t("public")}</TextLink>
      </p>
    </>
  );
}
