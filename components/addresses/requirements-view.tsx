import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AddressDates } from "@/components/addresses/address-dates";
import { FixView } from "@/components/checks/fix-view";
import { Term } from "@/components/shell/term";
import { CodeBlock } from "@/components/ui/code-block";
import { Parts } from "@/components/ui/parts";
import { PillLinks } from "@/components/ui/pill-links";
import { textLinkStyle } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { SELF_HOSTED, type SelfHosted } from "@/lib/connectors/shop-systems";
import { anyKey } from "@/lib/i18n/any-key";
import { allowFixes } from "@/lib/operations/addresses/allow-fixes";
import { addressLines, type PublishedRequirements } from "@/lib/operations/addresses/published";

interface RequirementsProps {
  here: AddressesPath;
  published: PublishedRequirements;
  shopSystem: unknown;
}

/** What a self-hosted shop must allow, with dates and snippets; used by the public page and the merchant's. */
export function RequirementsView({ here, published, shopSystem: asked }: RequirementsProps) {
  const t = useTranslations("addresses");
  const locale = useLocale();
  const lines = addressLines(published);
  const shopSystem = SELF_HOSTED.find((one) => one === asked) ?? "woocommerce";
  const [shared] = published.userAgents.woocommerce;
  const agents = [shared, ...Object.values(published.userAgents).map(([, named]) => named)].join("\n");
  return (
    <>
      <Section title={t("addresses.title")} term={<Term name="our_address" />} text={t("addresses.text")}>
        {lines === "" ? <p>{t("addresses.default_route")}</p> : <CodeBlock code={lines.trimEnd()} caption={t("addresses.caption")} />}
      </Section>
      {published.dates.some(({ announced }) => announced !== null) ? (
        <Section title={t("dates.title")} text={t("dates.text")}>
          <AddressDates dates={published.dates} />
        </Section>
      ) : null}
      <Section title={t("agents.title")} term={<Term name="user_agent" />} text={t("agents.text")}>
        <CodeBlock code={agents} caption={t("agents.caption")} />
      </Section>
      <Section title={t("methods.title")} text={t("methods.text")}>
        <CodeBlock code={published.methods.join(" ")} caption={t("methods.caption")} />
      </Section>
      {lines === "" ? null : (
        <Section title={t("ready.title")} text={t("ready.text")}>
          <ReadyLines here={here} shopSystem={shopSystem} addresses={lines.trimEnd().split("\n")} />
        </Section>
      )}
      <p className="mt-8 text-ink-2">{t("machines")}</p>
      <Parts className="gap-y-1">
        <a href="/addresses.txt" className={textLinkStyle}>
          addresses.txt
        </a>
        <a href="/addresses.json" className={textLinkStyle}>
          addresses.json
        </a>
        <a href={`/addresses.atom?lang=${locale}`} className={textLinkStyle}>
          {t("atom")}
        </a>
      </Parts>
    </>
  );
}

function Section({ title, term, text, children }: { title: string; term?: ReactNode; text: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <div className="flex items-center gap-1">
        <h2 className="font-semibold text-lg tracking-[-0.01em]">{title}</h2>
        {term}
      </div>
      <p className="mt-1 mb-3 max-w-prose text-ink-2">{text}</p>
      {children}
    </section>
  );
}

/** The page that shows the addresses: the public one or a merchant's. */
type AddressesPath = "/addresses" | `/m/${string}/addresses`;

/** Snippets for every server and security product, with the current addresses, limited to the shop system's API path. */
function ReadyLines({ here, shopSystem, addresses }: { here: AddressesPath; shopSystem: SelfHosted; addresses: readonly string[] }) {
  const t = useTranslations("addresses.ready");
  const words = anyKey(useTranslations("fixes"));
  const shopSystems = useTranslations("integrations.shop_system");
  return (
    <>
      <PillLinks
        label={t("shop_systems")}
        values={SELF_HOSTED}
        current={shopSystem}
        hrefOf={(one) => route(`${here}?shopSystem=${one}`)}
        nameOf={(one) => shopSystems(one)}
      />
      <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-surface">
        {allowFixes(shopSystem, addresses).map((fix) => (
          <li key={fix.id}>
            <details className="group">
              <summary className="cursor-pointer px-4 py-2 font-medium hover:bg-hover">{words(`software.${fix.software}`)}</summary>
              <div className="px-4 pt-1 pb-4">
                <FixView fix={describeFix(words, fix)} />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
