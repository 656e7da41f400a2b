"use client";

import { BookmarkPlus, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { SubmitButton } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { TextField } from "@/components/ui/fields";
import { focusTarget } from "@/components/ui/focus-target";
import { printQuery } from "@/lib/base/route";
import type { SavedView } from "@/lib/identity/preferences/list-settings";

interface RefusedView {
  name: string;
  refusal: { code: string; errorId?: string; retryAfterSeconds?: number };
}

interface SavedViewsProps {
  views: readonly SavedView[];
  path: Route;
  query: string;
  /** `save` receives a form with path, query and name. Null if the user may only open views. */
  actions: {
    save: (state: RefusedView | null, form: FormData) => Promise<RefusedView | null>;
    remove: (viewId: string) => Promise<void>;
  } | null;
}

/** The saved filters of a list as links, and a form that saves the current ones. Server actions work without scripts. */
export function SavedViews({ views, path, query, actions }: SavedViewsProps) {
  const t = useTranslations("app.views");
  /** The last removed view, for the undo. */
  const [removed, setRemoved] = useState<SavedView | null>(null);
  const isKept = views.some((view) => view.query === query);
  const mayKeep = query !== "" && !isKept && actions !== null;
  if (views.length === 0 && !mayKeep && !removed) return null;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <ul aria-label={t("label")} className="contents">
        {views.map((view) => (
          <li
            key={view.id}
            className={cn(
              "flex h-7 items-center rounded-md border border-line-strong",
              view.query === query ? "bg-accent-soft text-accent" : "bg-surface text-ink-2",
            )}
          >
            <Link
              {...(view.query === query ? focusTarget : {})}
              prefetch={false}
              href={`${path}${printQuery(new URLSearchParams(view.query))}` as Route}
              className="rounded-md px-2.5 font-medium text-sm hover:text-ink"
              aria-current={view.query === query}
            >
              <bdi>{view.name}</bdi>
            </Link>
            {actions ? (
              <form action={actions.remove.bind(null, view.id)} onSubmit={() => setRemoved(view)} className="flex">
                <button type="submit" className="rounded-md px-1.5 py-1 text-ink-3 hover:text-ink" title={t("remove", { name: view.name })}>
                  <X className="size-3.5" />
                  <span className="sr-only">{t("remove", { name: view.name })}</span>
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      <div role="status" className="text-ink-2 text-sm empty:sr-only">
        {removed && actions && !views.some(({ id }) => id === removed.id) ? (
          <form
            key={removed.id}
            action={async (form) => {
              await actions.save(null, form);
              setRemoved(null);
            }}
            className="flex items-center gap-1.5"
          >
            <Filters path={path} query={removed.query} />
            <input type="hidden" name="name" value={removed.name} />
            {t("removed", { name: removed.name })}
            <SubmitButton autoFocus variant="ghost" size="sm">
              {t("undo")}
            </SubmitButton>
          </form>
        ) : null}
      </div>
      {mayKeep ? <SaveViewForm path={path} query={query} save={actions.save} /> : null}
    </div>
  );
}

function Filters({ path, query }: Pick<SavedViewsProps, "path" | "query">) {
  return (
    <>
      <input type="hidden" name="path" value={path} />
      <input type="hidden" name="query" value={query} />
    </>
  );
}

interface SaveViewProps extends Pick<SavedViewsProps, "path" | "query"> {
  save: NonNullable<SavedViewsProps["actions"]>["save"];
}

function SaveViewForm({ path, query, save }: SaveViewProps) {
  const t = useTranslations("app.views");
  const errorMessage = useErrorMessage();
  const [refused, submit] = useActionState(save, null);
  return (
    <form action={submit} className="flex flex-wrap items-start gap-1.5">
      <Filters path={path} query={query} />
      <TextField
        refuseBlank
        label={t("name")}
        labelHidden
        error={refused ? errorMessage(refused.refusal) : null}
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        placeholder={t("name")}
        defaultValue={refused?.name}
        className="h-7 w-48 text-sm"
      />
      <SubmitButton variant="secondary" size="sm" icon={<BookmarkPlus />}>
        {t("keep")}
      </SubmitButton>
    </form>
  );
}
