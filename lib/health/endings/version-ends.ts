import type { Platform } from "@/lib/connectors/platforms";

interface VersionEnd {
  /** Versions that begin with it: `1.7` is 1.7.8.11 too, and not 1.70. */
  version: string;
  /** The last day with security fixes. */
  endsOn: string;
}

interface PlatformEnds {
  /** The maker's page that the dates are from. */
  source: string;
  /** When it was read last. */
  readOn: string;
  ends: readonly VersionEnd[];
}

/**
 * Versions whose end is known. WooCommerce supports its newest versions and publishes no dates. Magento's API names only the minor version, so its
 * lines match where a shop reports more. Shopify has one version for all.
 */
const VERSION_ENDS: Readonly<Record<Platform, PlatformEnds | null>> = {
  woocommerce: null,
  magento: {
    source: "https://experienceleague.adobe.com/en/docs/commerce-operations/release/planning/lifecycle-policy",
    readOn: "2026-05-12",
    ends: [
      { version: "2.4.4", endsOn: "2025-04-24" },
      { version: "2.4.5", endsOn: "2025-08-12" },
      { version: "2.4.6", endsOn: "2026-08-11" },
      { version: "2.4.7", endsOn: "2027-04-09" },
      { version: "2.4.8", endsOn: "2028-04-11" },
    ],
  },
  prestashop: {
    // A version gets critical fixes until the second major release after it: 1.7 until 9.0.
    source: "https://www.prestashop-project.org/project-organization/release-cycle/",
    readOn: "2026-11-29",
    ends: [
      { version: "1.6", endsOn: "2019-06-30" },
      { version: "1.7", endsOn: "2025-06-10" },
    ],
  },
  shopify: null,
};

/** When the version ends, with the maker's page; null where that is not known. */
export function versionEnd(platform: Platform, version: string | null): { endsAt: Date; source: string } | null {
  const known = VERSION_ENDS[platform];
  const found = known?.ends.find(
    (end) => version === end.version || version?.startsWith(`${end.version}.`) || version?.startsWith(`${end.version}-`),
  );
  return known && found ? { endsAt: new Date(`${found.endsOn}T23:59:59Z`), source: known.source } : null;
}
