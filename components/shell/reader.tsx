"use client";

import { createContext, type ReactNode, use } from "react";

const StaffReads = createContext(false);

/** Whether the page is read by support staff: they act for a merchant, so "you" would name the wrong one. */
export const useIsStaffReader = (): boolean => use(StaffReads);

export function Reader({ isStaff, children }: { isStaff: boolean; children: ReactNode }) {
  return <StaffReads value={isStaff}>{children}</StaffReads>;
}
