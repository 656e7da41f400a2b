/** What is done about the incident once the answer is sent. None closes it: only proof that the shop works again does. */
export const MACRO_ACTS = ["none", "take", "release", "test_again", "refresh"] as const;
export type MacroAct = (typeof MACRO_ACTS)[number];
