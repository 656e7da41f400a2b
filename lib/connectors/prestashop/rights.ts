// The rights that this connector needs of a webservice key. The wizard, the check and its fixes use this list.

type PrestashopLane = "orders_in" | "tracking_out";

interface PrestashopRight {
  method: "GET" | "POST" | "PATCH" | "PUT";
  resource: string;
  /** Lanes that it blocks if missing; none if it only adds details. */
  lanes: readonly PrestashopLane[];
}

const BOTH = ["orders_in", "tracking_out"] as const;
const get = (resource: string, lanes: readonly PrestashopLane[]): PrestashopRight => ({ method: "GET", resource, lanes });

const READ: readonly PrestashopRight[] = [
  get("addresses", ["orders_in"]),
  get("configurations", BOTH),
  get("countries", BOTH),
  get("currencies", BOTH),
  get("customers", ["orders_in"]),
  get("order_carriers", ["tracking_out"]),
  // Weights.
  get("order_details", []),
  get("order_states", BOTH),
  get("orders", BOTH),
  // Which shop of a multistore this is.
  get("shop_urls", []),
  get("states", BOTH),
];

/** PrestaShop before 8 has no PATCH: records are changed by PUT alone. */
export const prestashopRights = (changesBy: "PATCH" | "PUT"): readonly PrestashopRight[] => [
  ...READ,
  { method: "POST", resource: "order_carriers", lanes: ["tracking_out"] },
  { method: "POST", resource: "order_histories", lanes: ["tracking_out"] },
  { method: changesBy, resource: "order_carriers", lanes: ["tracking_out"] },
];

const namesOf = (method: PrestashopRight["method"]): string =>
  prestashopRights("PATCH")
    .filter((right) => right.method === method)
    .map(({ resource }) => resource)
    .join(", ");

/** The list as PrestaShop's own form names it, the same in every language. */
export const PRESTASHOP_RIGHTS = `GET: ${namesOf("GET")} · POST: ${namesOf("POST")} · PATCH (PrestaShop 1: PUT): ${namesOf("PATCH")}`;

/** The list for people to tick: each resource with its methods. */
export const PRESTASHOP_RIGHTS_BY_RESOURCE: readonly { resource: string; methods: string }[] = [
  ...new Set(prestashopRights("PATCH").map(({ resource }) => resource)),
]
  .toSorted()
  .map((resource) => ({
    resource,
    methods: prestashopRights("PATCH")
      .filter((right) => right.resource === resource)
      .map(({ method }) => (method === "PATCH" ? "PATCH (PUT)" : method))
      .join(", "),
  }));

/** Methods by resource, as the root of the webservice lists them for a key. */
export type KeyRights = ReadonlyMap<string, ReadonlySet<string>>;

/** Null where the text is no such list. */
export function readKeyRights(text: string): KeyRights | null {
  if (!/<api\b/.test(text)) return null;
  const rows = [...text.matchAll(/<([a-z_]{1,60})\s+xlink:href="[^"<>]{0,1000}"((?:\s+[a-z]{1,10}="(?:true|false)"){1,12})/g)];
  return new Map(
    rows.map(([, name = "", verbs = ""]) => [
      name,
      new Set([...verbs.matchAll(/([a-z]+)="true"/g)].map(([, verb = ""]) => verb.toUpperCase())),
    ]),
  );
}

/** The needed rights that a key does not have; those that only add details are no part of it. */
export const rightsMissingIn = (rights: KeyRights, changesBy: "PATCH" | "PUT"): PrestashopRight[] =>
  prestashopRights(changesBy).filter(({ method, resource, lanes }) => lanes.length > 0 && !rights.get(resource)?.has(method));
