export { ListShape as default } from "@/components/shell/skeletons";
