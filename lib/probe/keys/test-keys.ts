import type { Experiment } from "@/lib/probe/experiment";

export async function testHeaderAndKeys(_experiment: Experiment, _credentials: unknown, _baseUrl: string): Promise<void> {}
