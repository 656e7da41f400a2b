import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ComponentType, ReactNode } from "react";
import { BackOfficeLink } from "@/components/integrations/back-office-link";
import { Checkbox } from "@/components/ui/checkbox";
import { CREDENTIAL_STEPS } from "@/lib/connectors/credentials";
import { PRESTASHOP_RIGHTS, PRESTASHOP_RIGHTS_BY_RESOURCE } from "@/lib/connectors/prestashop/rights";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** The rights to tick, where the back office lists them one by one. */
const RIGHTS: Readonly<Record<ShopSystem, ComponentType | null>> = {
  woocommerce: null,
  magento: null,
  prestashop: PrestashopRights,
  shopify: null,
};

/** Where to find the credentials in the shop's back office, and the rights they need. */
export function CredentialsGuide({ shopSystem }: { shopSystem: ShopSystem }) {
  const t = useTranslations("credentials");
  const Rights = RIGHTS[shopSystem];
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t("steps_title")}</h3>
      <ol className="grid list-decimal gap-1 pl-5 text-ink-2 marker:text-ink-3">
        {CREDENTIAL_STEPS.map((step) => (
          <li key={step}>{t.rich(`shop_systems.${shopSystem}.steps.${step}`, { menu: (path) => <MenuPath path={path} /> })}</li>
        ))}
      </ol>
      {Rights ? <Rights /> : null}
      <p className="text-ink-2">{t(`shop_systems.${shopSystem}.rights`, { rights: PRESTASHOP_RIGHTS })}</p>
    </div>
  );
}

/** The rights to tick, named as in PrestaShop's table, and a link to that table. */
function PrestashopRights() {
  const t = useTranslations("credentials.rights");
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-surface p-3">
      <BackOfficeLink />
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">{t("list")}</legend>
        <ul className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
          {PRESTASHOP_RIGHTS_BY_RESOURCE.map(({ resource, methods }) => (
            <li key={resource}>
              <Checkbox
                label={
                  <>
                    <code>{resource}</code> <span className="text-ink-2">{methods}</span>
                  </>
                }
              />
            </li>
          ))}
        </ul>
      </fieldset>
    </div>
  );
}

/** A menu path in a back office: `A > B > C`. */
function MenuPath({ path }: { path: ReactNode }) {
  const names = (Array.isArray(path) ? path : [path])
    .filter((part) => typeof part === "string")
    .join("")
    .split(" > ");
  return (
    <>
      {names.map((name, index) => (
        // Keep separators at the end of a line, and a full stop with the last name.
        <span key={name} className="my-px inline-flex items-center gap-0.5 align-baseline">
          <span className="rounded-sm border border-line bg-sunken px-1.5 font-medium text-ink text-sm">{name}</span>
          {index < names.length - 1 ? (
            <>
              <span className="sr-only"> &gt; </span>
              <ChevronRight className="mr-0.5 size-3.5 text-ink-3" />
            </>
          ) : null}
        </span>
      ))}
    </>
  );
}
