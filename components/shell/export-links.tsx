import type { Route } from "next";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FileLink } from "@/components/ui/link-button";
import { textLinkStyle } from "@/components/ui/text-link";

interface ExportLinksProps<T extends string> {
  href: Route<T>;
  icon?: ReactNode;
  children: ReactNode;
}

/** A list as a file for people and, beside it, for programs: codes, UTC and one format in every language. */
export function ExportLinks<T extends string>({ href, icon, children }: ExportLinksProps<T>) {
  const t = useTranslations("exports");
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <FileLink href={href} icon={icon}>
        {children}
      </FileLink>
      <a href={`${href}${href.includes("?") ? "&" : "?"}format=raw`} className={`${textLinkStyle} text-sm`}>
        {t("for_programs")}
      </a>
    </span>
  );
}
