export { TabShape as default } from "@/components/shell/skeletons";
