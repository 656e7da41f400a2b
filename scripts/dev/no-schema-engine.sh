#!/bin/sh
echo "The Prisma schema engine is not used here: lib/infra/migrate.ts applies the migrations; CONTRIBUTING.md says how to write one." >&2
exit 1
