import path from "node:path";

/** Two folders up, both here and in the bundles of scripts/build-app.mjs. For web processes it is in the working directory. */
export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, "../../prisma/migrations");
