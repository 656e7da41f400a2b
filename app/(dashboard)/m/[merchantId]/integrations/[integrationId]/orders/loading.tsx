import { TabShape } from "@/components/shell/skeletons";

export default function SyncLoading() {
  return <TabShape blocks={["h-16", "h-96"]} />;
}
