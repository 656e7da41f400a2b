"use client";

// What is there to press where something is wrong: one file of scripts for all of it.
export { TestAgain } from "@/components/checks/test-again";
export { UseAddress } from "@/components/checks/use-address";
export { FallbackSwitch } from "@/components/sync/fallback-switch";
export { SendAllAgain } from "@/components/sync/send-all-again";
export { TryAgainButton } from "@/components/sync/try-again-button";
