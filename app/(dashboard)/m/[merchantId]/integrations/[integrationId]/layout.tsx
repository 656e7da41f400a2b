import type { ReactNode } from "react";
import { loadIntegration } from "@/lib/integrations/loaders";

/** Asks before anything is sent whether there is such a shop: once the frame is on its way, the answer can no longer be 404. */
export default async function IntegrationLayout({
  params,
  children,
}: {
  params: Promise<{ merchantId: string; integrationId: string }>;
  children: ReactNode;
}) {
  const { merchantId, integrationId } = await params;
  await loadIntegration(merchantId, integrationId);
  return children;
}
