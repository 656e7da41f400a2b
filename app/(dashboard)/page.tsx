import type { Route } from "next";
import { redirect } from "next/navigation";
import { isShopifyDomain } from "@/lib/connectors/shopify/app";
import { loadHome } from "@/lib/identity/accounts/loaders";

/** `shop`: an installation that began in Shopify's App Store; leads into connecting that shop. */
export default async function HomePage({ searchParams }: PageProps<"/">) {
  const [{ shop }, home] = await Promise.all([searchParams, loadHome()]);
  const connects = typeof shop === "string" && isShopifyDomain(shop) && home.startsWith("/m/");
  redirect(connects ? (`${home}/integrations/connect?address=${shop}` as Route) : home);
}
