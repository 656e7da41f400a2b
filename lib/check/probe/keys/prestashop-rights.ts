import type { KeyFinding } from "@/lib/check/probe/findings";
import type { SeenAnswer } from "@/lib/connectors/net/seen-answer";
import { prestashopRights } from "@/lib/connectors/prestashop/rights";

const BOTH = ["orders_in", "tracking_out"] as const;

/** Methods by resource, as the root of the webservice lists them for a key. */
export type PrestashopRights = ReadonlyMap<string, ReadonlySet<string>>;

/** PrestaShop before 8 changes records by PUT alone. */
export const needsByPut = (version: string): boolean => /^1\./.test(version);

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

/** Which of the connector's calls a key may not make, and which lanes stand still without them. */
export function missingRights(rights: PrestashopRights, changesBy: "PATCH" | "PUT"): { names: string; lanes: KeyFinding["lanes"] } {
  const missing = prestashopRights(changesBy).filter(
    ({ method, resource, lanes }) => lanes.length > 0 && !rights.get(resource)?.has(method),
  );
  return {
    names: missing.map(({ method, resource }) => `${method} ${resource}`).join(", "),
    lanes: BOTH.filter((lane) => missing.some(({ lanes }) => lanes.includes(lane))),
  };
}
