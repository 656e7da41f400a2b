import { useFormatter, useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { StateShape } from "@/components/ui/state-shape";
import { TextLink } from "@/components/ui/text-link";
import type { ShopEnding } from "@/lib/health/endings/data";
import { shopPath } from "@/lib/integrations/shop-paths";

interface EndingsProps {
  merchantId: string;
  endings: readonly ShopEnding[];
  /** Among several shops: each line names its own. */
  namesShops: boolean;
}

/** What of a shop, or of all shops, ends soon; nothing where nothing does. */
export function EndingsSoon({ merchantId, endings, namesShops }: EndingsProps) {
  const t = useTranslations("connect.endings");
  const format = useFormatter();
  if (endings.length === 0) return null;
  const day = (at: Date): string => format.dateTime(at, { dateStyle: "long" });
  return (
    <section aria-labelledby="ends-soon" className="grid min-w-0 gap-2">
      <h2 id="ends-soon" className="font-semibold text-lg">
        {t("title")}
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {endings.map((ending) => (
          <li key={`${ending.integrationId} ${ending.kind}`} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 px-4 py-2.5">
            <StateShape tone="recovering" className="mt-[5px]" />
            <div className="grid gap-1.5">
              <p>
                {namesShops ? (
                  <>
                    <TextLink href={shopPath(merchantId, ending.integrationId, "overview")}>
                      <bdi>{ending.shop}</bdi>
                    </TextLink>{" "}
                  </>
                ) : null}
                {t(`line.${ending.kind}`, { day: day(ending.endsAt), version: ending.details["version"] ?? "" })}
              </p>
              <p className="text-ink-2">{t(`advice.${ending.kind}`)}</p>
              {ending.details["source"] ? (
                <a href={ending.details["source"]} target="_blank" rel="noreferrer" className="w-fit text-accent underline">
                  {t("source")}
                </a>
              ) : null}
              {ending.kind === "certificate" && !namesShops ? <HostMessage ending={ending} day={day(ending.endsAt)} /> : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the merchant passes on to the hosting provider: facts of the certificate that they can verify. */
function HostMessage({ ending, day }: { ending: ShopEnding; day: string }) {
  const t = useTranslations("connect.endings");
  const { subject = "", issuer = "", digest = "", host = "" } = ending.details;
  return (
    <details>
      <summary className="cursor-pointer text-accent">{t("host_title")}</summary>
      <div className="mt-2">
        <CodeBlock caption={t("host_copy")} code={t("host_text", { day, subject, issuer, digest, host })} className="whitespace-pre-wrap" />
      </div>
    </details>
  );
}
