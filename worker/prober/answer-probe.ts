import querystring from "node:querystring";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { isShopSystem, SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { type HttpProbe, probeHttp } from "@/worker/prober/probe-http";

// Prometheus's text format (version 0.0.4), written directly: a response contains a single probe, so a metrics registry would be discarded
// each time. Names match blackbox_exporter's if the meaning does.

const escapeLabel = (value: string): string => value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");

const gauge = (name: string, help: string, samples: readonly (readonly [labels: Record<string, string>, value: number])[]): string => {
  const lines = samples.map(([labels, value]) => {
    const text = Object.entries(labels)
      .map(([key, label]) => `${key}="${escapeLabel(label)}"`)
      .join(",");
    return `${name}${text === "" ? "" : `{${text}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
};

const single = (name: string, help: string, value: number): string => gauge(name, help, [[{}, value]]);

/** Only for https, like blackbox_exporter: alerts on certificate expiry use these. */
const exposeTls = (tls: HttpProbe["tls"]): string =>
  tls === null
    ? ""
    : single("probe_ssl_earliest_cert_expiry", "Returns earliest SSL cert expiry in unixtime", tls.earliestExpirySeconds) +
      gauge("probe_tls_version_info", "Contains the TLS version used", [[{ version: (tls.version ?? "").replace("TLSv", "TLS ") }, 1]]);

/** Metrics of `module=http_2xx`. A phase that did not happen has no sample. */
function exposeHttpProbe(probe: HttpProbe): string {
  const phases = Object.entries(probe.phases).flatMap(([phase, value]) => (value === null ? [] : [[{ phase }, value] as const]));
  return (
    single("probe_dns_lookup_time_seconds", "Returns the time taken for probe dns lookup in seconds", probe.phases.resolve ?? 0) +
    single("probe_duration_seconds", "Returns how long the probe took to complete in seconds", probe.durationSeconds) +
    single("probe_http_content_length", "Length of http content response", probe.contentLength ?? -1) +
    gauge("probe_http_duration_seconds", "Duration of http request by phase, summed over all redirects", phases) +
    single("probe_http_redirects", "The number of redirects", probe.redirects) +
    single("probe_http_ssl", "Indicates if SSL was used for the final redirect", probe.ssl ? 1 : 0) +
    single("probe_http_status_code", "Response HTTP status code", probe.status ?? 0) +
    single("probe_http_uncompressed_body_length", "Length of response body as sent", probe.bodyBytes) +
    single("probe_http_version", "Returns the version of HTTP of the probe response", Number(probe.version ?? 0)) +
    single("probe_ip_protocol", "Specifies whether probe ip protocol is IP4 or IP6", probe.ipProtocol ?? 0) +
    exposeTls(probe.tls) +
    gauge("probe_failure_info", "Why the probe got no answer", probe.failure === null ? [] : [[{ code: probe.failure }, 1]]) +
    single("probe_success", "Displays whether or not the probe was a success", probe.success ? 1 : 0)
  );
}

/** Metrics of `module=shop`: verdict, causes, requests, and the time to first byte of the baseline. */
function exposeCheck(result: CheckResult): string {
  return (
    single("probe_duration_seconds", "Returns how long the probe took to complete in seconds", result.durationMs / 1000) +
    single("probe_shop_requests", "Requests that the check sent", result.requests) +
    gauge("probe_shop_verdict", "The verdict of the check", [[{ verdict: result.verdict }, 1]]) +
    gauge(
      "probe_shop_cause",
      "Causes of the verdict",
      result.causes.map(
        (cause) => [{ code: cause.code, layer: cause.layer, certainty: cause.certainty, blocker: cause.blocker ?? "" }, 1] as const,
      ),
    ) +
    single("probe_success", "Displays whether or not the probe was a success", result.verdict === "healthy" ? 1 : 0)
  );
}

export interface ProberAnswer {
  status: number;
  text: string;
}

const refuse = (text: string): ProberAnswer => ({ status: 400, text: `${text}\n` });

/** The response to `/probe?…` with these parameters. Like blackbox_exporter, probes targets without a scheme over http. */
export async function answerProbe(search: string, { egress, policy }: OutsideConfig, timeoutMs: number): Promise<ProberAnswer> {
  const parameters = querystring.parse(search);
  const one = (name: string): string | undefined => [parameters[name]].flat()[0];
  const target = one("target");
  const module = one("module") ?? "http_2xx";
  if (!target) return refuse("Target parameter is missing");
  const url = /^[a-z]+:\/\//i.test(target) ? target : `http://${target}`;
  if (module === "http_2xx") {
    const from = egress.addresses[0] ?? null;
    return { status: 200, text: exposeHttpProbe(await probeHttp(url, { policy, from, timeoutMs })) };
  }
  if (module === "shop") {
    const shopSystem = one("shopSystem");
    if (shopSystem && !isShopSystem(shopSystem)) return refuse(`Unknown shop system: it must be one of ${SHOP_SYSTEMS.join(", ")}`);
    const signal = AbortSignal.timeout(Math.max(timeoutMs, 1_000));
    return {
      status: 200,
      text: exposeCheck(await runCheck({ url, egress, policy, signal, ...(shopSystem && isShopSystem(shopSystem) ? { shopSystem } : {}) })),
    };
  }
  return refuse(`Unknown module "${module.replace(/[^\w-]/g, "").slice(0, 40)}"`);
}
