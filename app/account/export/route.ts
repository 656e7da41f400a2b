import { whoIs } from "@/lib/identity/accounts/actor";
import { currentPerson } from "@/lib/identity/auth/session";
import { exportAccount } from "@/lib/identity/erasure/data";
import { recordAccountExport } from "@/lib/identity/erasure/mutations";
import { refuseIfSpent } from "@/lib/identity/quota/refuse-if-spent";

/** Everything stored about the signed-in user, as JSON. */
export async function GET(): Promise<Response> {
  const person = await currentPerson();
  if (!person) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  const refusal = await refuseIfSpent(whoIs(person), "export");
  if (refusal) return refusal;
  await recordAccountExport(person);
  return new Response(JSON.stringify(await exportAccount(person), null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="my-data.json"',
      "cache-control": "no-store",
    },
  });
}
