import { TabSkeleton } from "@/components/integrations/tab-skeleton";

export default function SettingsLoading() {
  return <TabSkeleton blocks={["h-[36rem]", "h-48"]} />;
}
