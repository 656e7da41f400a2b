/** Who can fix what blocks a lane; `itself`: it recovers automatically. */
export const FIXERS = ["merchant", "hosting_provider", "support", "itself"] as const;
export type Fixer = (typeof FIXERS)[number];

/** Who acts next: no one, the product itself, the merchant, the hosting provider or our support. */
export const WHO_ACTS = ["none", "itself", "you", "host", "support"] as const;
export type WhoActs = (typeof WHO_ACTS)[number];
export const WHO_FIXES: Readonly<Record<Fixer, WhoActs>> = {
  merchant: "you",
  hosting_provider: "host",
  support: "support",
  itself: "itself",
};
