"use client";

import { createContext, type ReactNode, use } from "react";

const StaffReads = createContext(false);

/** Whether support staff read the page. They act for a merchant, so "you" would address the wrong party. */
export const useIsStaffReader = (): boolean => use(StaffReads);

export function Reader({ isStaff, children }: { isStaff: boolean; children: ReactNode }) {
  return <StaffReads value={isStaff}>{children}</StaffReads>;
}
