import { inMerchant, type Transaction } from "@/lib/system/db";
import { inMerchantSql, inPlatformSql, READ_MS, type Sql } from "@/lib/system/sql";

// A page asks for a dozen things at once. Each in a transaction of its own is three round trips more and a connection; asked for in the same
// moment they share one.

type Open<Access> = (work: (access: Access) => Promise<void>) => Promise<void>;
type Read<Access, Value> = (access: Access) => Promise<Value>;

interface Waiting<Access> {
  read: Read<Access, unknown>;
  resolve: (value: never) => void;
  reject: (reason: unknown) => void;
}

/** Answers those that wait, all asked at once: the connection takes them in one after another (lib/system/pool.ts). */
async function answer<Access>(open: Open<Access>, waiting: readonly Waiting<Access>[]): Promise<void> {
  const left = new Set(waiting);
  try {
    await open(async (access) => {
      const ends = await Promise.allSettled(
        waiting.map(async (one) => {
          const value = await one.read(access);
          left.delete(one);
          one.resolve(value as never);
        }),
      );
      const failed = ends.find((end) => end.status === "rejected");
      if (failed) throw failed.reason;
    });
  } catch (error) {
    // One that fails takes the transaction along, but not its neighbours: reading may be done twice.
    if (waiting.length === 1) for (const { reject } of left) reject(error);
    else await Promise.all([...left].map((one) => answer(open, [one])));
  }
}

/** Gathers the reads of one key that are asked for before the event loop goes on, and lets them share what `open` opens. */
function sharing<Key, Access>(openFor: (key: Key) => Open<Access>) {
  const gathered = new Map<Key, Waiting<Access>[]>();
  return <Value>(key: Key, read: Read<Access, Value>): Promise<Value> =>
    new Promise<Value>((resolve, reject) => {
      const one: Waiting<Access> = { read, resolve, reject };
      const others = gathered.get(key);
      if (others) {
        others.push(one);
        return;
      }
      const waiting = [one];
      gathered.set(key, waiting);
      setImmediate(() => {
        gathered.delete(key);
        void answer(openFor(key), waiting);
      });
    });
}

/** Reads within a transaction that sees exactly the merchant, shared with what else is read of it at this moment. `read` writes nothing. */
export const readMerchant = sharing<string, Transaction>((merchantId) => (work) => inMerchant(merchantId, work, { timeoutMs: READ_MS }));

/** The same by statements alone, for what every page reads. */
export const readMerchantSql = sharing<string, Sql>((merchantId) => (work) => inMerchantSql(merchantId, READ_MS, work));

const platformSql = sharing<"platform", Sql>(() => (work) => inPlatformSql(READ_MS, work));

/** By statements alone, seeing every merchant: who is signed in, and what they belong to. */
export const readPlatformSql = <Value>(read: Read<Sql, Value>): Promise<Value> => platformSql("platform", read);
