import { TabSkeleton } from "@/components/integrations/tab-skeleton";

export default function OverviewLoading() {
  return <TabSkeleton blocks={[["h-36", "h-36"], "h-64", "h-28"]} />;
}
