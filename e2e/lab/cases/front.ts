import { MAGENTO_TOKEN, openShop, PRESTA_KEY, type ShopOptions, WOO_KEY, writeCertificate } from "@/e2e/lab/harness/lab";
import type { Workspace } from "@/e2e/lab/harness/workspace";
import type { LabCase, ServerName, Truth } from "@/e2e/lab/lab-case";
import { type ApacheOptions, startApache } from "@/e2e/lab/servers/apache";
import { type CaddyOptions, startCaddy } from "@/e2e/lab/servers/caddy";
import { type HaproxyOptions, startHaproxy } from "@/e2e/lab/servers/haproxy";
import { type LighttpdOptions, startLighttpd } from "@/e2e/lab/servers/lighttpd";
import { type NginxOptions, startNginx } from "@/e2e/lab/servers/nginx";
import { type PhpOptions, startApacheFpm, startApacheModPhp, startNginxFpm } from "@/e2e/lab/servers/php";
import { startVarnish, type VarnishOptions } from "@/e2e/lab/servers/varnish";
import type { CertificateFault } from "@/lib/testing/certificates";
import type { FakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// Cases of one server in front of a fake shop: a name, the server's configuration, the expectation.

interface FrontOptions {
  /** Defaults to woocommerce. */
  shopSystem?: "magento" | "prestashop";
  /** Behaviour of the shop behind the server. */
  shop?: ShopOptions;
  /** Defaults to https with a valid certificate; null is plain http. */
  certificate?: CertificateFault | null;
  /** Whether the check gets a key; `true` means one with all permissions. */
  credentials?: Record<string, string> | true;
  /** Files in the workspace, such as a password file; `@NAME@` in the configuration is its path. */
  files?: Record<string, string>;
  /** Limit of requests; defaults to the budget of a check. */
  atMost?: number;
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
    name: `${needs.at(-1)}: ${options.shopSystem ? `${options.shopSystem}, ` : ""}${name}`,
    needs,
    truth,
    ...(options.shopSystem ? { shopSystem: options.shopSystem } : {}),
    ...(options.atMost ? { atMost: options.atMost } : {}),
    ...(options.credentials
      ? { credentials: options.credentials === true ? FULL_KEYS[options.shopSystem ?? "woocommerce"] : options.credentials }
      : {}),
    async open(workspace) {
      const shop = await openShopOf(workspace, options.shopSystem ?? "woocommerce", options.shop ?? {});
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
export const nginxModSecurity = makeFront<NginxOptions>(["nginx", "nginx_modsecurity"], (workspace, options) =>
  startNginx(workspace, { ...options, modSecurity: true }),
);
export const apache = makeFront<ApacheOptions>(["apache"], startApache);
export const modSecurity = makeFront<ApacheOptions>(["apache", "modsecurity"], (workspace, options) =>
  startApache(workspace, { ...options, modSecurity: true }),
);
export const haproxy = makeFront<HaproxyOptions>(["haproxy"], startHaproxy);
export const lighttpd = makeFront<LighttpdOptions>(["lighttpd"], startLighttpd);
export const caddy = makeFront<CaddyOptions>(["caddy"], startCaddy);
export const apacheFpm = makeFront<PhpOptions>(["php", "apache"], startApacheFpm);
export const apacheModPhp = makeFront<PhpOptions>(["php", "apache"], startApacheModPhp);
export const nginxFpm = makeFront<PhpOptions>(["php", "nginx"], startNginxFpm);
export const varnish = makeFront<VarnishOptions>(["varnish"], startVarnish, false);

const FULL_KEYS = { woocommerce: WOO_KEY, magento: MAGENTO_TOKEN, prestashop: PRESTA_KEY } as const;
type SelfHosted = keyof typeof FULL_KEYS;

function openShopOf(workspace: Workspace, shopSystem: SelfHosted, options: ShopOptions): Promise<FakeShop> {
  if (shopSystem === "magento") return openShop(workspace, "magento", [MAGENTO_TOKEN], options);
  if (shopSystem === "prestashop") return openShop(workspace, "prestashop", [PRESTA_KEY], options);
  return openShop(workspace, "woocommerce", [WOO_KEY], options);
}

/** A case without a real server: only the fake shop, over https unless configured otherwise. */
export const bare = (
  name: string,
  shop: ShopOptions,
  truth: Truth,
  options: { shopSystem?: SelfHosted; credentials?: Record<string, string> | true; plain?: boolean } = {},
): LabCase => {
  const shopSystem = options.shopSystem ?? "woocommerce";
  return {
    name: `${shopSystem === "woocommerce" ? "shop" : shopSystem}: ${name}`,
    needs: [],
    shopSystem,
    truth,
    ...(options.credentials ? { credentials: options.credentials === true ? FULL_KEYS[shopSystem] : options.credentials } : {}),
    async open(workspace) {
      const opened = await openShopOf(workspace, shopSystem, options.plain ? shop : { tls: "none", ...shop });
      return { url: opened.url, shop: opened };
    },
  };
};
