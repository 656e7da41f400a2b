import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { AskShops } from "@/components/orders/ask-shops";
import { TextField } from "@/components/ui/fields";
import { FilterForm } from "@/components/ui/filter-form";
import { Section } from "@/components/ui/section";
import { SubmitButton } from "@/components/ui/submit-button";
import { printQuery, route } from "@/lib/base/route";

/** Asks the shops of a merchant for an order, from the console. The number is in the URL, so that the answer can be shared. */
export function WhereIsOrder({ merchantId, number }: { merchantId: string; number: string }) {
  const t = useTranslations("support.where");
  const query = printQuery({ order: number });
  return (
    <Section title={t("title")}>
      <FilterForm action={route(`/support/merchants/${merchantId}`)} query={query} className="flex flex-wrap gap-2">
        <TextField
          label={t("label")}
          labelHidden
          name="order"
          type="search"
          required
          maxLength={64}
          autoComplete="off"
          placeholder={t("label")}
          defaultValue={number}
          className="w-64 max-w-full"
        />
        <SubmitButton variant="secondary">
          <Search />
          {t("ask")}
        </SubmitButton>
      </FilterForm>
      {number === "" ? null : <AskShops key={number} merchantId={merchantId} text={number} integrationId={null} asStaff />}
    </Section>
  );
}
