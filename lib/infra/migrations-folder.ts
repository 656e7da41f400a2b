import path from "node:path";

/** Two folders up, here and in the bundles of scripts/build-app.mjs. A web process has it in its working directory. */
export const MIGRATIONS_FOLDER = path.join(import.meta.dirname, "../../prisma/migrations");
