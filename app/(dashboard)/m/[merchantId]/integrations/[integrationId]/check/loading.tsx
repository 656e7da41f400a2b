import { TabShape } from "@/components/shell/skeletons";

export default function DiagnosisLoading() {
  return <TabShape blocks={["h-80", "h-64"]} />;
}
