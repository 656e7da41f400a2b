import { SECOND_MS } from "@/lib/base/units";
import { type CauseCode, toCauseCode } from "@/lib/check/causes";
import type { MerchantScope, PlatformScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { inPlatform } from "@/lib/infra/db";
import { Prisma } from "@/lib/infra/prisma-client/client";
import { MIN_MERCHANTS } from "@/lib/notify/shared-incident";
import { type FixAnswerKind, toFixAnswer } from "@/lib/operations/learning/schema";

export interface FixAnswer {
  cause: CauseCode;
  /** Id of the fix; empty for something else. */
  recipe: string;
  answer: FixAnswerKind;
  text: string;
  answeredAt: Date;
  /** Whether what the cause refused passed afterwards; null until a check or an import tells. */
  passed: boolean | null;
  judgedAt: Date | null;
}

/** What the merchant said about the fixes of one incident, oldest first; nothing for unknown and foreign ids. */
export async function listFixAnswers(scope: MerchantScope, incidentId: string): Promise<FixAnswer[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.fixAnswer.findMany({ where: { merchantId, incidentId }, orderBy: [{ answeredAt: "asc" }, { id: "asc" }] }),
  );
  return rows.map(({ causeCode, answer, recipe, text, answeredAt, passed, judgedAt }) => ({
    cause: toCauseCode(causeCode),
    recipe,
    answer: toFixAnswer(answer),
    text,
    answeredAt,
    passed,
    judgedAt,
  }));
}

/** How often a fix helped, by cause and blocker. Each shop counts once, with its newest judged answer. */
export interface FixRecord {
  cause: CauseCode;
  blocker: string | null;
  recipe: string;
  shops: number;
  passed: number;
  /** From the first sight of the cause until its request passed; null if none did. */
  medianMs: number | null;
}

type RecordRow = Omit<FixRecord, "cause" | "medianMs"> & { cause: string; medianSeconds: number | null };

const toRecord = ({ cause, medianSeconds, ...row }: RecordRow): FixRecord => ({
  ...row,
  cause: toCauseCode(cause),
  medianMs: medianSeconds === null ? null : medianSeconds * SECOND_MS,
});

const recordsWhere = (where: Prisma.Sql, having: Prisma.Sql): Prisma.Sql => Prisma.sql`
  select cause_code as cause, blocker, recipe, count(*)::int as shops, count(*) filter (where passed)::int as passed,
    percentile_cont(0.5) within group (order by extract(epoch from judged_at - found_at)::float8) filter (where passed) as "medianSeconds"
  from (
    select distinct on (cause_code, blocker, recipe, integration_id) cause_code, blocker, recipe, merchant_id, passed, judged_at, found_at
    from fix_answer where recipe <> '' and passed is not null and ${where}
    order by cause_code, blocker, recipe, integration_id, answered_at desc
  ) newest
  group by cause_code, blocker, recipe having ${having}
  order by shops desc, cause_code, blocker, recipe limit ${MAX_RECORDS}`;

const MAX_RECORDS = 200;
/** Merchants read the record of a fix from so many shops on. */
const MIN_SHOPS = 20;

/** Records of fixes for these causes that the merchant may read: with fewer others in them, one could be identified. */
export async function readFixRecords({ merchantId }: MerchantScope, causes: readonly CauseCode[]): Promise<FixRecord[]> {
  if (causes.length === 0) return [];
  const anonymous = Prisma.sql`count(*) >= ${MIN_SHOPS} and count(distinct merchant_id) filter (where merchant_id <> ${merchantId}::uuid) >= ${MIN_MERCHANTS}`;
  const rows = await inPlatform((tx) => tx.$queryRaw<RecordRow[]>(recordsWhere(Prisma.sql`cause_code = any (${[...causes]})`, anonymous)));
  return rows.map(toRecord);
}

/** The records of all fixes, those of most shops first. */
export async function listFixRecords(_scope: PlatformScope): Promise<FixRecord[]> {
  const rows = await inPlatform((tx) => tx.$queryRaw<RecordRow[]>(recordsWhere(Prisma.sql`true`, Prisma.sql`true`)));
  return rows.map(toRecord);
}

/** A fix that is worth staff's attention: applied by several shops, and most of them were refused still. */
const MIN_APPLIED = 3;
export const isFailing = ({ shops, passed }: Pick<FixRecord, "shops" | "passed">): boolean => shops >= MIN_APPLIED && passed * 2 < shops;

export interface OtherFix {
  merchantId: string;
  integrationId: string;
  shop: string;
  cause: CauseCode;
  blocker: string | null;
  text: string;
  at: Date;
  passed: boolean | null;
}

/** What fixed shops instead of our fixes, newest first. */
export async function listOtherFixes(_scope: PlatformScope, limit = 50): Promise<OtherFix[]> {
  const rows = await inPlatform(
    (tx) => tx.$queryRaw<(Omit<OtherFix, "cause"> & { cause: string })[]>`
      select a.merchant_id as "merchantId", a.integration_id as "integrationId", i.name as shop, a.cause_code as cause, a.blocker, a.text,
        a.answered_at as at, a.passed
      from fix_answer a join integration i on i.merchant_id = a.merchant_id and i.id = a.integration_id
      where a.recipe = '' order by a.answered_at desc limit ${limit}`,
  );
  return rows.map(({ cause, ...row }) => ({ ...row, cause: toCauseCode(cause) }));
}
