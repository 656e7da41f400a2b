import { createHmac, randomBytes } from "node:crypto";
import { type Sealed, seal, unseal } from "@/lib/infra/secrets";
import { normalizeEmail } from "@/lib/orders/privacy/strip-buyer";

// A plain hash of an e-mail address from a dump can be brute-forced; one with a sealed key cannot.

/** Binds a merchant's sealed key to the merchant. */
export const suppressionContext = (merchantId: string): string => `suppression:${merchantId}`;

export const newSuppressionKey = (merchantId: string): Sealed => seal(randomBytes(32).toString("base64"), suppressionContext(merchantId));

export const openSuppressionKey = (merchantId: string, sealed: Sealed): Buffer =>
  Buffer.from(unseal(sealed, suppressionContext(merchantId)), "base64");

const hash = (key: Buffer, text: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHmac("sha256", key).update(text).digest());

export const hashEmail = (key: Buffer, email: string): Uint8Array<ArrayBuffer> => hash(key, normalizeEmail(email));

/** For an order erased by its id, which may have no e-mail address. */
export const hashOrder = (key: Buffer, integrationId: string, externalId: string): Uint8Array<ArrayBuffer> =>
  hash(key, `order ${integrationId} ${externalId}`);
