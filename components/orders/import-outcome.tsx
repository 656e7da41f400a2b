import { useFormatter, useTranslations } from "next-intl";
import { SharedNumbers } from "@/components/orders/shared-numbers";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import type { ImportAnswer } from "@/lib/orders/tracking/import-shipments";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/limits";

interface OutcomeProps {
  merchantId: string;
  answer: ImportAnswer | null;
  pending: boolean;
  onImport: () => void;
}

/** Contents of the file, errors by entry, or what was recorded. */
export function ImportOutcome({ merchantId, answer, pending, onImport }: OutcomeProps) {
  return (
    <div role="status" className="grid gap-4">
      {answer ? <Answer answer={answer} pending={pending} onImport={onImport} ordersHref={`/m/${merchantId}/orders`} /> : null}
    </div>
  );
}

function Answer({
  answer,
  pending,
  onImport,
  ordersHref,
}: {
  answer: ImportAnswer;
  pending: boolean;
  onImport: () => void;
  ordersHref: `/m/${string}/orders`;
}) {
  const t = useTranslations("tracking.import");
  const problems = useTranslations("tracking.problem");
  const format = useFormatter();
  switch (answer.kind) {
    case "ready":
      return (
        <>
          <p>{t("ready", { count: answer.count })}</p>
          {answer.shared.length > 0 ? <SharedNumbers shared={answer.shared} /> : null}
          <Button variant="primary" pending={pending} onClick={onImport} className="justify-self-start">
            {t("import", { count: answer.count })}
          </Button>
        </>
      );
    case "recorded":
      return (
        <Banner tone="in_order" title={t("recorded", { count: answer.recorded })}>
          {answer.known > 0 ? <p>{t("known", { count: answer.known })}</p> : null}
          {answer.shops.length === 1 ? (
            <TextLink href={`${ordersHref}?shop=${answer.shops[0]}`}>{t("see")}</TextLink>
          ) : (
            <TextLink href={ordersHref}>{t("see_all")}</TextLink>
          )}
        </Banner>
      );
    case "unreadable":
      return (
        <Banner tone="needs_you" title={t("nothing")}>
          {t(`reason.${answer.reason}`, { max: MAX_SHIPMENTS })}
          {answer.columns.length > 0 ? ` ${answer.columns.map((column) => t(`column.${column}`)).join(", ")}` : null}
        </Banner>
      );
    case "lines_wrong":
      return (
        <Banner tone="needs_you" title={t("wrong", { count: answer.count })}>
          <p>{t("nothing")}</p>
          <ul className="mt-2 grid gap-0.5">
            {answer.problems.map(({ line, problem, addresses = [] }) => (
              <li key={line}>
                <span className="font-medium">{t("line", { line })}</span>{" "}
                {problems(problem, { addresses: format.list(addresses, { type: "disjunction" }) })}
              </li>
            ))}
          </ul>
          {answer.count > answer.problems.length ? <p>{t("more", { count: answer.count - answer.problems.length })}</p> : null}
        </Banner>
      );
  }
}
