/** What `useFocusKeeper` looks for. */
export const FOCUS_TARGET_ATTRIBUTE = "data-focus-target";

/** On the field, or on the words with `tabIndex` -1, that the focus is to go to within a `FocusKeeper` when a press took its own button or link away. */
export const focusTarget = { [FOCUS_TARGET_ATTRIBUTE]: "" };
