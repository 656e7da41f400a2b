import { loadIncident } from "@/app/(dashboard)/m/[merchantId]/incidents/loader";

/** Responds 404 before streaming starts. */
export default async function IncidentLayout({ params, children }: LayoutProps<"/m/[merchantId]/incidents/[incidentId]">) {
  const { merchantId, incidentId } = await params;
  await loadIncident(merchantId, incidentId);
  return children;
}
