import tls from "node:tls";
import { CONTROL_ADDRESS, EGRESS_ADDRESSES, labAuthority } from "@/e2e/lab/harness/lab";
import type { LabCase } from "@/e2e/lab/lab-case";
import { runCheck } from "@/lib/check/probe/check-shop";
import type { CheckResult } from "@/lib/check/result";
import { answerNames } from "@/lib/testing/answer-names";

/** Makes this process trust the lab's authority, as NODE_EXTRA_CA_CERTS does for the command line. */
export async function trustLabAuthority(): Promise<void> {
  const { rootPem } = await labAuthority();
  tls.setDefaultCACertificates([...tls.getCACertificates("bundled"), rootPem]);
}

/** Resolves the lab's names, below .test, to loopback. */
export function resolveLabNames(): void {
  answerNames((host) => (host.endsWith(".test") ? ["127.0.0.1"] : []));
}

/** Runs the check of one case, from the lab's published addresses and its control. */
export const checkCase = (labCase: LabCase, url: string): Promise<CheckResult> =>
  runCheck({
    url,
    shopSystem: labCase.shopSystem ?? "woocommerce",
    credentials: labCase.credentials,
    egress: { addresses: [...EGRESS_ADDRESSES], control: CONTROL_ADDRESS },
    policy: { allowNetworks: ["127.0.0.0/8", "::1/128"], allowTargets: [] },
  });
