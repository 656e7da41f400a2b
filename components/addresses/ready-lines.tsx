import Link from "next/link";
import { useTranslations } from "next-intl";
import { FixView } from "@/components/checks/fix-view";
import { cn } from "@/components/ui/class-names";
import { describeFix } from "@/lib/check/diagnosis/fixes/describe-fix";
import { SELF_HOSTED, type SelfHosted } from "@/lib/connectors/platforms";
import { allowFixes } from "@/lib/operations/addresses/allow-fixes";

/** The page that shows the addresses: the public one or that of a merchant. */
export type AddressesPath = "/addresses" | `/m/${string}/addresses`;

/** Snippets for every server and security product, with the current addresses and limited to the API path of the shop system. */
export function ReadyLines({ here, platform, addresses }: { here: AddressesPath; platform: SelfHosted; addresses: readonly string[] }) {
  const t = useTranslations("addresses.ready");
  const words = useTranslations("fixes");
  const platforms = useTranslations("integrations.platform");
  return (
    <>
      <nav aria-label={t("platforms")} className="mb-3 flex flex-wrap gap-1.5">
        {SELF_HOSTED.map((one) => (
          <Link
            prefetch={false}
            key={one}
            href={`${here}?platform=${one}`}
            scroll={false}
            aria-current={one === platform ? "page" : undefined}
            className={cn(
              "rounded-md border px-2.5 py-1 text-sm",
              one === platform ? "border-accent bg-accent-soft font-medium text-accent" : "border-line text-ink-2 hover:bg-hover",
            )}
          >
            {platforms(one)}
          </Link>
        ))}
      </nav>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {allowFixes(platform, addresses).map((fix) => (
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
