// The rights that this connector needs from a webservice key; used by the wizard, the check and its fixes.

type PrestashopLane = "orders_in" | "tracking_out";

interface PrestashopRight {
  method: "GET" | "POST" | "PATCH" | "PUT";
  resource: string;
  /** Lanes that are blocked without it; none if it only adds details. */
  lanes: readonly PrestashopLane[];
}

const BOTH_LANES = ["orders_in", "tracking_out"] as const;
const get = (resource: string, lanes: readonly PrestashopLane[]): PrestashopRight => ({ method: "GET", resource, lanes });

const READ: readonly PrestashopRight[] = [
  get("addresses", ["orders_in"]),
  get("configurations", BOTH_LANES),
  get("countries", BOTH_LANES),
  get("currencies", BOTH_LANES),
  get("customers", ["orders_in"]),
  get("order_carriers", ["tracking_out"]),
  // For weights.
  get("order_details", []),
  get("order_states", BOTH_LANES),
  get("orders", BOTH_LANES),
  // For the shop within a multistore.
  get("shop_urls", []),
  get("states", BOTH_LANES),
];

/** PrestaShop before 8 has no PATCH: records can be changed only with PUT. */
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

/** The list in the terms of PrestaShop's form, which are the same in every language. */
export const PRESTASHOP_RIGHTS = `GET: ${namesOf("GET")} · POST: ${namesOf("POST")} · PATCH (PrestaShop 1: PUT): ${namesOf("PATCH")}`;

/** The list as checkboxes: each resource with its methods. */
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

/** Null if the text is not such a list. */
export function readKeyRights(text: string): KeyRights | null {
  if (!/<api\b/.test(text)) return null;
  const rows = [...text.matchAll(/<([a-z_]{1,60})\s+xlink:href="[^"<>]{0,1000}"((?:\s+[a-z]{1,10}="(?:true|false)"){1,12})/g)];
  return new Map(
    rows.map(([, name = "", verbs = ""]) => [
      name,
      new Set([...verbs.matchAll(/([a-z]{1,10})="true"/g)].map(([, verb = ""]) => verb.toUpperCase())),
    ]),
  );
}

/** Required rights that a key lacks, except those that only add details. */
export const rightsMissingIn = (rights: KeyRights, changesBy: "PATCH" | "PUT"): PrestashopRight[] =>
  prestashopRights(changesBy).filter(({ method, resource, lanes }) => lanes.length > 0 && !rights.get(resource)?.has(method));
