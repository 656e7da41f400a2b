// After a new first key in CREDENTIALS_KEYS: re-encrypts every credential and second-factor secret with it. Safe while web and worker run.
import { openSecret, sealSecret } from "@/lib/identity/auth/second-factor";
import { disconnect, inPlatform } from "@/lib/infra/db";
import { seal, unseal } from "@/lib/infra/secrets";

const newest = seal("", "").keyId;
let resealed = 0;

const stale = await inPlatform((tx) =>
  tx.integration.findMany({ where: { credentialsKeyId: { not: newest } }, select: { merchantId: true, id: true } }),
);
for (const { merchantId, id } of stale) {
  resealed += await inPlatform(async (tx) => {
    // Locks the row: a merchant may be replacing the credentials.
    await tx.$queryRaw`select 1 from integration where id = ${id}::uuid for no key update`;
    const row = await tx.integration.findUnique({ where: { merchantId_id: { merchantId, id } } });
    if (!row?.credentials || !row.credentialsKeyId || row.credentialsKeyId === newest) return 0;
    const context = `integration:${id}`;
    const sealed = seal(unseal({ bytes: row.credentials, keyId: row.credentialsKeyId }, context), context);
    await tx.integration.update({
      where: { merchantId_id: { merchantId, id } },
      data: { credentials: sealed.bytes, credentialsKeyId: sealed.keyId },
    });
    return 1;
  });
}
const staleFactors = await inPlatform((tx) =>
  tx.secondFactor.findMany({ where: { secretKeyId: { not: newest } }, select: { personId: true } }),
);
for (const { personId } of staleFactors) {
  resealed += await inPlatform(async (tx) => {
    await tx.$queryRaw`select 1 from second_factor where person_id = ${personId}::uuid for no key update`;
    const factor = await tx.secondFactor.findUnique({ where: { personId } });
    if (!factor || factor.secretKeyId === newest) return 0;
    const { bytes, keyId } = sealSecret(personId, openSecret(personId, { bytes: factor.secret, keyId: factor.secretKeyId }));
    await tx.secondFactor.update({ where: { personId }, data: { secret: bytes, secretKeyId: keyId } });
    return 1;
  });
}
await disconnect();
console.log(`${resealed} sealed anew with key ${newest}.`);
