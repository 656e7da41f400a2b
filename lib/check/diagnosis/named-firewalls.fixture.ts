import type { Refuser } from "@/lib/check/diagnosis/named-refusers.fixture";

// Firewalls in front of shops, as appliances and clouds sell them; the same sources.

const html = { "content-type": "text/html; charset=utf-8" };
const NG = { server: "nginx" };
const AP = { server: "Apache" };
const CF = { server: "cloudflare", "cf-ray": "8f1-AMS" };
const NONE = {};

export const FIREWALLS: readonly Refuser[] = [
  [
    "appwall",
    403,
    html,
    "<title>Unauthorized Request Blocked</title><h1>Unauthorized Activity Has Been Detected</h1><p>Case Number: 1024</p>",
    [NONE, NG],
    "blocked",
    "radware_appwall",
  ],
  ["appwall in the cloud", 403, html, '<img src="https://x.CloudWebSec.radware.com/x.png">', [NONE, NG], "blocked", "radware_appwall"],
  ["netscaler", 200, html, "<h1>Denied</h1><p>NS Transaction id: 9421</p><p>AppFW Session id: x</p>", [NONE, AP], "blocked", "netscaler"],
  ["netscaler by category", 403, html, "<p>Violation Category: APPFW_STARTURL</p>", [NONE, CF], "blocked", "netscaler"],
  ["sophos", 403, html, "<h1>Request blocked</h1><p>Powered by Sophos UTM Web Protection</p>", [NONE, AP], "blocked", "sophos"],
  ["tencent", 403, html, "<iframe src='https://waf.tencent-cloud.com/501page.html?u=/'></iframe>", [NG, NONE], "blocked", "tencent_cloud"],
  ["huawei", 418, html, "<p>Event ID: 1</p>", [{ server: "HuaweiCloudWAF" }], "blocked", "huawei_cloud"],
  ["myra", 403, html, "<h1>Access Denied</h1><p>Protected by Myra Security</p>", [{ server: "myracloud" }], "blocked", "myra"],
  ["virusdie", 403, html, '<img src="https://cdn.virusdie.ru/splash/firewallstop.png">', [NG, AP, CF], "blocked", "virusdie"],
  [
    "solid security",
    403,
    html,
    "<h1>Forbidden</h1><p>Your IP address has been flagged as a threat by the iThemes Security network.</p>",
    [NG, AP, CF],
    "blocked",
    "solid_security",
  ],
];

/** Pages that come close to those above: no product signed them. */
export const NEAR_MISSES: readonly (readonly [what: string, status: number, headers: Readonly<Record<string, string>>, body: string])[] = [
  ["appwall's words without its case number", 403, html, "<p>Unauthorized Request Blocked, please sign in.</p>"],
  ["another product of radware's site", 403, html, '<p>See <a href="https://www.radware.com/">our partner</a></p>'],
  ["a transaction that is not netscaler's", 403, html, "<p>Transaction id: 9421, session id: x</p>"],
  ["a link to sophos", 403, html, '<p>Stopped. <a href="https://www.sophos.com/">Sophos</a></p>'],
  ["a link to tencent cloud", 403, html, '<p>Stopped. <a href="https://cloud.tencent.com/">Tencent</a></p>'],
  ["a missing page behind huawei's firewall", 404, { ...html, server: "HuaweiCloudWAF" }, "<p>Nothing here</p>"],
  ["a refusal of the shop behind myra", 403, { ...html, server: "myracloud" }, "<p>Members may enter here, please sign in.</p>"],
  ["another picture of virusdie", 403, html, '<p>Stopped.</p><img src="https://cdn.virusdie.ru/logo.png">'],
  ["a threat that another firewall flagged", 403, html, "<p>Your visit was flagged as a threat by the guard of the shop.</p>"],
];
