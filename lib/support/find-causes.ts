import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import type { PlatformScope } from "@/lib/identity/accounts/access";
import { countShops } from "@/lib/operations/fleet/data";

export interface CauseHit {
  code: CauseCode;
  name: string;
  /** Shops that have it now. */
  shops: number;
}

const MIN_CHARACTERS = 3;
const CAUSES_SHOWN = 8;

/** Causes by a part of their name in the user's language, or by their code, those of most shops first. `t` has the namespace `causes`. */
export async function findCauses(scope: PlatformScope, text: string, t: Parameters<typeof nameCause>[0]): Promise<CauseHit[]> {
  const term = text.toLowerCase();
  if (term.length < MIN_CHARACTERS) return [];
  const named = CAUSE_CODES.map((code) => ({ code, name: nameCause(t, code) }));
  const matching = named.filter(
    ({ code, name }) => name.toLowerCase().includes(term) || code.replaceAll("_", " ").includes(term.replaceAll("_", " ")),
  );
  const hits = await Promise.all(
    matching.slice(0, MAX_COUNTED).map(async (cause) => ({ ...cause, shops: await countShops(scope, { cause: cause.code }) })),
  );
  return hits.sort((a, b) => b.shops - a.shops || a.name.localeCompare(b.name)).slice(0, CAUSES_SHOWN);
}

/** A word that is in nearly every name is no search for a cause. */
const MAX_COUNTED = 24;
