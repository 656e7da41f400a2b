import type { ProbeRequest } from "@/lib/connectors/shop-probes";

/** The same question at an address that no cache has seen; shops leave such a word in it aside. */
export const atUnseenAddress = (request: ProbeRequest, count: number): ProbeRequest => ({
  ...request,
  path: `${request.path}${request.path.includes("?") ? "&" : "?"}unseen=${count}`,
});

/** Where a cache keeps refusals and serves them to every later visitor of that address: addresses of the root that no cache has seen. */
export class CleanRoots {
  /** A request was refused at the one that is asked for now. */
  hasCachedRefusal = false;

  constructor(
    /** Without the part that makes it an unseen address. */
    private readonly root: ProbeRequest,
    /** How many were asked. */
    private count: number,
  ) {}

  next(): ProbeRequest {
    this.count += 1;
    return atUnseenAddress(this.root, this.count);
  }
}
