exports.createLinkPrefetchPartialError = (pathname) => new Error(`Dynamic data while prefetching "${pathname}".`);
exports.createUnrenderedSegmentError = (route) => new Error(`Route "${route}" dropped a segment.`);
