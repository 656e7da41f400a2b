import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from "@/lib/base/units";

/**
 * At most `most` within `seconds`, counted per merchant, person, API token, client (IP address of an unauthenticated caller) or target (a
 * contacted host).
 */
export interface Limit {
  per: "merchant" | "person" | "token" | "client" | "domain" | "address";
  most: number;
  seconds: number;
}

const perPersonAndMerchant = (person: number, merchant: number) =>
  [
    { per: "person", most: person, seconds: HOUR_SECONDS },
    { per: "merchant", most: merchant, seconds: HOUR_SECONDS },
  ] as const;

/** Many shops share a host's addresses. */
const perTarget = (domain: number, address: number) =>
  [
    { per: "domain", most: domain, seconds: HOUR_SECONDS },
    { per: "address", most: address, seconds: HOUR_SECONDS },
  ] as const;

/** Limits of everything that costs us or a shop something. */
export const QUOTAS = {
  /** API calls: enough to poll two shops every second. */
  api_call: [{ per: "token", most: 120, seconds: MINUTE_SECONDS }],
  /** Each check sends about two dozen requests. One bulk action may check all shops of a large merchant. */
  check: perPersonAndMerchant(2_500, 5_000),
  /** Checks of a shop that has not accepted a key of the merchant yet, and so may belong to someone else. */
  unproven_check: perTarget(6, 12),
  /** Asking shops for one order; each shop receives two or three short requests. */
  order_lookup: [{ per: "merchant", most: 30, seconds: MINUTE_SECONDS }],
  /** Asking a shop for its number of orders. */
  count_orders: perPersonAndMerchant(120, 400),
  inspect_address: perPersonAndMerchant(60, 200),
  /** Detecting which shop system a host runs. */
  inspect_host: perTarget(30, 60),
  connect_shop: perPersonAndMerchant(60, 200),
  try_key: perPersonAndMerchant(60, 200),
  /** Resolves the name of the channel's URL. */
  add_channel: perPersonAndMerchant(30, 60),
  /** Invitations by mail, including repeated ones. */
  invite: perPersonAndMerchant(60, 100),
  /** Keys that shops hand over. A host with many shops has one address, and each approval makes one call. */
  approval_callback: [{ per: "client", most: 60, seconds: MINUTE_SECONDS }],
  /** Test mails, test deliveries to channels, and repeated deliveries. */
  test_message: perPersonAndMerchant(20, 40),
  /** Replays of events and single ones sent again to a webhook. */
  send_events_again: perPersonAndMerchant(30, 60),
  /** Freezing another owner's change by a mailed link, which needs no session. */
  freeze_link: [{ per: "client", most: 30, seconds: HOUR_SECONDS }],
  /** Calls of deploy scripts, which hold a token: start and end of 300 shops. */
  announce_maintenance: [{ per: "merchant", most: 600, seconds: HOUR_SECONDS }],
  create_report: [{ per: "merchant", most: 60, seconds: HOUR_SECONDS }],
  /** Mails to an address that the merchant typed; one mailbox is not mailed again and again for many merchants. */
  mail_host: [...perPersonAndMerchant(10, 20), { per: "domain", most: 6, seconds: DAY_SECONDS }],
  /** Answers that a host writes on a report, for which only the link is needed. */
  answer_report: [
    { per: "client", most: 20, seconds: HOUR_SECONDS },
    { per: "merchant", most: 60, seconds: HOUR_SECONDS },
  ],
  reply_to_host: perPersonAndMerchant(20, 60),
  report_pdf: [{ per: "merchant", most: 120, seconds: HOUR_SECONDS }],
  ask_support: perPersonAndMerchant(20, 60),
  /** Staff who look for a buyer in the orders of all merchants. */
  search_buyer: [{ per: "person", most: 60, seconds: HOUR_SECONDS }],
  /** Each erasure reads all that is stored of the merchant. */
  erase_buyer: perPersonAndMerchant(60, 120),
  /** Opened streams; a page opens one and reopens it after every interruption. */
  event_stream: [{ per: "person", most: 120, seconds: MINUTE_SECONDS }],
  /** Exports of orders, logs, evidence, and of all data. */
  export: perPersonAndMerchant(30, 100),
} as const satisfies Record<string, readonly Limit[]>;

/** "Test again" on all report links of a shop together. Counted by the checks started, since joining one costs nothing. */
export const HOST_TESTS = { most: 12, seconds: HOUR_SECONDS } as const;

/** Open event streams per person and process; a browser opens one per tab. */
export const OPEN_STREAMS = 60;

export type Act = keyof typeof QUOTAS;
