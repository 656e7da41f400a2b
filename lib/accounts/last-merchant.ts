/** Names the merchant last worked for in this browser. */
export const LAST_MERCHANT_COOKIE = "mooring-merchant";
