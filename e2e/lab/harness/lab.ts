import type { Workspace } from "@/e2e/lab/harness/workspace";
import { type CertificateAuthority, type CertificateFault, makeCertificateAuthority } from "@/lib/testing/certificates";
import type { Behaviour } from "@/lib/testing/fake-shops/behaviour";
import { generateOrders } from "@/lib/testing/fake-shops/generate-orders";
import type { FakeKeys, FakeShopSystemName } from "@/lib/testing/fake-shops/shop-systems";
import { type FakeShop, startFakeShop } from "@/lib/testing/fake-shops/start-fake-shop";

// Shared by all cases: a certificate authority that the check trusts, and a fake shop behind the server.

export const EGRESS_ADDRESSES = ["127.0.0.2", "127.0.0.3"] as const;
export const CONTROL_ADDRESS = "127.0.0.4";

export const WOO_KEY = { consumerKey: `ck_${"a1".repeat(20)}`, consumerSecret: `cs_${"b2".repeat(20)}` };

export const MAGENTO_TOKEN = { accessToken: "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4" };
export const SHOPIFY_TOKEN = { accessToken: "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" };
export const PRESTA_KEY = { apiKey: "LABKEYLABKEYLABKEYLABKEYLABKEY42" };

const orders = generateOrders({ count: 12, from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z"), seed: 5 });

let authority: Promise<CertificateAuthority> | undefined;

/** One authority for all cases of a run. */
export function labAuthority(): Promise<CertificateAuthority> {
  authority ??= makeCertificateAuthority({ name: "Lab" });
  return authority;
}

export interface Tls {
  keyFile: string;
  certFile: string;
  /** Key and certificates in one file, as HAProxy expects. */
  bundleFile: string;
  fault: CertificateFault;
}

/** Certificate files for a server on 127.0.0.1 or another host. */
export async function writeCertificate(workspace: Workspace, fault: CertificateFault = "none", host = "127.0.0.1"): Promise<Tls> {
  const { key, cert } = await (await labAuthority()).issue([host], { fault });
  return {
    keyFile: workspace.write("tls/key.pem", key),
    certFile: workspace.write("tls/cert.pem", cert),
    bundleFile: workspace.write("tls/bundle.pem", `${cert}\n${key}\n`),
    fault,
  };
}

export interface ShopOptions {
  behaviour?: Behaviour;
  /** The shop itself serves https, with a certificate that has this fault, if any. */
  tls?: CertificateFault;
  host?: string;
  version?: string;
}

/** A fake shop that the workspace closes; plain http unless `tls` is given. */
export async function openShop<Name extends FakeShopSystemName>(
  workspace: Workspace,
  shopSystem: Name,
  credentials: readonly FakeKeys[Name][],
  options: ShopOptions = {},
): Promise<FakeShop> {
  const host = options.host ?? "127.0.0.1";
  const shop = await startFakeShop({
    shopSystem,
    orders,
    credentials,
    host,
    behaviour: options.behaviour ?? {},
    ...(options.version ? { version: options.version } : {}),
    ...(options.tls ? { tls: await (await labAuthority()).issue([host], { fault: options.tls }) } : {}),
  });
  workspace.onClose(() => shop.close());
  return shop;
}
