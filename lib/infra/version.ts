import manifest from "@/package.json" with { type: "json" };

/** The version of the product; package.json is the only place that names it. */
export const VERSION: string = manifest.version;
