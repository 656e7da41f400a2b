export { FormShape as default } from "@/components/shell/skeletons";
