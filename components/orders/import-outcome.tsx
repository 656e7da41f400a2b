import { useTranslations } from "next-intl";
import { SharedNumbers } from "@/components/orders/shared-numbers";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { anyKey } from "@/lib/i18n/any-key";
import type { ImportAnswer } from "@/lib/orders/actions";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/schema";

interface OutcomeProps {
  merchantId: string;
  answer: ImportAnswer | null;
  /** Number of parcels undone from the last import; null before an undo. */
  undone: number | null;
  pending: boolean;
  onImport: () => void;
  onUndo: (shipmentIds: string[]) => void;
}

export function ImportOutcome({ answer, ...rest }: OutcomeProps) {
  return (
    <div role="status" className="grid gap-4">
      {answer ? <Answer answer={answer} {...rest} /> : null}
    </div>
  );
}

function Answer({ merchantId, answer, undone, pending, onImport, onUndo }: OutcomeProps & { answer: ImportAnswer }) {
  const t = useTranslations("tracking.import");
  const bulk = useTranslations("orders.bulk");
  const ordersHref = `/m/${merchantId}/orders` as const;
  switch (answer.kind) {
    case "ready":
      return (
        <>
          {answer.refused.count > 0 ? <RefusedLines refused={answer.refused} isAll={answer.count === 0} /> : null}
          {answer.count > 0 ? (
            <>
              <p>{t("ready", { count: answer.count })}</p>
              {answer.shared.length > 0 ? <SharedNumbers shared={answer.shared} /> : null}
              <Button variant="primary" pending={pending} onClick={onImport} className="justify-self-start">
                {t("import", { count: answer.count })}
              </Button>
            </>
          ) : null}
        </>
      );
    case "recorded":
      if (undone !== null) return <Banner tone="healthy" title={bulk("taken_back", { count: undone })} />;
      return (
        <>
          <Banner tone="healthy" title={t("recorded", { count: answer.recorded })}>
            {answer.known > 0 ? <p>{t("known", { count: answer.known })}</p> : null}
            <div className="flex flex-wrap items-center gap-3">
              {answer.shops.length === 1 ? (
                <TextLink href={`${ordersHref}?shop=${answer.shops[0]}`}>{t("see")}</TextLink>
              ) : (
                <TextLink href={ordersHref}>{t("see_all")}</TextLink>
              )}
              {answer.shipmentIds.length > 0 ? (
                <Button size="sm" pending={pending} onClick={() => onUndo(answer.shipmentIds)}>
                  {bulk("undo")}
                </Button>
              ) : null}
            </div>
          </Banner>
          {answer.refused.count > 0 ? <RefusedLines refused={answer.refused} isAll={false} /> : null}
        </>
      );
    case "unreadable":
      return (
        <Banner tone="action_needed" title={t("nothing")}>
          {t(`reason.${answer.reason}`, { max: MAX_SHIPMENTS })}
          {answer.columns.length > 0 ? ` ${answer.columns.map((column) => anyKey(t)(`column.${column}`)).join(", ")}` : null}
        </Banner>
      );
  }
}

type Refused = Extract<ImportAnswer, { kind: "ready" }>["refused"];

function RefusedLines({ refused, isAll }: { refused: Refused; isAll: boolean }) {
  const t = useTranslations("tracking.import");
  return (
    <Banner tone="action_needed" title={t("wrong", { count: refused.count })}>
      <p>{t(isAll ? "nothing" : "rest")}</p>
      <ul className="mt-2 grid gap-0.5">
        {refused.problems.map(({ line, value, reason }) => (
          <li key={line} className="[overflow-wrap:anywhere]">
            <span className="font-medium">{t("line", { line })}</span> {value === "" ? null : <bdi className="font-mono">{value}</bdi>}{" "}
            {reason}
          </li>
        ))}
      </ul>
      {refused.count > refused.problems.length ? <p>{t("more", { count: refused.count - refused.problems.length })}</p> : null}
      <Correction file={refused.file} />
    </Banner>
  );
}

function Correction({ file }: { file: string }) {
  const t = useTranslations("tracking.import");
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([file], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    Object.assign(link, { href: url, download: t("correction_name") }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button className="mt-3" onClick={save}>
      {t("correction")}
    </Button>
  );
}
