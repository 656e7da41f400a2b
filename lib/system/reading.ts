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

/** How those that share a transaction are asked: each rejects or resolves by `ask`; it rejects with the first that failed. */
type Order = <One>(waiting: readonly One[], ask: (one: One) => Promise<void>) => Promise<void>;

/** All at once: the connection takes them in one after another (lib/system/pool.ts). */
const atOnce: Order = async (waiting, ask) => {
  const ends = await Promise.allSettled(waiting.map(ask));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
};

/** Prisma makes one batch of what it is asked within a transaction at once, and when that fails, answers with nothing instead of an error. */
const oneAfterAnother: Order = async (waiting, ask) => {
  for (const one of waiting) await ask(one);
};

/** Answers those that wait. */
async function answer<Access>(open: Open<Access>, order: Order, waiting: readonly Waiting<Access>[]): Promise<void> {
  const left = new Set(waiting);
  try {
    await open((access) =>
      order(waiting, async (one) => {
        const value = await one.read(access);
        left.delete(one);
        one.resolve(value as never);
      }),
    );
  } catch (error) {
    // One that fails takes the transaction along, but not its neighbours: reading may be done twice.
    if (waiting.length === 1) for (const { reject } of left) reject(error);
    else await Promise.all([...left].map((one) => answer(open, order, [one])));
  }
}

/** Gathers the reads of one key that are asked for before the event loop goes on, and lets them share what `open` opens. */
function sharing<Key, Access>(order: Order, openFor: (key: Key) => Open<Access>) {
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
        void answer(openFor(key), order, waiting);
      });
    });
}

/** Reads within a transaction that sees exactly the merchant, shared with what else is read of it at this moment. `read` writes nothing. */
export const readMerchant = sharing<string, Transaction>(
  oneAfterAnother,
  (merchantId) => (work) => inMerchant(merchantId, work, { timeoutMs: READ_MS }),
);

/** The same by statements alone, for what every page reads. */
export const readMerchantSql = sharing<string, Sql>(atOnce, (merchantId) => (work) => inMerchantSql(merchantId, READ_MS, work));

const platformSql = sharing<"platform", Sql>(atOnce, () => (work) => inPlatformSql(READ_MS, work));

/** By statements alone, seeing every merchant: who is signed in, and what they belong to. */
export const readPlatformSql = <Value>(read: Read<Sql, Value>): Promise<Value> => platformSql("platform", read);
