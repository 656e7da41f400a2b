import { build } from "@/scripts/dev/build.mjs";

/** Before the workers start: their time limits are not for building. */
export default build;
