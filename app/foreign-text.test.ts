import { expect, it } from "vitest";
import { maskQuery, maskText } from "@/lib/base/mask-secrets";
import { multiLine, singleLine } from "@/lib/base/normalize-text";
import { cleanText, emailsInText } from "@/lib/base/texts";
import { trimSlashes } from "@/lib/base/trim-end";
import { folderBefore } from "@/lib/connectors/folder-before";
import { announcesMaintenance } from "@/lib/connectors/http/maintenance-pages";
import { readRetryAfter } from "@/lib/connectors/http/shop-failure";
import { familyOf } from "@/lib/connectors/net/address";
import { breaksOff, xmlBreaksOff } from "@/lib/connectors/net/breaks-off";
import { judgeRedirect } from "@/lib/connectors/net/redirect";
import { isHtmlPage, seeAnswer } from "@/lib/connectors/net/seen-answer";
import { webservicePage } from "@/lib/connectors/prestashop/back-office";
import { readKeyRights } from "@/lib/connectors/prestashop/rights";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import { storedForms } from "@/lib/connectors/readable-url";
import { readDecimal } from "@/lib/connectors/records/decimal";
import { overPlainHttp, parseShopAddress } from "@/lib/connectors/shop-address";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { hasPlainPermalinks } from "@/lib/connectors/woocommerce/probes";
import { maskData } from "@/lib/operations/evidence/strip-check";
import { readAttachment } from "@/lib/operations/reports/answers/attachment";
import { emailRedactor, redactor } from "@/lib/orders/privacy/redact-value";
import { emailsIn } from "@/lib/orders/privacy/strip-buyer";
import { toStorableText } from "@/lib/orders/storable";
import { readShipmentsCsv } from "@/lib/orders/tracking/csv";
import { readParcelEvent } from "@/lib/orders/tracking/webhook/sendcloud-event";
import { stripQuotedReply } from "@/lib/support/threads/receive-mail";

const SIZE = 1_000_000;

/** Repeated, each makes an ambiguous pattern try every pair of positions. */
const UNITS = [
  ...["a", "0", " ", "\n", "/", ".", "@", "-", "_", ":", ";", "<", '"', "'", "(", "%", "\\", "\u00ad", "é", "="],
  ...["a@", "@a", "a.", ".a", "a:", "//", "/a", '"/', "'https://", "a b", "a\n", " \n", "1:", ": ", "://a:", "a,", "&a="],
  ...["<!---->", "<!-- ", "<h1", "<h1>forbidden", "<link ", "<error><code>1", "</a", "index.php/", "/admin", "eyJaaaaaaaa.", "-eyJ"],
  ...["Bearer ", "ck_aaaaaaaa", "OAuth  ", '<a xlink:href="', 'a="true" ', "<https://a/wp-json/>; ", "=?utf-8?Q?", "wartung <h2 ", "> a: "],
];

const page = (text: string, headers: [string, string][] = []) =>
  seeAnswer({ version: "1.1", status: 403, headers }, Buffer.from(text), "complete");

const REDACTORS = [emailRedactor(["mia@customer.example"]), redactor(["mia@customer.example"], ["Mia Jansen", "+31 20 123 45 67"])];

/** Everything that parses text from outside without a connection or a database. */
const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  cleanText,
  emailsInText,
  emailsIn: (text) => emailsIn({ note: text }),
  multiLine,
  singleLine,
  trimSlashes,
  maskPath: maskQuery,
  maskText,
  maskData: (text) => maskData({ text, [text]: 1 }),
  redactors: (text) => REDACTORS.map((one) => one.text(text)),
  folderBefore: (text) => folderBefore(text, /^wp-content\//),
  announcesMaintenance: (text) => announcesMaintenance(text.slice(0, 65_536), 503),
  familyOf,
  breaksOff,
  xmlBreaksOff,
  isHtmlPage: (text) => isHtmlPage(page(text)),
  judgeRedirect: (text) => judgeRedirect("https://shop.example/", text),
  readRetryAfter: (text) => readRetryAfter({ headers: { "retry-after": text } }),
  linkHeader: (text) => [hasPlainPermalinks(page("", [["link", text]])), SHOP_PROBES.woocommerce.findFolder(page("", [["link", text]]))],
  renamedApi: (text) => SHOP_SYSTEMS.map((shopSystem) => SHOP_PROBES[shopSystem].findRenamedApi(page(text))),
  recognize: (text) =>
    SHOP_SYSTEMS.map((shopSystem) =>
      SHOP_PROBES[shopSystem].recognize(page(JSON.stringify({ code: text.slice(-200_000), message: text })), "GET", "/api/orders/1"),
    ),
  apiEnding: (text) => SHOP_SYSTEMS.map((shopSystem) => text.replace(SHOP_PROBES[shopSystem].apiEnding, "")),
  webservicePage: (text) => webservicePage(`https://shop.example/${text}`),
  readKeyRights: (text) => readKeyRights(`<api>${text}`),
  storedForms,
  readDecimal,
  parseShopAddress: (text) => [parseShopAddress(text), parseShopAddress(text.slice(0, 2_000)), overPlainHttp(text)],
  toStorableText: (text) => toStorableText(JSON.stringify(text)),
  // The form refuses files of more than 900 kB.
  readShipmentsCsv: (text) => readShipmentsCsv(text.slice(-200_000)),
  readParcelEvent: (text) => readParcelEvent({ action: text, parcel: { tracking_url: text, tracking_number: text } }),
  stripQuotedReply,
  readAttachment: (text) => readAttachment(text, new Uint8Array(Buffer.from(text))),
};

/** Linear time is some milliseconds; a pattern of the second degree takes minutes. */
const MAX_MS = 5_000;

it.each(Object.keys(PARSERS))("a megabyte of any text is read in bounded time: %s", { timeout: 120_000 }, (name) => {
  const slow: string[] = [];
  for (const unit of UNITS) {
    const text = `${unit.repeat(SIZE / unit.length)}!\n`;
    const before = process.threadCpuUsage();
    PARSERS[name]?.(text);
    const ms = process.threadCpuUsage(before).user / 1_000;
    if (ms > MAX_MS) slow.push(`${JSON.stringify(unit)}: ${Math.round(ms)} ms`);
  }
  expect(slow).toEqual([]);
});
