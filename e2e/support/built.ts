import { build } from "@/scripts/dev/build.mjs";

/** Builds before the workers start, whose time limits do not allow for it. */
export default build;
