/** Marks the elements that `useFocusKeeper` looks for. */
export const FOCUS_TARGET_ATTRIBUTE = "data-focus-target";

/** Spread on the field or text (`tabIndex` -1) that gets the focus in a `FocusKeeper` when an action removed its own button or link. */
export const focusTarget = { [FOCUS_TARGET_ATTRIBUTE]: "" };
