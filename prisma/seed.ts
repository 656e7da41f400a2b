import { disconnect, inPlatform } from "@/lib/infra/db";
import { required } from "@/lib/infra/env";
import { closeQueue } from "@/lib/infra/jobs/enqueue";
import { readOrMakeEpoch } from "@/lib/testing/demo-folder";
import { DEMO_SHOPS } from "@/lib/testing/demo-shops";
import { writeMerchants, writePeople } from "@/prisma/demo/people";
import { writeShop } from "@/prisma/demo/shop";

const SEED_TIMEOUT_MS = 120_000;

/**
 * Writes the demo into an empty database, completely or not at all; leaves a database with people or merchants unchanged. The past is
 * generated like the demo shops' own orders, so that both agree; queued real checks determine the current state.
 * @returns whether it was written
 */
export async function seedDemo(): Promise<boolean> {
  const epoch = readOrMakeEpoch(required("DEMO_FOLDER"));
  try {
    return await inPlatform(
      async (tx) => {
        if ((await tx.person.count()) + (await tx.merchant.count()) > 0) return false;
        const merchants = await writeMerchants(tx, epoch);
        const people = await writePeople(tx, epoch, merchants);
        const owners = { noordzee: people.merchant, weber: people.agency };
        for (const shop of DEMO_SHOPS)
          await writeShop(tx, { shop, epoch, merchantId: merchants[shop.merchant], member: owners[shop.merchant] });
        return true;
      },
      { timeoutMs: SEED_TIMEOUT_MS },
    );
  } finally {
    await closeQueue();
    await disconnect();
  }
}
