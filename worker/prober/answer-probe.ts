import querystring from "node:querystring";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { OutsideConfig } from "@/lib/connectors/egress/config";
import { isPlatform, PLATFORMS } from "@/lib/connectors/platforms";
import { exposeCheck, exposeHttpProbe } from "@/worker/prober/exposition";
import { probeHttp } from "@/worker/prober/probe-http";

export interface ProberAnswer {
  status: number;
  text: string;
}

const refuse = (text: string): ProberAnswer => ({ status: 400, text: `${text}\n` });

/** The response to `/probe?…` with these parameters. Like blackbox_exporter, probes a target without a scheme over http. */
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
    const platform = one("platform");
    if (platform && !isPlatform(platform)) return refuse(`Unknown platform: it must be one of ${PLATFORMS.join(", ")}`);
    const signal = AbortSignal.timeout(Math.max(timeoutMs, 1_000));
    return {
      status: 200,
      text: exposeCheck(await runCheck({ url, egress, policy, signal, ...(platform && isPlatform(platform) ? { platform } : {}) })),
    };
  }
  return refuse(`Unknown module "${module.replace(/[^\w-]/g, "").slice(0, 40)}"`);
}
