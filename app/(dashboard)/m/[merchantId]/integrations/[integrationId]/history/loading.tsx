import { TabShape } from "@/components/shell/skeletons";

export default function HistoryLoading() {
  return <TabShape blocks={["h-[33rem]", "h-40", "h-72"]} />;
}
