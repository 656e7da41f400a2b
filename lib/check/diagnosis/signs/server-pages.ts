import { type Row, row } from "@/lib/check/diagnosis/signs/row";

/** Varnish has one error page; its status shows whether the backend is unreachable. */
const OF_VARNISH = /Guru Meditation|Backend fetch failed|Varnish cache server/i;

/** The name of a Fastly server, which its otherwise usual Varnish page shows. */
const OF_FASTLY = /<p>Details: cache-[a-z]{3}|Fastly error: /i;

/** HAProxy's pages for configured refusals, matched by their markup: other servers use some of these sentences. */
const OF_HAPROXY =
  /^<html><body><h1>\d{3} [\w -]{1,40}<\/h1>\s{1,4}\.?(?:You need a valid user and password|Your browser (?:sent|didn't send) a|The resource (?:could not be found|is no longer available and)|An internal server error occurred|The request entity exceeds|The server (?:cannot process the contained|does not support the functionality)|Request sent to a non-authoritative)/i;

/** Pages of web servers, proxies and panels. */
export const SERVER_PAGES: readonly Row[] = [
  row("plesk", "page", /powered by Plesk/i),
  row("magento", "maintenance", /Error 503: Service Unavailable/i, {
    also: /maintenance downtime|errors(?:\/|&#x2F;)default/i,
    status: [503],
  }),
  row("fastly", "origin_error", OF_FASTLY, { status: [500, 502, 503, 504] }),
  row("fastly", "rate_limit", OF_FASTLY, { status: [429] }),
  row("fastly", "block", OF_FASTLY, { status: [400, 401, 403, 405, 406, 410, 418, 451] }),
  row("varnish", "origin_error", OF_VARNISH, { status: [500, 502, 503, 504] }),
  row("varnish", "rate_limit", OF_VARNISH, { status: [429] }),
  row("varnish", "block", OF_VARNISH, { status: [400, 401, 403, 404, 405, 406, 410, 418, 451] }),
  row("haproxy", "block", /Request forbidden by administrative rules/i),
  row("haproxy", "block", /request was made of a resource using a request method not supported/i),
  row("haproxy", "rate_limit", /You have sent too many requests in a given amount of time/i),
  row("haproxy", "origin_error", /No server is available to handle this request/i),
  row("haproxy", "origin_error", /The server (?:returned an invalid or incomplete response|didn't respond in time)/i, {
    status: [502, 504],
  }),
  row("haproxy", "page", OF_HAPROXY),
  row("nginx", "client_certificate", /No required SSL certificate was sent|The SSL certificate error/i),
  row("nginx", "plain_http", /The plain HTTP request was sent to HTTPS port/i),
  row("apache", "plain_http", /speaking plain HTTP to an SSL-enabled server port/i),
  row("openresty", "page", /<center>openresty/i),
  row("nginx", "page", /<hr><center>nginx/i),
  row("litespeed", "page", /Proudly powered by LiteSpeed Web Server/i),
  row(
    "apache",
    "page",
    /<!DOCTYPE HTML PUBLIC "-\/\/(?:IETF\/\/DTD HTML 2\.0|W3C\/\/DTD HTML 4\.01)\/\/EN"[^>]{0,80}>[\s\S]{0,120}<title>\d{3} /i,
  ),
  // Its translated pages as shipped by Debian: none has the status in its title.
  row("apache", "page", /<link rev="made" href="mailto:/i, { also: /<h2>[^<]{1,20}\d{3}<\/h2>\s{1,20}<address>/i }),
  row("apache", "page", /<title>\d{3} [\s\S]{0,400}<address>Apache/i, { headers: { server: /^Apache/i } }),
  row("lighttpd", "page", /<title>\d{3}/i, { headers: { server: /^lighttpd/i } }),
  row("iis", "page", /<title>(?:\d{3}|IIS)|Server Error|HTTP Error \d{3}/i, { headers: { server: /^Microsoft-IIS/i } }),
  // Its own answers are empty or plain text; it also signs pages of others that it passes on.
  row("caddy", "page", /^[^<{[]{0,500}$/, { headers: { server: /^Caddy/i } }),
  // Last, after all servers that sign: these headers are also on the shop's own responses, and the pages are generic.
  row("azure_front_door", "block", /(?:^|>)\s{0,20}(?:the request is blocked|403 forbidden)\.?\s{0,20}(?:<|$)/i, {
    headers: { "x-azure-ref": /./ },
    status: [403],
  }),
  row("google_cloud_armor", "block", /(?:^|>)\s{0,20}403 forbidden\s{0,20}(?:<|$)|<title>403/i, {
    headers: { via: /1\.1 google/i },
    status: [403],
  }),
];
