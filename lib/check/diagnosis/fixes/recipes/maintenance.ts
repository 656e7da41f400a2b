import { hasReason, type Recipe, recipe, where } from "@/lib/check/diagnosis/fixes/recipe";
import type { Scope } from "@/lib/check/diagnosis/fixes/scope";
import { snippet } from "@/lib/check/diagnosis/fixes/snippets/snippet";

const allowInMagento = ({ addresses }: Scope) => [
  snippet("magento_maintenance_off", "shell", "run", "bin/magento maintenance:disable"),
  snippet("magento_maintenance_allow", "shell", "run", `bin/magento maintenance:allow-ips --add ${addresses.join(" ")}`),
];
const last = "refresh_after" as const;

const magento = recipe("maintenance.magento", 2, ["magento_maintenance", "magento_maintenance_allow"], {
  ...{ exceptions: [allowInMagento], last },
});

export const maintenanceRecipes: readonly Recipe[] = [
  recipe("maintenance.wordpress", 2, ["wordpress_maintenance"], { last }),
  magento,
  recipe("maintenance.prestashop", 2, ["prestashop_maintenance"], { last }),
  recipe("maintenance.hosting", 5, ["host_maintenance"], { last }),
];

/** A shop in maintenance that admits listed addresses, without ours. */
export const maintenanceAddressRecipes: readonly Recipe[] = where(hasReason("maintenance_for_address"), [
  { ...magento, id: "maintenance_addresses.magento" },
]);
