import { createTranslator } from "use-intl/core";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import type { Cause, CheckResult, Probe } from "@/lib/check/result";
import type { Locale } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import type { ReportTranslators } from "@/lib/operations/reports/pdf/report-pdf";

// For tests: a result in which nginx refuses PATCH and DELETE, with secrets wherever a shop or a user may have put one.

/** None of these may leave the merchant's account. */
export const PLANTED = {
  consumerSecret: "cs_planted0000000000000000000000000000000",
  consumerKey: "ck_planted0000000000000000000000000000000",
  customerEmail: "jan.planted@customer.example",
  customerName: "Jan Planted",
  memberName: "Ada Planted",
  memberEmail: "ada.planted@merchant.example",
  password: "planted-password",
  cookie: "planted-cookie-value",
  token: "planted-token-in-location",
  orderNumber: "ORDER-PLANTED-77",
} as const;

const AT = "2026-11-24T13:10:07.000Z";

const sampleProbe = (id: string, parts: Partial<Probe>): Probe => ({
  id,
  purpose: "method_first_round",
  method: "GET",
  path: `/shop/wp-json/wc/v3/orders/999999999?consumer_secret=${PLANTED.consumerSecret}&consumer_key=${PLANTED.consumerKey}`,
  userAgent: "Sendcloud/1.0.0",
  from: "127.0.0.2",
  to: "203.0.113.7",
  source: "egress",
  outcome: "answered",
  status: 401,
  reached: "application",
  failure: null,
  timingsMs: { dns: 1, connect: 2, tls: 3, firstByte: 10, total: 12 },
  coldConnection: true,
  headers: {},
  answeredBy: null,
  passed: (parts.reached ?? "application") === "application",
  at: AT,
  answer: {
    headers: { server: "nginx/1.26.3", "set-cookie": `session=${PLANTED.cookie}`, "x-admin": PLANTED.memberEmail },
    bodyStart: `<p>${PLANTED.customerName} ${PLANTED.customerEmail} ${PLANTED.orderNumber}</p>`,
    bodyBytes: 120,
  },
  ...parts,
});

export const sampleCause = (parts: Partial<Cause> = {}): Cause => ({
  code: "method_blocked",
  layer: "in_front",
  methods: ["PATCH", "DELETE"],
  userAgents: [],
  addresses: [],
  blocker: "nginx",
  affects: ["tracking_out"],
  certainty: "proven",
  evidence: { pass: "p1", fail: "p2" },
  reason: null,
  details: { location: `https://admin:${PLANTED.password}@shop.example/login?token=${PLANTED.token}` },
  ...parts,
});

const refused = { status: 403, reached: "web_server" } as const;

export const sampleResult = (parts: Partial<CheckResult> = {}): CheckResult => ({
  schema: 1,
  untested: [],
  url: `https://admin:${PLANTED.password}@bloemen-größe.example/shop`,
  effectiveUrl: null,
  shopSystem: "woocommerce",
  shopSystemEvidence: [PLANTED.customerEmail],
  startedAt: AT,
  durationMs: 900,
  requests: 12,
  verdict: "degraded",
  server: { software: "nginx", version: "1.26.3", evidence: [PLANTED.cookie] },
  causes: [sampleCause()],
  probes: [
    sampleProbe("p1", {}),
    sampleProbe("p2", { method: "PATCH", ...refused }),
    sampleProbe("p3", { method: "DELETE", ...refused }),
    sampleProbe("p4", { method: "POST", path: `/wp-json/?token=${PLANTED.token}` }),
  ],
  ...parts,
});

/** Translators of a report outside a page. */
export async function reportTranslators(locale: Locale): Promise<ReportTranslators> {
  const messages = await loadMessages(locale);
  const translate = (namespace: string) =>
    createTranslator({ locale, messages, namespace, timeZone: "UTC", onError: (error) => Promise.reject(error) }) as unknown as Translate;
  return { reports: translate("reports"), causes: translate("causes"), fixes: translate("fixes"), checks: translate("checks") };
}
