import { TabSkeleton } from "@/components/integrations/tab-skeleton";

export default function DiagnosisLoading() {
  return <TabSkeleton blocks={["h-80", "h-64"]} />;
}
