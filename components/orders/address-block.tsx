import { useLocale, useTranslations } from "next-intl";
import type { PostalAddress } from "@/lib/connectors/shop";
import { countryName } from "@/lib/orders/country-name";

/** A postal address as the shop stores it, with the country spelled out. */
export function AddressBlock({ address }: { address: PostalAddress }) {
  const t = useTranslations("orders.page");
  const locale = useLocale();
  const lines = [
    address.name,
    address.company,
    address.street1,
    address.street2,
    [address.postalCode, address.city].filter((part) => part !== "").join(" "),
    [address.state, countryName(locale, address.country)].filter((part) => part !== "").join(", "),
    address.email,
    address.phone,
  ].filter((line) => line !== "");
  if (lines.length === 0) return <p className="text-ink-3">{t("no_address")}</p>;
  return (
    <address className="not-italic [overflow-wrap:anywhere]">
      {[...new Set(lines)].map((line) => (
        <bdi key={line} className="block">
          {line}
        </bdi>
      ))}
    </address>
  );
}
