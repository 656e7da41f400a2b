/** What is done about the incident once the answer is sent. */
export const MACRO_ACTS = ["none", "take", "release", "test_again", "refresh"] as const;
export type MacroAct = (typeof MACRO_ACTS)[number];
