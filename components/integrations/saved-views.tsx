import { Bookmark, Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { TextField } from "@/components/ui/fields";
import { focusHeading } from "@/components/ui/focus-heading";
import { singleLine } from "@/lib/base/normalize-text";
import { MAX_VIEW_NAME_LENGTH, MAX_VIEWS, type SavedView } from "@/lib/identity/preferences/list-settings";

const UNNAMED = "unnamed";

const focusNow = (input: HTMLInputElement | null): void => input?.focus();

interface ViewsProps {
  views: readonly SavedView[];
  /** Query string of the current view; empty for everything. */
  current: string;
  onOpen: (query: string) => void;
  onChange: (views: readonly SavedView[]) => void;
}

export function SavedViews({ views, current, onOpen, onChange }: ViewsProps) {
  const t = useTranslations("integrations.views");
  const undo = useTranslations("integrations.bulk");
  const [naming, setNaming] = useState(false);
  /** Element that replaces the clicked one and receives the focus. */
  const [fresh, setFresh] = useState<string | null>(null);
  /** The last removed view, for undo. */
  const [forgotten, setForgotten] = useState<SavedView | null>(null);
  const known = views.some(({ query }) => query === current);
  const mayKeep = current !== "" && !known && views.length < MAX_VIEWS;
  if (views.length === 0 && !mayKeep && !naming && !forgotten) return null;

  function keep(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    const tidied = singleLine(String(name ?? ""));
    if (tidied === "") {
      // Trim, so that the field's own check reports an empty name.
      event.currentTarget.reset();
      event.currentTarget.reportValidity();
      return;
    }
    const id = crypto.randomUUID();
    setFresh(id);
    onChange([...views, { id, name: tidied, query: current }]);
    setNaming(false);
  }
  function giveUp(): void {
    setFresh(UNNAMED);
    setNaming(false);
  }

  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-1.5">
      <legend className="sr-only">{t("label")}</legend>
      {views.map((view) => (
        <span
          key={view.id}
          className={cn(
            "inline-flex h-7 max-w-full items-center rounded-full border text-sm",
            view.query === current ? "border-accent bg-accent-soft text-ink" : "border-line text-ink-2",
          )}
        >
          <button
            type="button"
            ref={view.id === fresh ? focusHeading : null}
            aria-pressed={view.query === current}
            onClick={() => onOpen(view.query)}
            className="inline-flex h-full min-w-0 items-center gap-1.5 rounded-l-full pr-1 pl-2.5 hover:bg-hover"
          >
            <Bookmark className="size-3.5 shrink-0" />
            <bdi className="truncate">{view.name}</bdi>
          </button>
          <button
            type="button"
            onClick={() => {
              setForgotten(view);
              onChange(views.filter(({ id }) => id !== view.id));
            }}
            className="inline-flex h-full items-center rounded-r-full pr-2 pl-1 text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X className="size-3.5" />
            <span className="sr-only">{t("forget", { name: view.name })}</span>
          </button>
        </span>
      ))}
      <p role="status" className="flex items-center gap-1.5 text-ink-2 text-sm empty:sr-only">
        {forgotten ? (
          <>
            {t("forgot", { name: forgotten.name })}
            <Button
              key={forgotten.id}
              autoFocus
              size="sm"
              variant="ghost"
              onClick={() => {
                setForgotten(null);
                setFresh(forgotten.id);
                onChange([...views, forgotten].slice(0, MAX_VIEWS));
              }}
            >
              {undo("undo")}
            </Button>
          </>
        ) : null}
      </p>
      {naming ? (
        <form onSubmit={keep} className="flex min-w-0 gap-1.5">
          <TextField
            label={t("name")}
            labelHidden
            name="name"
            ref={focusNow}
            required
            maxLength={MAX_VIEW_NAME_LENGTH}
            placeholder={t("name")}
            className="h-7 w-44"
            onKeyDown={(event) => {
              if (event.key === "Escape") giveUp();
            }}
          />
          <Button size="sm" type="submit">
            <Check />
            {t("keep")}
          </Button>
          <Button size="sm" variant="ghost" onClick={giveUp}>
            {t("cancel")}
          </Button>
        </form>
      ) : mayKeep ? (
        <Button size="sm" variant="ghost" ref={fresh === UNNAMED ? focusHeading : null} onClick={() => setNaming(true)}>
          <Bookmark />
          {t("save")}
        </Button>
      ) : null}
    </fieldset>
  );
}
