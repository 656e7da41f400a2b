import { Search } from "lucide-react";
import Form from "next/form";
import { useTranslations } from "next-intl";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";

/** The search is the address: it can be bookmarked and sent, and works without scripts. */
export function SearchForm({ text }: { text: string }) {
  const t = useTranslations("support");
  return (
    <Form action="/support" role="search" className="mb-4 flex max-w-xl gap-2">
      <span className="relative min-w-0 flex-1">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" aria-hidden="true" />
        <Input
          key={text}
          type="search"
          name="q"
          defaultValue={text}
          maxLength={200}
          aria-label={t("search_label")}
          placeholder={t("search_label")}
          className="pl-8"
        />
      </span>
      <SubmitButton>{t("search")}</SubmitButton>
    </Form>
  );
}
