import { TabShape } from "@/components/shell/skeletons";

export default function SettingsLoading() {
  return <TabShape blocks={["h-[36rem]", "h-48"]} />;
}
