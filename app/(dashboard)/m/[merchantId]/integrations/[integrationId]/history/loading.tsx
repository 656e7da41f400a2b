import { TabSkeleton } from "@/components/integrations/tab-skeleton";

export default function HistoryLoading() {
  return <TabSkeleton blocks={["h-[33rem]", "h-40", "h-72"]} />;
}
