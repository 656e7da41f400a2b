import { expect, test } from "vitest";
import audit from "@/lib/i18n/messages/en/audit.json";
import timeline from "@/lib/i18n/messages/en/timeline.json";
import { ALL_ACTIONS, INTEGRATION_ACTIONS, SUPPORT_ACTS } from "@/lib/identity/audit/actions";

test("every action has a text in the log, and shop and staff actions also in the timeline", () => {
  expect(ALL_ACTIONS.filter((action) => !(action in audit.action))).toEqual([]);
  expect([...INTEGRATION_ACTIONS, ...SUPPORT_ACTS].filter((action) => !(action in timeline.action))).toEqual([]);
});
