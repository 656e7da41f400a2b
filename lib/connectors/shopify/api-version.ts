/**
 * The version of the Admin API that the connector speaks, here and nowhere else. Shopify serves a version for twelve months after its release
 * (shopify.dev/docs/api/usage/versioning) and then answers with the oldest one that it still serves, which its answers name.
 */
export const SHOPIFY_API = { version: "2026-10", servedUntil: "2027-10-01" } as const;

export const SHOPIFY_API_VERSION = SHOPIFY_API.version;
