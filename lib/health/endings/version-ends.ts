import type { Platform } from "@/lib/connectors/platforms";

interface PlatformEnds {
  /** The maker's page that the dates are from. */
  source: string;
  /** The last day with security fixes, by what versions begin with: `1.7` is 1.7.8.11 too, and not 1.70. */
  ends: Readonly<Record<string, string>>;
}

/** WooCommerce publishes no dates, Shopify has one version for all. Magento's API names only the minor version. */
const VERSION_ENDS: Readonly<Record<Platform, PlatformEnds | null>> = {
  woocommerce: null,
  magento: {
    source: "https://experienceleague.adobe.com/en/docs/commerce-operations/release/planning/lifecycle-policy",
    // As of 2026-05-12.
    ends: {
      "2.4.4": "2025-04-24",
      "2.4.5": "2025-08-12",
      "2.4.6": "2026-08-11",
      "2.4.7": "2027-04-09",
      "2.4.8": "2028-04-11",
    },
  },
  prestashop: {
    // A version gets critical fixes until the second major release after it: 1.7 until 9.0. As of 2026-11-29.
    source: "https://www.prestashop-project.org/project-organization/release-cycle/",
    ends: {
      "1.6": "2019-06-30",
      "1.7": "2025-06-10",
    },
  },
  shopify: null,
};

export function versionEnd(platform: Platform, version: string | null): { endsAt: Date; source: string } | null {
  const known = VERSION_ENDS[platform];
  const found = Object.entries(known?.ends ?? {}).find(
    ([begin]) => version === begin || version?.startsWith(`${begin}.`) || version?.startsWith(`${begin}-`),
  );
  return known && found ? { endsAt: new Date(`${found[1]}T23:59:59Z`), source: known.source } : null;
}
