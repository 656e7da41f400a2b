import { type NextRequest, NextResponse } from "next/server";
import { z } from "zod";
import { readCheckRequests } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { describeProbes } from "@/components/checks/shown-probe";
import { userAgents } from "@/lib/connectors/egress/user-agents";
import { findMerchantScope } from "@/lib/identity/accounts/loaders";

const NO_STORE = { "cache-control": "private, no-store" };

/** The requests of a check for the page Diagnosis, which asks for them once one is opened. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ merchantId: string; integrationId: string }> },
): Promise<Response> {
  const { merchantId, integrationId } = await params;
  const ids = z.tuple([z.uuid(), z.uuid()]).safeParse([integrationId, request.nextUrl.searchParams.get("check")]);
  const scope = await findMerchantScope(merchantId);
  const found = scope && ids.success ? await readCheckRequests(scope, ...ids.data) : null;
  if (!found) return new NextResponse(null, { status: 404, headers: NO_STORE });
  const shown = await describeProbes(found.probes, userAgents(found.shopSystem), found.ages);
  return NextResponse.json(shown, { headers: NO_STORE });
}
