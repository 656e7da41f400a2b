import { step } from "@/lib/check/diagnosis/fixes/fix";
import { hasReason, isPlatform, type Recipe, recipe } from "@/lib/check/diagnosis/fixes/recipe";
import { code } from "@/lib/check/diagnosis/fixes/snippets/plain";

const woocommerce = isPlatform("woocommerce");
const magento = isPlatform("magento");
const prestashop = isPlatform("prestashop");

export const maintenanceRecipes: readonly Recipe[] = [
  recipe("maintenance.wordpress", "merchant", 2, [step("wordpress_maintenance"), step("refresh_after")], { fits: woocommerce }),
  recipe(
    "maintenance.magento",
    "hosting_provider",
    2,
    [step("magento_maintenance"), step("magento_maintenance_allow"), step("refresh_after")],
    {
      fits: magento,
      snippets: (scope) => [
        code("magento_maintenance_off", "shell", "run", "bin/magento maintenance:disable"),
        code("magento_maintenance_allow", "shell", "run", `bin/magento maintenance:allow-ips --add ${scope.addresses.join(" ")}`),
      ],
    },
  ),
  recipe("maintenance.prestashop", "merchant", 2, [step("prestashop_maintenance"), step("refresh_after")], { fits: prestashop }),
  recipe("maintenance.hosting", "hosting_provider", 5, [step("host_maintenance"), step("refresh_after")]),
];

/** A shop in maintenance that admits listed addresses, without ours. */
export const maintenanceAddressRecipes: readonly Recipe[] = maintenanceRecipes
  .filter(({ software }) => software === "magento")
  .map((recipe) => ({
    ...recipe,
    id: "maintenance_addresses.magento",
    fits: (cause, context) => hasReason("maintenance_for_address")(cause) && magento(cause, context),
  }));
