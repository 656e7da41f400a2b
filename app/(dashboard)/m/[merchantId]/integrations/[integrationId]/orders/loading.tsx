import { TabSkeleton } from "@/components/integrations/tab-skeleton";

export default function SyncLoading() {
  return <TabSkeleton blocks={["h-16", "h-96"]} />;
}
