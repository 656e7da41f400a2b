const APPROVING_PLATFORMS = ["woocommerce", "magento", "shopify"] as const;
export type ApprovingPlatform = (typeof APPROVING_PLATFORMS)[number];

export const isApproving = (platform: string): platform is ApprovingPlatform => APPROVING_PLATFORMS.some((one) => one === platform);

/** Why a shop's approval resulted in no usable key. Texts: `connect.approval.failure`. */
export const APPROVAL_FAILURES = ["permissions", "unreadable", "exchange"] as const;
export type ApprovalFailure = (typeof APPROVAL_FAILURES)[number];

export interface ApprovalView {
  status: "waiting" | "received" | "refused" | "expired";
  failure: ApprovalFailure | null;
}

export interface HandshakeUrls {
  callbackUrl: string;
  identityUrl: string;
}
