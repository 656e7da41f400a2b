import { openShop, type ShopOptions, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { LabCase, ServerName, Truth } from "@/e2e/lab/lab-case";
import { type ApacheOptions, startApache } from "@/e2e/lab/servers/apache";
import { type CaddyOptions, startCaddy } from "@/e2e/lab/servers/caddy";
import { type HaproxyOptions, startHaproxy } from "@/e2e/lab/servers/haproxy";
import { type LighttpdOptions, startLighttpd } from "@/e2e/lab/servers/lighttpd";
import { type NginxOptions, startNginx } from "@/e2e/lab/servers/nginx";
import { startVarnish, type VarnishOptions } from "@/e2e/lab/servers/varnish";
import type { CertificateFault } from "@/lib/testing/certificates";

// Cases of one real server in front of a fake WooCommerce: a name, the server's lines, the truth.

interface FrontOptions {
  /** Behaviour of the shop behind the server. */
  shop?: ShopOptions;
  /** Default: https with a good certificate; null is plain http. */
  certificate?: CertificateFault | null;
  /** Whether the check gets a key, a full one unless another one is given. */
  credentials?: Record<string, string> | true;
  /** Lines that need a file in the workspace, e.g. a password file: `@NAME@` stands for its path. */
  files?: Record<string, string>;
}

type WithoutPlumbing<Options> = Omit<Options, "upstream" | "tls">;
type Start<Options> = (workspace: Workspace, options: Options) => Promise<string>;

function fillIn<Options extends object>(lines: Options, files: Record<string, string>): Options {
  return Object.fromEntries(
    Object.entries(lines).map(([key, value]) => [
      key,
      typeof value === "string" ? Object.entries(files).reduce((text, [name, file]) => text.replaceAll(`@${name}@`, file), value) : value,
    ]),
  ) as Options;
}

const makeFront =
  <Options extends object>(needs: readonly ServerName[], start: Start<Options>, canSpeakTls = true) =>
  (name: string, lines: WithoutPlumbing<Options>, truth: Truth, options: FrontOptions = {}): LabCase => ({
    name: `${needs.at(-1)}: ${name}`,
    needs,
    truth,
    ...(options.credentials ? { credentials: options.credentials === true ? WOO_KEY : options.credentials } : {}),
    async open(workspace) {
      const shop = await openShop(workspace, "woocommerce", [WOO_KEY], options.shop ?? {});
      const certificate = options.certificate === undefined ? "none" : options.certificate;
      const tls = certificate !== null && canSpeakTls ? await writeCertificate(workspace, certificate) : undefined;
      const files = Object.fromEntries(
        Object.entries(options.files ?? {}).map(([key, text]) => [key, workspace.write(`files/${key}`, text)]),
      );
      const filled = { ...fillIn(lines, files), upstream: shop.url, ...(tls ? { tls } : {}) } as unknown as Options;
      return { url: await start(workspace, filled), shop };
    },
  });

export const nginx = makeFront<NginxOptions>(["nginx"], startNginx);
export const apache = makeFront<ApacheOptions>(["apache"], startApache);
export const modSecurity = makeFront<ApacheOptions>(["apache", "modsecurity"], (workspace, options) =>
  startApache(workspace, { ...options, modSecurity: true }),
);
export const haproxy = makeFront<HaproxyOptions>(["haproxy"], startHaproxy);
export const lighttpd = makeFront<LighttpdOptions>(["lighttpd"], startLighttpd);
export const caddy = makeFront<CaddyOptions>(["caddy"], startCaddy);
export const varnish = makeFront<VarnishOptions>(["varnish"], startVarnish, false);

/** A case without a real server: the fake shop itself, by https unless told otherwise. */
export const bare = (
  name: string,
  shop: ShopOptions,
  truth: Truth,
  options: { credentials?: Record<string, string>; plain?: boolean } = {},
): LabCase => ({
  name: `shop: ${name}`,
  needs: [],
  truth,
  ...(options.credentials ? { credentials: options.credentials } : {}),
  async open(workspace) {
    const opened = await openShop(workspace, "woocommerce", [WOO_KEY], options.plain ? shop : { tls: "none", ...shop });
    return { url: opened.url, shop: opened };
  },
});
