const APPROVING_SHOP_SYSTEMS = ["woocommerce", "magento", "shopify"] as const;
export type ApprovingShopSystem = (typeof APPROVING_SHOP_SYSTEMS)[number];

export const isApproving = (shopSystem: string): shopSystem is ApprovingShopSystem =>
  APPROVING_SHOP_SYSTEMS.some((one) => one === shopSystem);

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
