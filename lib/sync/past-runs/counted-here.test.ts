import { expect, it } from "vitest";
import { countedHere } from "@/lib/sync/past-runs/counted-here";

it("counts no quarantined order as one that is here", () => {
  expect(countedHere({ shopCount: 400, ourCount: 400, ourUnreadable: 3 })).toEqual({
    ...{ shop: 400, ours: 397, unreadable: 3, differs: 0, isComplete: false },
  });
  expect(countedHere({ shopCount: 400, ourCount: 400, ourUnreadable: null })).toMatchObject({ ours: 400, isComplete: true });
  expect(countedHere({ shopCount: 402, ourCount: 400, ourUnreadable: 3 })).toMatchObject({ ours: 397, differs: 2, isComplete: false });
  expect(countedHere({ shopCount: null, ourCount: 400, ourUnreadable: null })).toBeNull();
});
