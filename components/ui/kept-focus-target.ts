/** What `useKeptFocus` looks for. */
export const KEPT_FOCUS_ATTRIBUTE = "data-kept-focus";

/** On the field, or on the words with `tabIndex` -1, that the focus is to go to within a `KeptFocus` when a press took its own button or link away. */
export const keptFocusTarget = { [KEPT_FOCUS_ATTRIBUTE]: "" };
