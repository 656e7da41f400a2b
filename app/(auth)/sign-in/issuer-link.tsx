import { useTranslations } from "next-intl";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";

/** The way in for support staff. A plain link: it leads away, and nothing may fetch it ahead. */
export function IssuerLink({ label, from }: { label: string; from: string | null }) {
  const t = useTranslations("auth.oidc");
  const query = from === null ? "" : `?${new URLSearchParams({ from })}`;
  return (
    <section aria-labelledby="oidc" className="mt-6 border-line border-t pt-5">
      <h2 id="oidc" className="mb-2 font-medium text-ink-2">
        {t("title")}
      </h2>
      <a href={`/sign-in/oidc${query}`} className={cn(buttonStyle({ size: "lg" }), "w-full whitespace-normal text-center")}>
        {t("link", { label })}
      </a>
    </section>
  );
}
