import { ArrowLeft, ArrowRight } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { type ListCursor, printListCursor } from "@/lib/base/list-cursor";
import type { Query } from "@/lib/base/route";

interface OlderProps {
  here: Route;
  query?: Query;
  /** Query parameter that holds the cursor of this list. */
  name: string;
  /** Anchor of the list; without it a link leads to the top of the page. */
  place?: string;
  /** Current cursor; null shows the newest entries. */
  at: ListCursor | null;
  /** Cursor of the next page; null at the end. */
  next: ListCursor | null;
  label: string;
}

export function OlderLinks({ here, query = "", name, place, at, next, label }: OlderProps) {
  const t = useTranslations("audit");
  if (!at && !next) return null;
  const hash = place ? (`#${place}` as const) : "";
  return (
    <nav aria-label={`${t("pages")}: ${label}`} className="mt-3 flex justify-end gap-2">
      {at ? (
        <LinkButton size="sm" href={`${here}${query}${hash}`} scroll={!place}>
          <ArrowLeft />
          {t("newest")}
        </LinkButton>
      ) : null}
      {next ? (
        <LinkButton
          size="sm"
          href={`${here}${query === "" ? "?" : (`${query}&` as const)}${name}=${printListCursor(next)}${hash}`}
          scroll={!place}
          prefetch={false}
        >
          {t("older")}
          <ArrowRight />
        </LinkButton>
      ) : null}
    </nav>
  );
}
