import { ArrowLeft, ArrowRight } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { type ListCursor, printListCursor } from "@/lib/base/list-cursor";
import type { Query } from "@/lib/base/route";

interface OlderProps {
  /** The page's own address. */
  here: Route;
  query?: Query;
  /** The parameter of the address that holds the position of this list. */
  name: string;
  /** Where on the page the list stands; without it a press leads to the page's beginning. */
  place?: string;
  /** From where on the list is shown; null shows the newest. */
  at: ListCursor | null;
  /** Where the next page begins; null at the end. */
  next: ListCursor | null;
  /** What the list shows, for screen readers. */
  label: string;
}

/** The ways on through a list that is shown page by page: to what is older, and back to the newest. */
export function OlderLinks({ here, query = "", name, place, at, next, label }: OlderProps) {
  const t = useTranslations("audit");
  if (!at && !next) return null;
  const hash = place ? (`#${place}` as const) : "";
  return (
    <nav aria-label={`${t("pages")}: ${label}`} className="mt-3 flex justify-end gap-2">
      {at ? (
        <LinkButton size="sm" href={`${here}${query}${hash}`} scroll={!place}>
          <ArrowLeft aria-hidden="true" />
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
          <ArrowRight aria-hidden="true" />
        </LinkButton>
      ) : null}
    </nav>
  );
}
