import type { CauseCode } from "@/lib/check/causes";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import type { RunFailureCode } from "@/lib/health/failures";
import type { LaneState } from "@/lib/health/lane/lane";
import type { LaneName } from "@/lib/health/lane/lane-name";
import { env } from "@/lib/infra/env";
import type { CertificateFault } from "@/lib/testing/certificates";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import type { CatalogueName } from "@/lib/testing/fake-shops/catalogues";

// The demo's shops: what is wrong with each, and what the database contains when the demo begins. All times are relative to the epoch, the instant of
// the demo's first start (lib/testing/demo-folder.ts). Orders: demo-orders.ts.

export const DEMO_MERCHANTS = [
  { key: "noordzee", name: "Noordzee Handel B.V.", timeZone: "Europe/Amsterdam" },
  { key: "weber", name: "Weber & Söhne GmbH", timeZone: "Europe/Berlin" },
] as const;

export type DemoMerchantKey = (typeof DEMO_MERCHANTS)[number]["key"];

/** A lane as stored at the start. */
export interface DemoLane {
  state: LaneState;
  /** Minutes before the epoch. */
  sinceMinutes: number;
  failures: number;
  delaySeconds: number;
  /** Why a run failed, for the reasons "failed" and "asked_to_wait"; null if the lane is healthy or a check names the cause. */
  failure: { code: RunFailureCode; status: number | null; retryAfterSeconds: number | null } | null;
  /** What a check of this shop finds, for the reason "causes_found"; null if nothing blocks. */
  cause: { code: CauseCode; methods: string[]; userAgents: string[]; addresses: string[]; blocker: string | null } | null;
}

export interface DemoShop {
  slug: string;
  merchant: DemoMerchantKey;
  /** The merchant's name for it. */
  name: string;
  shopSystem: "woocommerce";
  host: string;
  port: number;
  /** Base URL as stored with the integration. */
  url: string;
  credentials: { consumerKey: string; consumerSecret: string };
  timeZone: string;
  catalogue: CatalogueName;
  /** One sentence for readers of this file: what is wrong. */
  about: string;
  behaviour: Behaviour;
  certificate: CertificateFault;
  /** Orders from before the epoch, as series of minutes before it. */
  series: readonly { count: number; fromMinutes: number; toMinutes: number }[];
  /**
   * Orders last modified before this many minutes before the epoch are stored, with a coverage interval from the first order up to there; null if
   * nothing has been imported yet.
   */
  importedUntilMinutes: number | null;
  /** A new order is placed every this many seconds since the epoch; null for none. */
  trickleSeconds: number | null;
  lanes: Record<LaneName, DemoLane>;
}

export const dayMinutes = 24 * 60;
/** How far back the demo's orders go: some are older than the shop's connection. */
const pastMinutes = 88 * dayMinutes;

const well = (sinceMinutes: number): DemoLane => ({
  state: "regular",
  sinceMinutes,
  failures: 0,
  delaySeconds: 0,
  failure: null,
  cause: null,
});

const causes = (sinceMinutes: number, cause: Partial<NonNullable<DemoLane["cause"]>> & { code: CauseCode }): DemoLane => ({
  state: "action_needed",
  sinceMinutes,
  failures: 1,
  delaySeconds: 0,
  failure: null,
  cause: { methods: [], userAgents: [], addresses: [], blocker: null, ...cause },
});

/** The cause refuses some visitors of ours, and the lane goes on as another one. */
const partly: typeof causes = (sinceMinutes, cause) => ({ ...causes(sinceMinutes, cause), state: "regular", failures: 0 });

type Series = DemoShop["series"];

/** For a shop that sells most on one weekday: the hours until the epoch, and the same hours in previous weeks. */
function withSales(hours: number, sales: readonly number[], ordersOfOtherDays: number): Series {
  return sales.flatMap((count, index) => {
    const end = (sales.length - 1 - index) * 7 * dayMinutes;
    const start = end + hours * 60;
    const before = index === 0 ? pastMinutes : end + 7 * dayMinutes;
    const between = Math.round(((before - start) / pastMinutes) * ordersOfOtherDays);
    return [
      { count: between, fromMinutes: before - 1, toMinutes: start },
      { count, fromMinutes: start - 1, toMinutes: end + 2 },
    ];
  });
}

type Draft = Omit<DemoShop, "host" | "port" | "url" | "credentials" | "shopSystem" | "behaviour" | "certificate" | "trickleSeconds"> &
  Partial<Pick<DemoShop, "behaviour" | "certificate" | "trickleSeconds">>;

const DRAFTS: readonly Draft[] = [
  {
    slug: "theehuis-linde",
    merchant: "noordzee",
    name: "Theehuis Linde",
    timeZone: "Europe/Amsterdam",
    catalogue: "tea",
    about: "Healthy; a new order every few minutes.",
    series: [{ count: 420, fromMinutes: pastMinutes, toMinutes: 3 }],
    importedUntilMinutes: 3,
    trickleSeconds: 240,
    lanes: { orders_in: well(12 * dayMinutes), tracking_out: well(30 * dayMinutes) },
  },
  {
    slug: "fietsen-vandaag",
    merchant: "noordzee",
    name: "Fietsen Vandaag",
    timeZone: "Europe/Amsterdam",
    catalogue: "bicycle",
    about:
      "Throttled after a maintenance that is over, on the day of the week on which it sells most: 120 orders came since the last import. Refresh fetches them.",
    series: withSales(7, [104, 121, 112, 126, 118, 131, 118, 124, 120], 310),
    importedUntilMinutes: 7 * 60,
    lanes: {
      orders_in: {
        state: "throttled",
        sinceMinutes: 6 * 60 + 20,
        failures: 7,
        delaySeconds: 4 * 3600,
        failure: { code: "server_error", status: 503, retryAfterSeconds: null },
        cause: null,
      },
      tracking_out: well(20 * dayMinutes),
    },
  },
  {
    slug: "tuin-en-pot",
    merchant: "noordzee",
    name: "Tuin & Pot",
    timeZone: "Europe/Amsterdam",
    catalogue: "garden",
    about: "Guided: a rule of Apache refuses both our User-Agents until its hosting panel exempts our addresses. Two dozen orders wait.",
    behaviour: { blockedUserAgents: { texts: ["Sendcloud/1.0"], page: "apache" } },
    series: withSales(26, [21, 25, 22, 24, 23, 25, 24, 23, 24], 280),
    importedUntilMinutes: 26 * 60,
    trickleSeconds: 600,
    lanes: {
      orders_in: causes(25 * 60, {
        code: "user_agent_blocked",
        userAgents: [...userAgents("woocommerce")],
        blocker: "apache",
      }),
      tracking_out: causes(25 * 60, {
        code: "user_agent_blocked",
        userAgents: [...userAgents("woocommerce")],
        blocker: "apache",
      }),
    },
  },
  {
    slug: "de-kleine-zeilboot",
    merchant: "noordzee",
    name: "De kleine Zeilboot",
    timeZone: "Europe/Amsterdam",
    catalogue: "kids",
    about: "A web application firewall refuses POST, PATCH and DELETE: orders come in, tracking does not go out.",
    behaviour: { coreRules: true, blockedMethods: { methods: ["POST"], page: "modsecurity" } },
    series: [{ count: 240, fromMinutes: pastMinutes, toMinutes: 5 }],
    importedUntilMinutes: 5,
    trickleSeconds: 900,
    lanes: {
      orders_in: well(9 * dayMinutes),
      tracking_out: causes(3 * dayMinutes, { code: "method_blocked", methods: ["POST", "PATCH", "DELETE"] }),
    },
  },
  {
    slug: "oud-zuid-thee",
    merchant: "noordzee",
    name: "Oud-Zuid Thee",
    timeZone: "Europe/Amsterdam",
    catalogue: "tea",
    about: "Partly blocked: a firewall resets connections from one of our two addresses, 127.0.0.3. Orders arrive through the other.",
    behaviour: { refusedAddresses: [{ address: "127.0.0.3", how: "reset" }] },
    series: [{ count: 150, fromMinutes: pastMinutes, toMinutes: 20 }],
    importedUntilMinutes: 20,
    lanes: {
      orders_in: partly(4 * 60, { code: "ip_blocked", addresses: ["127.0.0.3"] }),
      tracking_out: partly(4 * 60, { code: "ip_blocked", addresses: ["127.0.0.3"] }),
    },
  },
  {
    slug: "kraeuterkontor",
    merchant: "weber",
    name: "Kräuterkontor Leipzig",
    timeZone: "Europe/Berlin",
    catalogue: "tea",
    about: "The certificate has expired.",
    certificate: "expired",
    series: [{ count: 130, fromMinutes: pastMinutes, toMinutes: 15 }],
    importedUntilMinutes: 4 * dayMinutes,
    lanes: { orders_in: causes(4 * dayMinutes, { code: "tls_expired" }), tracking_out: causes(4 * dayMinutes, { code: "tls_expired" }) },
  },
  {
    slug: "radhaus-west",
    merchant: "weber",
    name: "Radhaus West",
    timeZone: "Europe/Berlin",
    catalogue: "bicycle",
    about: "In maintenance right now: WordPress answers 503 and asks us to come back in ten minutes.",
    behaviour: { maintenance: true },
    series: [{ count: 210, fromMinutes: pastMinutes, toMinutes: 45 }],
    importedUntilMinutes: 45,
    lanes: {
      orders_in: {
        state: "maintenance",
        sinceMinutes: 40,
        failures: 1,
        delaySeconds: 0,
        failure: { code: "maintenance", status: 503, retryAfterSeconds: 600 },
        cause: null,
      },
      tracking_out: well(25 * dayMinutes),
    },
  },
  {
    slug: "spielkiste-koeln",
    merchant: "weber",
    name: "Spielkiste Köln",
    timeZone: "Europe/Berlin",
    catalogue: "kids",
    about: "Healthy; a new order every few minutes.",
    series: [{ count: 360, fromMinutes: pastMinutes, toMinutes: 6 }],
    importedUntilMinutes: 6,
    trickleSeconds: 420,
    lanes: { orders_in: well(28 * dayMinutes), tracking_out: well(28 * dayMinutes) },
  },
  {
    slug: "gartenlaube",
    merchant: "weber",
    name: "Gartenlaube",
    timeZone: "Europe/Berlin",
    catalogue: "garden",
    about: "Connected a moment ago: nothing was imported yet. The first Refresh fetches everything.",
    series: [{ count: 95, fromMinutes: pastMinutes, toMinutes: 12 }],
    importedUntilMinutes: null,
    lanes: { orders_in: well(2), tracking_out: well(2) },
  },
];

/** The last of the reserved ports and addresses: a shop that no merchant has connected, and the hosting panel of the guided shop. */
const SPARE = 10;
const PANEL = 11;

// Linux answers on all of 127.0.0.0/8; elsewhere only 127.0.0.1 exists. The ports differ in any case.
const hostOf = (index: number): string => (process.platform === "linux" ? `127.0.0.${11 + index}` : "127.0.0.1");

function finishDraft(draft: Draft, index: number, portBase: number): DemoShop {
  const host = hostOf(index);
  const port = portBase + index;
  const tag = Buffer.from(draft.slug).toString("hex").padEnd(40, "0").slice(0, 40);
  return {
    behaviour: {},
    certificate: "none",
    trickleSeconds: null,
    ...draft,
    shopSystem: "woocommerce",
    host,
    port,
    url: `https://${host}:${port}`,
    credentials: { consumerKey: `ck_${tag}`, consumerSecret: `cs_${[...tag].reverse().join("")}` },
  };
}

/** All shops of the demo, on ports from DEMO_PORT_BASE. */
export const DEMO_SHOPS: readonly DemoShop[] = DRAFTS.map((draft, index) => finishDraft(draft, index, env().DEMO_PORT_BASE));

/** The shop that the demo's guide fixes. */
export const GUIDED_SHOP = "tuin-en-pot";

/** Address and port of the guided shop's hosting panel; not the product's address, so that the panel does not receive its cookies. */
export const DEMO_PANEL = { host: hostOf(PANEL), port: env().DEMO_PORT_BASE + PANEL } as const;

/** A shop to connect, over plain http, so that its approval page opens in a browser that does not trust the demo's authority. */
export const SPARE_SHOP: DemoShop = (() => {
  const draft: Draft = {
    slug: "blumen-am-markt",
    merchant: "noordzee",
    name: "Blumen am Markt",
    timeZone: "Europe/Berlin",
    catalogue: "garden",
    about: "Not connected: for trying “Connect a shop”.",
    series: [{ count: 160, fromMinutes: pastMinutes, toMinutes: 8 }],
    importedUntilMinutes: null,
    trickleSeconds: 300,
    lanes: { orders_in: well(0), tracking_out: well(0) },
  };
  const shop = finishDraft(draft, SPARE, env().DEMO_PORT_BASE);
  return { ...shop, url: shop.url.replace("https:", "http:") };
})();
