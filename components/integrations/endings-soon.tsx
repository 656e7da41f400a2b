import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Section } from "@/components/ui/section";
import { StateShape } from "@/components/ui/state-shape";
import { TextLink } from "@/components/ui/text-link";
import type { ShopEnding } from "@/lib/health/endings/data";
import { shopPath } from "@/lib/integrations/shop-paths";

interface EndingsProps {
  merchantId: string;
  endings: readonly ShopEnding[];
  /** Several shops: each line names its own. */
  namesShops: boolean;
  /** Sends a report on the certificate; omitted for several shops and in read-only mode. */
  report?: ReactNode;
}

/** What ends soon for one shop or all shops; renders nothing if there is nothing. */
export function EndingsSoon({ merchantId, endings, namesShops, report = null }: EndingsProps) {
  const t = useTranslations("connect.endings");
  const format = useFormatter();
  if (endings.length === 0) return null;
  const day = (at: Date): string => format.dateTime(at, "day");
  return (
    <Section title={t("title")} className="grid min-w-0 gap-2">
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
                {t(`line.${ending.kind}`, { day: day(ending.endsAt), version: ending.details.version ?? "" })}
              </p>
              <p className="text-ink-2">{t(`advice.${ending.kind}`)}</p>
              {ending.details.source ? (
                <a href={ending.details.source} target="_blank" rel="noreferrer" className="w-fit text-accent underline">
                  {t("source")}
                </a>
              ) : null}
              {ending.kind === "certificate" ? report : null}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
