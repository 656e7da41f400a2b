import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";

/** How shops hand over a key: on a page of the shop, to two URLs entered there, or not at all. */
const APPROVES_BY = {
  woocommerce: "page",
  magento: "urls",
  prestashop: null,
  shopify: "page",
} as const satisfies Record<ShopSystem, "page" | "urls" | null>;

type ApprovingBy<Way> = { [Name in ShopSystem]: (typeof APPROVES_BY)[Name] extends Way ? Name : never }[ShopSystem];
export type ApprovingShopSystem = ApprovingBy<"page" | "urls">;
export type PageApproving = ApprovingBy<"page">;
export type UrlApproving = ApprovingBy<"urls">;

export const isApproving = (shopSystem: ShopSystem): shopSystem is ApprovingShopSystem => APPROVES_BY[shopSystem] !== null;
export const approvesOnPage = (shopSystem: ShopSystem): shopSystem is PageApproving => APPROVES_BY[shopSystem] === "page";
export const PAGE_APPROVING: readonly PageApproving[] = SHOP_SYSTEMS.filter(approvesOnPage);

/** Why a shop's approval resulted in no usable key. Texts: `connect.approval.failure`. */
export const APPROVAL_FAILURES = ["permissions", "unreadable", "exchange", "https_unseen"] as const;
export type ApprovalFailure = (typeof APPROVAL_FAILURES)[number];

export interface ApprovalView {
  status: "waiting" | "received" | "refused" | "expired";
  failure: ApprovalFailure | null;
}

export interface HandshakeUrls {
  callbackUrl: string;
  identityUrl: string;
}
