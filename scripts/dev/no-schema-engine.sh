#!/bin/sh
echo "The Prisma schema engine is not used here: migrations are applied by lib/infra/migrate.ts and written by scripts/schema-diff.ts." >&2
exit 1
