import { fromPrisma, PgBoss } from "pg-boss";
import type { Transaction } from "@/lib/infra/db";
import { openQueueDatabase } from "@/lib/infra/jobs/queue-database";
import { JOBS_CHANNEL, type JobPayloads, type QueueName } from "@/lib/infra/jobs/queues";
import { log } from "@/lib/infra/log";
import { currentOrigin } from "@/lib/infra/observe/trace";
import { processWide } from "@/lib/infra/process-wide";

interface Sender {
  boss: PgBoss;
  stop(): Promise<void>;
}

/** The sending half of the queue: knows the queues' options and inserts jobs through the caller's transaction. */
async function openSender(): Promise<Sender> {
  const database = openQueueDatabase("mooring_app", 1);
  const boss = new PgBoss({ db: database.db, migrate: false, supervise: false, schedule: false });
  boss.on("error", (error) => log.error({ err: error }, "queue sender"));
  await boss.start();
  return { boss, stop: () => boss.stop({ graceful: false }).then(database.close) };
}

const sender = processWide("queue sender", openSender);

/** Connects in advance, so that the first click does not wait. */
export async function openQueue(): Promise<PgBoss> {
  try {
    return (await sender.get()).boss;
  } catch (error) {
    sender.take(); // the next call retries
    throw error;
  }
}

/** Closes the sender, so that scripts and tests can exit. */
export async function closeQueue(): Promise<void> {
  await (await sender.take()?.catch(() => undefined))?.stop();
}

/** Higher priorities run first: work that a user waits for precedes scheduled work. */
export const PRIORITY = { person: 10, schedule: 0 } as const;

const wakeWorkers = (tx: Transaction, queue: QueueName): Promise<unknown> => tx.$executeRaw`select pg_notify(${JOBS_CHANNEL}, ${queue})`;

/** Adds a job in the caller's transaction: it exists from the commit on, together with the rows it refers to. */
export async function enqueue<Name extends QueueName>(
  tx: Transaction,
  queue: Name,
  payload: JobPayloads[Name],
  priority: number = PRIORITY.schedule,
): Promise<void> {
  const boss = await openQueue();
  await wakeWorkers(tx, queue);
  await boss.send(
    queue,
    { ...payload, ...currentOrigin() },
    {
      priority,
      group: { id: payload.merchantId },
      db: fromPrisma(tx),
    },
  );
}

export async function enqueueAll<Name extends QueueName>(tx: Transaction, queue: Name, payloads: readonly JobPayloads[Name][]) {
  if (payloads.length === 0) return;
  const boss = await openQueue();
  await wakeWorkers(tx, queue);
  const origin = currentOrigin();
  await boss.insert(
    queue,
    payloads.map((payload) => ({ data: { ...payload, ...origin }, group: { id: payload.merchantId } })),
    { db: fromPrisma(tx) },
  );
}
