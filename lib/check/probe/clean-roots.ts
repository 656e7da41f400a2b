import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** The same question at an address that no cache has seen; shops leave such a word in it aside. */
export const atUnseenAddress = (request: ProbeRequest, count: number): ProbeRequest => ({
  ...request,
  path: `${request.path}${request.path.includes("?") ? "&" : "?"}unseen=${count}`,
});

/** Where a cache keeps refusals and shows them to everybody who comes to that address afterwards: addresses of the root that nobody asked for. */
export class CleanRoots {
  /** Somebody was refused at the one that is asked for now. */
  hasCachedRefusal = false;

  constructor(
    /** Without what makes an address of it that nobody asked for. */
    private readonly root: ProbeRequest,
    /** How many were asked. */
    private count: number,
  ) {}

  next(): ProbeRequest {
    this.count += 1;
    return atUnseenAddress(this.root, this.count);
  }
}
