import "server-only";
import { pageNumber } from "@/lib/base/paging";
import { outsideConfig } from "@/lib/connectors/egress/config";
import { addressesToAllow } from "@/lib/connectors/egress/dated-addresses";
import { knownAddresses, listDatedAddresses } from "@/lib/health/live-outside";
import { isAllowed, isReadOnly } from "@/lib/identity/accounts/access";
import { requireMerchantScope, requireStaffScope } from "@/lib/identity/accounts/loaders";
import { findRehearsal, listRefusedRehearsals, listRehearsedShops } from "@/lib/operations/addresses/data";
import { SHOWN_STATES } from "@/lib/operations/addresses/judge-rehearsal";
import { publishRequirements } from "@/lib/operations/addresses/published";

/** The current content of public page, list and feed. Needs no session. */
export const loadPublished = async () => publishRequirements(outsideConfig().egress, await knownAddresses(), new Date());

/** The staff page of our own addresses; the query selects which shops of the rehearsal are listed. */
export async function loadAddressesConsole(query: Record<string, unknown>) {
  const scope = await requireStaffScope();
  const shown = SHOWN_STATES.find((state) => state === query["shops"]) ?? "open";
  const page = pageNumber.parse(query["page"]);
  const [known, rehearsal] = await Promise.all([listDatedAddresses(), findRehearsal(scope)]);
  const shops = rehearsal ? await listRehearsedShops(scope, { rehearsalId: rehearsal.id, state: shown, page }) : [];
  const published = publishRequirements(outsideConfig().egress, known, new Date());
  return { published, rehearsal, shown, page, shops, mayMove: isAllowed(scope, "move_traffic") };
}

/** What a merchant must know of an upcoming change: shops that would refuse it, and everything that a firewall must allow. */
export async function loadComingAddresses(merchantId: string, integrationId: string | null) {
  const scope = await requireMerchantScope(merchantId);
  const coming = await listRefusedRehearsals(scope, integrationId);
  const allow = coming.length === 0 ? [] : addressesToAllow(outsideConfig().egress, await knownAddresses(), new Date());
  return { coming, readOnly: isReadOnly(scope), allow };
}
