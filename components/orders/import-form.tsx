"use client";

import { useTranslations } from "next-intl";
import { type ChangeEvent, type FormEvent, useRef, useState } from "react";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { ImportOutcome } from "@/components/orders/import-outcome";
import { useAction } from "@/components/shell/use-action";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { SelectField, TextAreaField } from "@/components/ui/fields";
import { namedOptions } from "@/components/ui/select";
import { Toaster } from "@/components/ui/toaster";
import { LIMITS } from "@/lib/base/limits";
import { type ImportAnswer, importShipmentsAction, undoShipmentAction } from "@/lib/orders/actions";
import { decodeFile, isWorkbook } from "@/lib/orders/tracking/decode-file";
import { MAX_SHIPMENTS } from "@/lib/orders/tracking/schema";

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
