import { TabShape } from "@/components/shell/skeletons";

export default function OverviewLoading() {
  return <TabShape blocks={[["h-36", "h-36"], "h-64", "h-28"]} />;
}
