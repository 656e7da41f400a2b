import { describe, expect, it } from "vitest";
import { type Meaning, readAnswer } from "@/lib/check/diagnosis/read-answer";
import { seeAnswer } from "@/lib/connectors/net/seen-answer";
import { SHOP_PROBES } from "@/lib/connectors/probes";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

interface Given {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  method?: string;
  shopSystem?: ShopSystem;
}

const read = (
  { status, headers = {}, body = "", method = "GET", shopSystem = "woocommerce" }: Given,
  bodyState: "complete" | "timed_out" = "complete",
) =>
  readAnswer(
    seeAnswer({ version: "1.1", status, headers: Object.entries(headers) }, Buffer.from(body), bodyState),
    method,
    SHOP_PROBES[shopSystem],
  );

const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };
const wooRefusal = '{"code":"woocommerce_rest_cannot_view","message":"Sorry","data":{"status":401}}';

it("an unfinished body is a failure for orders, but proves that other methods arrive", () => {
  const headers = { ...json, link: '<https://shop.example/wp-json/>; rel="https://api.w.org/"' };
  const endless = (method: string) => read({ status: 401, headers, body: wooRefusal + " ".repeat(100), method }, "timed_out");
  expect(endless("GET")).toMatchObject({ meaning: "unfinished", reached: "application" });
  expect(endless("DELETE")).toMatchObject({ meaning: "pass", reached: "application" });
});

describe("who answered is decided by shape before the status", () => {
  const cases: [name: string, given: Given, meaning: Meaning, more?: Record<string, unknown>][] = [
    ["WooCommerce's own refusal", { status: 401, headers: json, body: wooRefusal }, "pass", { reached: "application" }],
    [
      "Imunify360's JSON with status 200 in front of WooCommerce",
      {
        status: 200,
        headers: json,
        body: '{"message":"Access denied by Imunify360 bot-protection. IPs used for automation should be whitelisted"}',
      },
      "challenge",
    ],
    [
      "Imunify360's JSON with status 403 in front of Magento",
      {
        shopSystem: "magento",
        status: 403,
        headers: json,
        body: '{"message":"Access denied by Imunify360 bot-protection. IPs used for automation should be whitelisted"}',
      },
      "challenge",
    ],
    [
      "wp_die as JSON with 503",
      {
        status: 503,
        headers: json,
        body: '{"code":"wp_die","message":"Briefly unavailable","data":{"status":503},"additional_errors":[]}',
      },
      "maintenance",
      { reason: "wordpress_update", reached: "other" },
    ],
    [
      "wp_die as JSON with 500, marked up as WordPress' own last words",
      { status: 500, headers: json, body: '{"code":"wp_die","message":"<h1>Error</h1>","data":{"status":500}}' },
      "server_error",
    ],
    [
      "wp_die as JSON with 500 and a sentence: a plugin that thought of no status",
      {
        status: 500,
        headers: json,
        body: '{"code":"wp_die","message":"You are not authorized to perform this action.","data":{"status":500}}',
      },
      "blocked",
      { reached: "in_front", sign: { software: "aios", sign: "block", evidence: "wp_die" } },
    ],
    ["AWS WAF's CAPTCHA with 405 is no blocked method", { status: 405, headers: { ...html, "x-amzn-waf-action": "captcha" } }, "challenge"],
    [
      "AWS WAF's challenge with 202 is no success",
      { status: 202, headers: { "x-amzn-waf-action": "challenge" }, method: "OPTIONS" },
      "challenge",
    ],
    [
      "SiteGround's challenge with 202",
      { status: 202, headers: html, body: '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">' },
      "challenge",
    ],
    [
      "Cloudflare's challenge with 429 is no rate limit",
      { status: 429, headers: { ...html, "cf-mitigated": "challenge", server: "cloudflare" } },
      "challenge",
    ],
    ["Cloudflare's 1015 is a rate limit", { status: 429, headers: html, body: "error code: 1015" }, "rate_limited"],
    [
      "Cloudflare's 1006 as a page",
      { status: 403, headers: html, body: "<title>Access denied | shop.example used Cloudflare to restrict access</title>" },
      "blocked",
    ],
    [
      "Cloudflare's 1015 as a page",
      { status: 429, headers: html, body: "<title>Access denied | shop.example used Cloudflare to restrict access</title>" },
      "rate_limited",
    ],
    [
      "DDoS-Guard's puzzle",
      {
        status: 403,
        headers: html,
        body: '<title>DDoS-Guard</title><script src="/.well-known/ddos-guard/js-challenge/index.js"></script>',
      },
      "challenge",
    ],
    ["Cloudflare's 1020 in JSON", { status: 403, headers: json, body: '{"error_code":1020,"cloudflare_error":true}' }, "blocked"],
    [
      "Cloudflare cannot reach the shop",
      { status: 522, headers: { ...html, server: "cloudflare" } },
      "server_error",
      { reason: "origin_unreachable" },
    ],
    [
      "Envoy behind a proxy that speaks HTTP/1.0",
      { status: 426, headers: { server: "envoy" } },
      "server_error",
      { reason: "http_version" },
    ],
    [
      "PrestaShop's page for an exception, as without its database",
      {
        shopSystem: "prestashop",
        status: 500,
        headers: { "content-type": "text/html; charset=utf-8", server: "Apache/2.4.71 (Debian)" },
        body: '<!DOCTYPE html>\n<html lang="en">\n    <head>\n        <title>500 Server Error</title>\n        <meta name="description" content="This store is powered by PrestaShop" />\n    </head>\n<body><h2><span>500</span> Server Error</h2></body></html>\n',
      },
      "server_error",
      { reason: "php_fatal" },
    ],
    [
      "PHP that stopped before it wrote anything",
      { shopSystem: "prestashop", status: 500, headers: { "content-type": "text/html; charset=UTF-8", server: "Apache" } },
      "server_error",
      { reason: "php_fatal" },
    ],
    ["an empty 500 of something else", { status: 500, headers: { server: "nginx" } }, "server_error", { reason: null }],
    ["a server that refuses the version of HTTP", { status: 505, headers: html }, "server_error", { reason: "http_version" }],
    ["a demand for TLS is no refusal of the version", { status: 426, headers: { ...html, upgrade: "TLS/1.2, HTTP/1.1" } }, "blocked", {}],
    [
      "Wordfence's block with 503 is no maintenance",
      {
        status: 503,
        headers: { ...html, "retry-after": "3600" },
        body: "Your access to this site has been limited by the site owner. Generated by Wordfence at",
      },
      "blocked",
      { sign: { software: "wordfence" } },
    ],
    [
      "Varnish's 503 with Retry-After is no maintenance",
      { status: 503, headers: { ...html, "retry-after": "5" }, body: "<title>503 Backend fetch failed</title><h3>Guru Meditation:</h3>" },
      "server_error",
      { reason: "backend_down" },
    ],
    [
      "Magento in maintenance",
      {
        shopSystem: "magento",
        status: 503,
        headers: html,
        body: "<title>Error 503: Service Unavailable</title><h1>Service Temporarily Unavailable</h1>due to maintenance downtime or capacity problems",
      },
      "maintenance",
      { reason: "magento_maintenance" },
    ],
    [
      "Apache's stock 503 is no maintenance",
      {
        status: 503,
        headers: { ...html, server: "Apache" },
        body: '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>503 Service Unavailable</title>\n</head><body>\n<h1>Service Unavailable</h1>\n<p>The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.</p>\n</body></html>\n',
      },
      "server_error",
      { reason: "backend_down", sign: { software: "apache" } },
    ],
    [
      "Apache's 503 in German, as Debian ships it",
      {
        status: 503,
        headers: html,
        body: '<html><head>\n<title>Zugriff nicht möglich!</title>\n<link rev="made" href="mailto:webmaster@localhost" />\n</head>\n<body>\n<h1>Zugriff nicht möglich!</h1>\n<p>Entweder ist der Server derzeit überlastet\n oder wegen Wartungsarbeiten nicht verfügbar.</p>\n<h2>Error 503</h2>\n<address>\n  <a href="/">shop.example</a><br />\n  <span>Apache</span>\n</address>\n</body>\n</html>',
      },
      "server_error",
      { reason: "backend_down", sign: { software: "apache" } },
    ],
    [
      "cPanel's 406 is ModSecurity's",
      {
        status: 406,
        headers: { ...html, server: "Apache" },
        body: "<head><title>Not Acceptable!</title></head><body><h1>Not Acceptable!</h1><p>An appropriate representation of the requested resource could not be found on this server. This error was generated by Mod_Security.</p></body></html>",
      },
      "blocked",
      { sign: { software: "modsecurity" } },
    ],
    [
      "a page of others with a sentence that HAProxy has as well",
      {
        status: 404,
        headers: html,
        body: "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n  <h1>404 Not Found</h1>\n  The resource could not be found.<br /><br />\n </body>\n</html>",
      },
      "not_found",
      { sign: null },
    ],
    [
      "nginx's bare 503",
      {
        status: 503,
        headers: { ...html, server: "nginx" },
        body: "<html><head><title>503 Service Temporarily Unavailable</title></head><body><hr><center>nginx</center></body></html>",
      },
      "server_error",
    ],
    [
      "PrestaShop's invitation to send a key is no wall",
      {
        shopSystem: "prestashop",
        status: 401,
        headers: {
          ...html,
          "www-authenticate":
            'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."',
        },
        body: "401 Unauthorized",
      },
      "pass",
    ],
    [
      "another realm is a wall",
      { shopSystem: "prestashop", status: 401, headers: { ...html, "www-authenticate": 'Basic realm="Restricted"' }, body: "401" },
      "wall",
      { details: { realm: "Restricted" } },
    ],
    [
      "PrestaShop's 500 about a body that is no XML got through",
      {
        shopSystem: "prestashop",
        status: 500,
        headers: { "content-type": "text/xml", "psws-version": "8.2.1" },
        body: '<?xml version="1.0"?><prestashop><errors><error><code><![CDATA[127]]></code><message><![CDATA[XML error]]></message></error></errors></prestashop>',
      },
      "pass",
    ],
    [
      "PrestaShop's webservice is off",
      {
        shopSystem: "prestashop",
        status: 503,
        headers: { "content-type": "text/xml" },
        body: "<prestashop><errors><error><code>22</code><message>The PrestaShop webservice is disabled.</message></error></errors></prestashop>",
      },
      "pass",
      { api: { says: "disabled" } },
    ],
    [
      "Magento's own 405 for PATCH got through",
      { shopSystem: "magento", method: "PATCH", status: 405, headers: json, body: '{"message":"The PATCH HTTP method is not supported."}' },
      "pass",
    ],
    [
      "a web server's 405 for PATCH did not",
      { shopSystem: "magento", method: "PATCH", status: 405, headers: html, body: "<title>405 Not Allowed</title>" },
      "blocked",
    ],
    ...[200, 202, 404, 410, 418, 429, 451, 500, 503].map((status): [string, Given, Meaning] => [
      `a firewall's page with ${status}`,
      { status, headers: html, body: "<html><title>Access Denied</title><h1>Access Denied</h1>Incident 8a7c-11</html>" },
      "blocked",
    ]),
    ...[200, 404, 429, 500, 503].flatMap((status): [string, Given, Meaning][] => [
      [
        `a firewall's words with ${status}`,
        { status, headers: { "content-type": "text/plain" }, body: "Access denied (rule 7)\n" },
        "blocked",
      ],
      [
        `a firewall's JSON with ${status}`,
        { status, headers: json, body: '{"status":"error","message":"Your request has been blocked","ray":"8a7c"}' },
        "blocked",
      ],
    ]),
    [
      "a limit that speaks of a block",
      { status: 429, headers: html, body: "<html><title>You have been blocked</title>Too many requests from your address</html>" },
      "rate_limited",
    ],
    [
      "a limit in JSON that speaks of a block",
      { status: 429, headers: json, body: '{"error":"blocked: rate limit exceeded"}' },
      "rate_limited",
    ],
    [
      "maintenance that speaks of a block",
      { status: 503, headers: html, body: "<html><h1>Access restricted</h1>Our shop is under maintenance.</html>" },
      "maintenance",
    ],
    [
      "a database that refuses the shop",
      { status: 500, headers: html, body: "<html><title>Access denied for user 'shop'@'localhost' (using password: YES)</title></html>" },
      "server_error",
    ],
    [
      "a page that is not found, in a shop that sells barriers",
      {
        status: 404,
        headers: html,
        body: "<html><title>Not found</title><p>Forbidden City, access denied: signs for your door</p></html>",
      },
      "not_found",
    ],
    ["an OPTIONS that a proxy answers is no block", { method: "OPTIONS", status: 204 }, "pass"],
    [
      "an HTML page with 200 is no answer of the API",
      { status: 200, headers: html, body: "<!doctype html><html><body>Blocked</body></html>" },
      "page",
    ],
    ["a byte order mark before the JSON", { status: 401, headers: json, body: `\uFEFF${wooRefusal}` }, "pass", { reason: "bom" }],
    [
      "a PHP notice before the JSON",
      { status: 401, headers: json, body: `<br />\n<b>Warning</b>:  x in <b>/a.php</b> on line <b>3</b><br />\n${wooRefusal}` },
      "pass",
      { reason: "php_notice" },
    ],
    ["valid JSON with a wrong content type", { status: 401, headers: html, body: wooRefusal }, "pass", { reason: "wrong_content_type" }],
    [
      "PrestaShop's JSON without its headers",
      {
        shopSystem: "prestashop",
        status: 401,
        headers: json,
        body: '{"errors":[{"code":20,"message":"Authentification key is not active"}]}',
      },
      "pass",
    ],
    [
      "PrestaShop's JSON about an error of PHP, without its headers",
      { shopSystem: "prestashop", status: 500, headers: json, body: '{"errors":[{"code":3,"message":"[PHP Warning #2] x"}]}' },
      "server_error",
      { reached: "other", api: { shopSystem: "prestashop" } },
    ],
    [
      "a gateway's list of errors with a small number, before PrestaShop",
      { shopSystem: "prestashop", status: 403, headers: json, body: '{"errors":[{"code":7,"message":"Forbidden"}]}' },
      "blocked",
    ],
    [
      "a gateway's list of errors in the place of PrestaShop's 404",
      { shopSystem: "prestashop", status: 404, headers: json, body: '{"errors":[{"code":404,"message":"Not Found"}]}' },
      "not_found",
    ],
    [
      "Magento's list of errors",
      {
        shopSystem: "magento",
        status: 400,
        headers: json,
        body: '{"message":"One or more input exceptions have occurred.","errors":[{"message":"\\"oauth_token\\" is required."}]}',
      },
      "pass",
    ],
    [
      "Magento in developer mode",
      { shopSystem: "magento", status: 401, headers: json, body: '{"message":"Nicht erlaubt.","trace":"#0 /srv/app/x.php(3): a->b()"}' },
      "pass",
    ],
    [
      "Magento's words on a key, behind a server that takes its headers away",
      { shopSystem: "magento", status: 401, headers: json, body: '{"message":"A consumer having the specified key does not exist"}' },
      "pass",
    ],
    [
      "a gateway's words on methods before Magento",
      { shopSystem: "magento", method: "PATCH", status: 405, headers: json, body: '{"message":"HTTP method is not supported"}' },
      "blocked",
    ],
    [
      "WordPress' error without a status, with the header that leads to its API",
      {
        status: 403,
        headers: { ...json, link: '<https://shop.example/wp-json/>; rel="https://api.w.org/"' },
        body: '{"code":"x","message":"y","data":{}}',
      },
      "pass",
    ],
    [
      "a Shopify shop that is frozen",
      { shopSystem: "shopify", status: 402, headers: { ...json, "x-shopid": "1" }, body: '{"errors":"Unavailable Shop"}' },
      "pass",
      { api: { says: "frozen" } },
    ],
  ];
  it.each(cases)("%s", (_name, given, meaning, more = {}) => {
    expect(read(given)).toMatchObject({ meaning, ...more });
  });

  it("an API answer that mentions firewalls in its data is still the application's", () => {
    const body = JSON.stringify([{ id: 1, note: "Generated by Wordfence; Sorry, you have been blocked" }]);
    expect(read({ status: 200, headers: { ...json, "x-wp-total": "1" }, body })).toMatchObject({ meaning: "pass", reached: "application" });
  });
});
