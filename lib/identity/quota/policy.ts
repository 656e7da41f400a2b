/**
 * At most `most` within `seconds`, counted per merchant, per person, per API token, per client (the address of an unknown caller), or per target: a
 * host that is contacted.
 */
export interface Limit {
  per: "merchant" | "person" | "token" | "client" | "domain" | "address";
  most: number;
  seconds: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const perPersonAndMerchant = (person: number, merchant: number) =>
  [
    { per: "person", most: person, seconds: HOUR },
    { per: "merchant", most: merchant, seconds: HOUR },
  ] as const;

/** Many shops share the addresses of one host. */
const perTarget = (domain: number, address: number) =>
  [
    { per: "domain", most: domain, seconds: HOUR },
    { per: "address", most: address, seconds: HOUR },
  ] as const;

/** What costs us or a shop something, and how much of it is allowed. */
export const QUOTAS = {
  /** Calls of the API: enough to poll two shops every second. */
  api_call: [{ per: "token", most: 120, seconds: MINUTE }],
  /** Each check sends about two dozen requests. One bulk action may check all shops of a large merchant. */
  check: perPersonAndMerchant(2_500, 5_000),
  /** Checks of a shop that has accepted no key of the merchant: it may belong to another merchant. */
  unproven_check: perTarget(6, 12),
  /** Asking shops for one order; each shop receives two or three short requests. */
  order_lookup: [{ per: "merchant", most: 30, seconds: MINUTE }],
  inspect_address: perPersonAndMerchant(60, 200),
  /** Asking a host which shop system answers there. */
  inspect_host: perTarget(30, 60),
  connect_shop: perPersonAndMerchant(60, 200),
  try_key: perPersonAndMerchant(60, 200),
  /** Invitations by mail, and those that are sent again. */
  invite: perPersonAndMerchant(60, 100),
  /** Keys that shops hand over. A host with many shops has one address, and each approval makes one call. */
  approval_callback: [{ per: "client", most: 60, seconds: MINUTE }],
  /** Test mails and test deliveries to channels, and deliveries that are sent again. */
  test_message: perPersonAndMerchant(20, 40),
  create_report: [{ per: "merchant", most: 60, seconds: HOUR }],
  report_pdf: [{ per: "merchant", most: 120, seconds: HOUR }],
  ask_support: perPersonAndMerchant(20, 60),
  /** Opened streams; a page opens one and reopens it after each interruption. */
  event_stream: [{ per: "person", most: 120, seconds: MINUTE }],
  /** Files of orders, logs, evidence, and of all data. */
  export: perPersonAndMerchant(30, 100),
} as const satisfies Record<string, readonly Limit[]>;

/** "Test again" of a shop's report links together. Counted by the checks themselves, since joining one costs nothing. */
export const HOST_TESTS = { most: 12, seconds: HOUR } as const;

/** Event streams that one person holds open in one process; a browser opens one per tab. */
export const OPEN_STREAMS = 60;

export type Act = keyof typeof QUOTAS;
