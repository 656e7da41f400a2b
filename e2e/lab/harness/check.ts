import dns from "node:dns";
import tls from "node:tls";
import { vi } from "vitest";
import { CONTROL_ADDRESS, EGRESS_ADDRESSES, labAuthority } from "@/e2e/lab/harness/lab";
import type { LabCase } from "@/e2e/lab/lab-case";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";

/** Makes this process trust the lab's authority, as NODE_EXTRA_CA_CERTS does for the command line. */
export async function trustLabAuthority(): Promise<void> {
  const { rootPem } = await labAuthority();
  tls.setDefaultCACertificates([...tls.getCACertificates("bundled"), rootPem]);
}

/** Resolves the lab's names, below .test, to loopback. */
export function resolveLabNames(): void {
  const lookup = dns.promises.lookup;
  const lookupLab = (host: string, options: dns.LookupAllOptions) =>
    host.endsWith(".test") ? Promise.resolve([{ address: "127.0.0.1", family: 4 }]) : lookup(host, options);
  vi.spyOn(dns.promises, "lookup").mockImplementation(lookupLab as typeof lookup);
}

/** Runs the check of one case, from the lab's published addresses and its control. */
export const checkCase = (labCase: LabCase, url: string): Promise<CheckResult> =>
  runCheck({
    url,
    platform: labCase.platform ?? "woocommerce",
    credentials: labCase.credentials,
    egress: { addresses: [...EGRESS_ADDRESSES], control: CONTROL_ADDRESS },
    policy: { allowNetworks: ["127.0.0.0/8", "::1/128"], allowTargets: [] },
  });
