import { expect, it } from "vitest";
import { countClaim } from "@/lib/sync/past-runs/count-claim";

const counted = (shopCount: number | null, ourCount: number | null, ourUnreadable: number | null = null, unlisted: number | null = null) =>
  countClaim({ shopCount, ourCount, ourUnreadable, ourDismissed: 2, unlisted });

it("counts no quarantined order as one that is here", () => {
  expect(counted(400, 400, 3)).toMatchObject({ shop: 400, ours: 397, unreadable: 3, dismissed: 2, missing: 0, gone: 0, isComplete: false });
  expect(counted(400, 400)).toMatchObject({ ours: 400, dismissed: 0, isComplete: true });
  expect(counted(402, 400, 3)).toMatchObject({ ours: 397, missing: 2, isComplete: false });
  expect(counted(null, 400)).toBeNull();
});

it("distinguishes orders that the shop does not list from missing ones, and those it still has from deleted ones", () => {
  expect(counted(437, 400, null, 37)).toMatchObject({ missing: 0, unlisted: 37, isComplete: false });
  expect(counted(440, 400, null, 37)).toMatchObject({ missing: 3, unlisted: 37 });
  expect(counted(386, 400, null, -14)).toMatchObject({ gone: 0, kept: 14, isComplete: true });
  expect(counted(385, 400, null, -14)).toMatchObject({ gone: 1, kept: 14, isComplete: false });
});
