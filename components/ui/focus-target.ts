/** Attribute that `useFocusKeeper` looks for. */
export const FOCUS_TARGET_ATTRIBUTE = "data-focus-target";

/** Spread on the field or text (`tabIndex` -1) that receives the focus within a `FocusKeeper` when an action removed its own button or link. */
export const focusTarget = { [FOCUS_TARGET_ATTRIBUTE]: "" };
