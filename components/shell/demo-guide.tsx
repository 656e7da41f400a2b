import { Check, ExternalLink } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { TextLink, textLinkStyle } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { env } from "@/lib/infra/env";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { shopPath } from "@/lib/integrations/shop-paths";
import type { RunView } from "@/lib/sync/past-runs/run-view";

interface GuideProps {
  merchantId: string;
  row: IntegrationRow;
  newestRun: RunView | null;
  causes: number;
}

/** Link to the hosting panel in the reader's language. */
export function PanelLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={`${href}/?lang=${useLocale()}`} target="_blank" rel="noreferrer noopener" className={textLinkStyle}>
      {children} <ExternalLink className="inline size-3.5 align-[-2px]" />
    </a>
  );
}

/** Three steps for the shop to fix in the demo, with those already done; renders nothing for other shops and outside the demo. */
export function DemoGuide({ merchantId, row, newestRun, causes }: GuideProps) {
  const t = useTranslations("demo.guide");
  const guide = env().DEMO_GUIDE;
  if (guide?.shopUrl !== row.baseUrl) return null;
  const isFixed = row.lanes.orders_in.state === "regular";
  const done = [causes > 0 || isFixed, isFixed, isFixed && newestRun?.status === "succeeded"];
  const current = done.indexOf(false);
  const steps = [
    { key: "proof", link: <TextLink href={shopPath(merchantId, row.id, "diagnosis")}>{t("proof_link")}</TextLink> },
    { key: "fix", link: <PanelLink href={guide.panelUrl}>{t("fix_link")}</PanelLink> },
    { key: "orders", link: <TextLink href={`/m/${merchantId}/orders?shop=${row.id}`}>{t("orders_link")}</TextLink> },
  ] as const;
  return (
    <aside aria-label={t("label")} className="min-w-0 rounded-lg border border-line border-dashed px-4 py-3 text-sm">
      <p className="flex flex-wrap justify-between gap-x-4 text-ink-2">
        <span>
          <strong className="font-semibold text-ink">{t("label")}</strong> ·{" "}
          {t("progress", { done: done.filter(Boolean).length, total: done.length })}
        </span>
        <TextLink href={route("/demo")}>{t("more")}</TextLink>
      </p>
      <ol className="mt-2 grid gap-x-6 gap-y-2 md:grid-cols-3">
        {steps.map(({ key, link }, index) => (
          <li key={key} aria-current={index === current ? "step" : undefined} className="flex min-w-0 gap-2">
            <span
              aria-hidden="true"
              className={cn(
                "grid size-5 shrink-0 place-items-center rounded-full border text-xs tabular-nums",
                done[index] ? "border-healthy text-healthy" : "border-line-strong text-ink-2",
              )}
            >
              {done[index] ? <Check className="size-3.5" /> : index + 1}
            </span>
            <div className="min-w-0">
              <p className={cn("font-medium", index === current ? "" : "text-ink-2")}>
                {t(key)} <span className="sr-only">({t(done[index] ? "done" : "open")})</span>
              </p>
              {index === current ? <p className="text-ink-2">{t(`${key}_text`)}</p> : null}
              {index === current || key === "fix" ? <p>{link}</p> : null}
            </div>
          </li>
        ))}
      </ol>
      {current === -1 ? <p className="mt-2 text-ink-2">{t("again")}</p> : null}
    </aside>
  );
}
