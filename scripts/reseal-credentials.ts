// Run after adding a new first key to CREDENTIALS_KEYS: re-encrypts every sealed value with it. Safe while web and worker run, and to
// interrupt and repeat: each row is its own transaction and opens with either key.
import { disconnect, inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { seal, unseal } from "@/lib/infra/secrets";
import { SEALED_COLUMNS, type SealedColumn } from "@/scripts/sealed-columns";

const BATCH = 500;
const newest = seal("", "").keyId;

interface Stored {
  bytes: Uint8Array | null;
  keyId: string | null;
  bound: string;
}

/** Re-encrypts one row. @returns whether it had an older key */
function resealRow({ table, column, id: idColumn, boundTo, context }: SealedColumn, id: string): Promise<boolean> {
  const [from, value, key, idName, bound] = [table, column, `${column}_key_id`, idColumn, boundTo].map((name) => Prisma.raw(`"${name}"`));
  return inPlatform(async (tx) => {
    // Locks the row, since a merchant may be replacing the value.
    const [row] = await tx.$queryRaw<Stored[]>`
      select ${value} as bytes, ${key} as "keyId", ${bound}::text as bound from ${from} where ${idName} = ${id}::uuid for no key update`;
    if (!row?.bytes || !row.keyId || row.keyId === newest) return false;
    const sealed = seal(unseal({ bytes: new Uint8Array(row.bytes), keyId: row.keyId }, context(row.bound)), context(row.bound));
    await tx.$executeRaw`update ${from} set ${value} = ${sealed.bytes}, ${key} = ${sealed.keyId} where ${idName} = ${id}::uuid`;
    return true;
  });
}

function listStale({ table, column, id }: SealedColumn, after: string): Promise<{ id: string }[]> {
  const [from, value, key, idName] = [table, column, `${column}_key_id`, id].map((name) => Prisma.raw(`"${name}"`));
  return inPlatform(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      select ${idName}::text as id from ${from} where ${value} is not null and ${key} <> ${newest} and ${idName} > ${after}::uuid
      order by ${idName} limit ${BATCH}`,
  );
}

let resealed = 0;
const unreadable: string[] = [];
for (const column of SEALED_COLUMNS) {
  let after = "00000000-0000-0000-0000-000000000000";
  for (let stale = await listStale(column, after); stale.length > 0; stale = await listStale(column, after)) {
    for (const { id } of stale) {
      try {
        if (await resealRow(column, id)) resealed += 1;
      } catch (error) {
        unreadable.push(`${column.table}.${column.column} ${id}: ${error instanceof Error ? error.message : error}`);
      }
      after = id;
    }
  }
}
await disconnect();
console.log(`${resealed} sealed anew with key ${newest}.`);
if (unreadable.length > 0) {
  console.error(`${unreadable.length} could not be opened and keep their old key:\n${unreadable.join("\n")}`);
  process.exitCode = 1;
}
