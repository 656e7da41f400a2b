import { expect, test } from "vitest";
import { findListSettings, findPreference, savePreference } from "@/lib/identity/preferences/data";
import { USUAL_COLUMNS } from "@/lib/identity/preferences/list-settings";
import { preferenceKey } from "@/lib/identity/preferences/schema";
import { inPlatform } from "@/lib/infra/db";
import { makeTwoMerchants } from "@/lib/testing/two-merchants";

test("a preference applies to its user only, and defaults until it is set", async () => {
  const { owner, outsider } = await makeTwoMerchants();
  expect(await findPreference(owner.person, "list_columns")).toEqual(USUAL_COLUMNS);
  await savePreference(owner.person, "list_columns", ["parcels"]);
  await savePreference(owner.person, "list_columns", ["parcels", "next_sync"]);
  expect(await findPreference(owner.person, "list_columns")).toEqual(["parcels", "next_sync"]);
  expect(await findPreference(outsider.person, "list_columns")).toEqual(USUAL_COLUMNS);
});

test("named filters belong to one merchant", async () => {
  const { owner, outsider } = await makeTwoMerchants();
  const [mine, other] = [owner.scope.merchantId, outsider.scope.merchantId];
  const view = { id: "019abcde-0000-7000-8000-000000000001", name: "Blocked", query: "?state=action_needed" };
  await savePreference(owner.person, "list_views", [view], mine);
  expect(await findPreference(owner.person, "list_views", mine)).toEqual([view]);
  expect(await findPreference(owner.person, "list_views", other)).toEqual([]);
  expect(await findListSettings(owner.person, mine)).toMatchObject({ views: [view] });
  expect(await findListSettings(owner.person, other)).toMatchObject({ views: [] });
});

test("a stored value of an unknown shape falls back to the default", async () => {
  const { owner } = await makeTwoMerchants();
  const { personId } = owner.person;
  await inPlatform((tx) =>
    tx.personPreference.create({ data: { personId, key: preferenceKey("list_columns", null), value: { from: "elsewhere" } } }),
  );
  expect(await findPreference(owner.person, "list_columns")).toEqual(USUAL_COLUMNS);
});
