export { DetailShape as default } from "@/components/shell/skeletons";
