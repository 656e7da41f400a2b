"use client";

import { useTranslations } from "next-intl";
import { type ChangeEvent, type FormEvent, useRef, useState } from "react";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { SharedNumbers } from "@/components/orders/shared-numbers";
import { useAction } from "@/components/shell/use-action";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { namedOptions } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { Toaster } from "@/components/ui/toaster";
import { LIMITS } from "@/lib/base/limits";
import { anyKey } from "@/lib/i18n/any-key";
import { type ImportAnswer, importShipmentsAction, undoShipmentAction } from "@/lib/orders/actions";
import { decodeFile, isWorkbook } from "@/lib/orders/tracking/decode-file";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/limits";

/** Paste text or choose a file, preview the outcome, then import the valid lines. */
export function ImportForm({ merchantId, shops }: { merchantId: string; shops: readonly { id: string; name: string }[] }) {
  const t = useTranslations("tracking.import");
  const refresh = useRefreshPage();
  const { run, pending } = useAction();
  const [integrationId, setIntegrationId] = useState(shops[0]?.id ?? "");
  const [text, setText] = useState("");
  const [fileName, setFileName] = useState<string | null>(null);
  const [answer, setAnswer] = useState<ImportAnswer | null>(null);
  const [undone, setUndone] = useState<number | null>(null);
  const tooLong = text.length > LIMITS.importedCsv;
  /** Counts edits: the preview of an older text must not be shown for the current one. */
  const edition = useRef(0);

  const forget = (): void => {
    edition.current += 1;
    setAnswer(null);
    setUndone(null);
  };
  const change = (next: string): void => {
    setText(next);
    forget();
  };
  const ask = (preview: boolean): void => {
    if (pending || tooLong) return;
    const asked = edition.current;
    run(
      () => importShipmentsAction(merchantId, { integrationId, text, preview }),
      (value) => {
        if (!preview || asked === edition.current) setAnswer(value);
        if (value.kind === "recorded") refresh();
      },
    );
  };
  const undo = (shipmentIds: string[]): void =>
    run(
      () => undoShipmentAction(merchantId, { shipmentIds }),
      ({ takenBack }) => {
        setUndone(takenBack);
        refresh();
      },
    );
  const preview = (event: FormEvent): void => {
    event.preventDefault();
    ask(true);
  };
  async function takeFile({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = currentTarget.files?.[0];
    if (!file) return;
    // Allows choosing a corrected file with the same name again.
    currentTarget.value = "";
    setFileName(file.name);
    const bytes = await file.slice(0, 4 * LIMITS.importedCsv).arrayBuffer();
    const content = isWorkbook(bytes) ? null : decodeFile(bytes);
    // Oversized text is not put into the field: millions of characters block the browser for half a minute.
    const isTooLarge = content !== null && content.length > LIMITS.importedCsv;
    change(isTooLarge ? "" : (content ?? ""));
    // Errors that need no preview appear at once.
    const reason = content === null ? "workbook" : isTooLarge ? "too_large" : content.trim() === "" ? "empty" : null;
    if (reason) setAnswer({ kind: "unreadable", reason, columns: [] });
  }

  return (
    <div className="grid max-w-3xl gap-5">
      <form method="post" onSubmit={preview} className="grid gap-4">
        <SelectField
          label={t("shop")}
          value={integrationId}
          onChange={(event) => {
            setIntegrationId(event.target.value);
            forget();
          }}
        >
          {namedOptions(shops)}
        </SelectField>
        <Field label={t("file")}>
          {(control) => (
            // The native file control uses the browser's language, not the page's.
            <span className="relative flex min-w-0 items-center gap-3">
              <input {...control} type="file" accept=".csv,.tsv,.txt,text/csv" onChange={takeFile} className="peer sr-only" />
              <label
                htmlFor={control.id}
                className={cn(
                  buttonStyle(),
                  "peer-focus-visible:outline-2 peer-focus-visible:outline-focus peer-focus-visible:outline-offset-2",
                )}
              >
                {t("choose_file")}
              </label>
              <span role="status" className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">
                {fileName === null ? t("no_file") : <bdi>{fileName}</bdi>}
              </span>
            </span>
          )}
        </Field>
        <TextAreaField
          label={t("text")}
          help={t("text_help", { max: MAX_SHIPMENTS })}
          error={tooLong ? t("reason.too_large") : null}
          value={text}
          onChange={(event) => change(event.target.value)}
          rows={8}
          required
          spellCheck={false}
          placeholder={t("example")}
          className="font-mono"
        />
        <Button type="submit" pending={pending && answer === null} className="justify-self-start">
          {t("preview")}
        </Button>
      </form>
      <ImportOutcome merchantId={merchantId} answer={answer} undone={undone} pending={pending} onImport={() => ask(false)} onUndo={undo} />
      <Toaster />
    </div>
  );
}

interface OutcomeProps {
  merchantId: string;
  answer: ImportAnswer | null;
  /** Number of parcels undone from the last import; null before an undo. */
  undone: number | null;
  pending: boolean;
  onImport: () => void;
  onUndo: (shipmentIds: string[]) => void;
}

function ImportOutcome({ answer, ...rest }: OutcomeProps) {
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
