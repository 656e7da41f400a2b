export { FilteredListShape as default } from "@/components/shell/skeletons";
