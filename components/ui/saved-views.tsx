import { X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/class-names";
import { type SaveView, SaveViewForm } from "@/components/ui/save-view-form";
import { printQuery } from "@/lib/base/route";

interface SavedViewsProps {
  views: readonly { id: string; name: string; query: string }[];
  path: Route;
  query: string;
  /** Null for those who may only open views. */
  actions: { save: SaveView; remove: (viewId: string) => Promise<void> } | null;
}

export function SavedViews({ views, path, query, actions }: SavedViewsProps) {
  const t = useTranslations("app.views");
  const isKept = views.some((view) => view.query === query);
  if (views.length === 0 && (query === "" || !actions)) return null;
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
              prefetch={false}
              href={`${path}${printQuery(new URLSearchParams(view.query))}` as Route}
              className="rounded-md px-2.5 font-medium text-sm hover:text-ink"
              aria-current={view.query === query}
            >
              <bdi>{view.name}</bdi>
            </Link>
            {actions ? (
              <form action={actions.remove.bind(null, view.id)} className="flex">
                <button type="submit" className="rounded-md px-1.5 py-1 text-ink-3 hover:text-ink" title={t("remove", { name: view.name })}>
                  <X className="size-3.5" />
                  <span className="sr-only">{t("remove", { name: view.name })}</span>
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {query !== "" && !isKept && actions ? <SaveViewForm path={path} query={query} save={actions.save} /> : null}
    </div>
  );
}
