import type { KeyFinding } from "@/lib/check/probe/findings";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";

/** Methods by resource, as the root of the webservice lists them for a key. */
export type PrestashopRights = ReadonlyMap<string, ReadonlySet<string>>;

/** What each list of orders needs: see lookups.ts and orders.ts of the connector. Weights (`order_details`) and `shop_urls` it can do without. */
const SETTINGS = ["configurations", "countries", "states", "currencies", "order_states"] as const;
const READ_FOR_ORDERS = ["orders", "addresses", "customers", ...SETTINGS] as const;
/** What tracking.ts of the connector reads and writes. */
const READ_FOR_TRACKING = ["orders", "order_carriers", ...SETTINGS] as const;

/** PrestaShop before 8 changes records by PUT alone. */
export const needsByPut = (version: string): boolean => /^1\./.test(version);

const writtenForTracking = (method: "PATCH" | "PUT"): readonly (readonly [method: string, resource: string])[] => [
  [method, "order_carriers"],
  ["POST", "order_carriers"],
  ["POST", "order_histories"],
];

/** Null where the answer is no such list, or not all of it: a proxy or a module may have made something else of it. */
export function readRights(answer: SeenAnswer): PrestashopRights | null {
  if (answer.status !== 200 || answer.bodyState !== "complete" || answer.breaksOff || !/<api\b/.test(answer.text)) return null;
  const rows = [...answer.text.matchAll(/<([a-z_]{1,60})\s+xlink:href="[^"<>]{0,1000}"((?:\s+[a-z]{1,10}="(?:true|false)"){1,12})/g)];
  return new Map(
    rows.map(([, name = "", verbs = ""]) => [
      name,
      new Set([...verbs.matchAll(/([a-z]+)="true"/g)].map(([, verb = ""]) => verb.toUpperCase())),
    ]),
  );
}

/** Which of the connector's calls a key may not make, and whom that stands in the way of. */
export function missingRights(rights: PrestashopRights, changes: "PATCH" | "PUT"): { names: string; lanes: KeyFinding["lanes"] } {
  const lacks = (method: string, resource: string): boolean => !rights.get(resource)?.has(method);
  const toRead = READ_FOR_ORDERS.filter((resource) => lacks("GET", resource));
  const toTrack = READ_FOR_TRACKING.filter((resource) => lacks("GET", resource));
  const toWrite = writtenForTracking(changes).filter(([method, resource]) => lacks(method, resource));
  const reading = [...new Set([...toRead, ...toTrack])].map((resource) => `GET ${resource}`);
  return {
    names: [...reading, ...toWrite.map(([method, resource]) => `${method} ${resource}`)].join(", "),
    lanes: [
      ...(toRead.length > 0 ? (["orders_in"] as const) : []),
      ...(toTrack.length > 0 || toWrite.length > 0 ? (["tracking_out"] as const) : []),
    ],
  };
}
