import fs from "node:fs";
import { parseJson } from "@/lib/base/parse-json";
import { ok, type Result, refuse } from "@/lib/base/result";
import { SHOP_SYSTEMS, type ShopSystem } from "@/lib/connectors/shop-systems";

export type CredentialsFile = Readonly<Record<string, unknown>>;

const MAX_BYTES = 64 * 1024;
/** Characters that an HTTP header can carry. */
const SENDABLE = /^[\x20-\x7e]{1,500}$/;
const MADE_BY_SHOPIFY = /^shp[a-z]{2}_/;
const MADE_BY_MAGENTO = /^[a-z0-9]{32}$/;

/** Never blocks and never reads more than the limit, whatever the path points to. */
function readBounded(file: string): Result<string, string> {
  let handle: number;
  try {
    handle = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  } catch {
    return refuse("cannot be read");
  }
  try {
    if (!fs.fstatSync(handle).isFile()) return refuse("is not a regular file");
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = fs.readSync(handle, bytes, length, bytes.length - length, null);
    return length > MAX_BYTES ? refuse("is larger than 64 kB") : ok(new TextDecoder().decode(bytes.subarray(0, length)));
  } catch {
    return refuse("cannot be read");
  } finally {
    fs.closeSync(handle);
  }
}

const sendable = (file: CredentialsFile, name: string): string | null => {
  const value = file[name];
  return typeof value === "string" && SENDABLE.test(value.trim()) && value.trim() !== "" ? value.trim() : null;
};

const SIGNING = ["consumerKey", "consumerSecret", "accessTokenSecret"] as const;

const IS_FOR: Readonly<Record<ShopSystem, (file: CredentialsFile) => boolean>> = {
  woocommerce: (file) => sendable(file, "consumerKey") !== null && sendable(file, "consumerSecret") !== null,
  magento: (file) => {
    const token = sendable(file, "accessToken");
    const isWhole = SIGNING.every((name) => sendable(file, name) !== null) || SIGNING.every((name) => !(name in file));
    return token !== null && !MADE_BY_SHOPIFY.test(token) && isWhole;
  },
  prestashop: (file) => (sendable(file, "apiKey") ?? sendable(file, "key")) !== null,
  shopify: (file) => {
    const token = sendable(file, "accessToken");
    return token !== null && !MADE_BY_MAGENTO.test(token);
  },
};

/** Whether the file holds keys for this shop system's connector. */
export const isForShopSystem = (file: CredentialsFile, shopSystem: ShopSystem): boolean => IS_FOR[shopSystem](file);

/** Reads a JSON object with a shop's keys; a refusal is a one-line message without the values. */
export function readCredentialsFile(file: string, shopSystem: ShopSystem | null): Result<CredentialsFile, string> {
  const refusal = (problem: string) => refuse(`the credentials file ${file} ${problem}`);
  const text = readBounded(file);
  if (!text.ok) return refusal(text.reason);
  const parsed = parseJson(text.value);
  if (parsed === undefined) return refusal("holds no JSON");
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return refusal("must hold one JSON object");
  const held: CredentialsFile = { ...parsed };
  if ((shopSystem ? [shopSystem] : SHOP_SYSTEMS).some((one) => isForShopSystem(held, one))) return ok(held);
  return refusal(`holds no usable keys${shopSystem ? ` for ${shopSystem}` : ""}`);
}
