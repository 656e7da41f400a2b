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
