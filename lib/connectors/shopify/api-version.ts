/** Shopify serves a version for twelve months, then falls forward to the oldest one it still serves (shopify.dev/docs/api/usage/versioning). */
export const SHOPIFY_API = { version: "2026-10", servedUntil: "2027-10-01" } as const;

export const SHOPIFY_API_VERSION = SHOPIFY_API.version;
