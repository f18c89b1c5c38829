/**
 * What reads one domain of one host: each call gives one reading in base units, or throws a `Failure`. A reader
 * that computes rates keeps its previous counters between calls; it never keeps time, and gives no reading
 * twice but that there is nothing.
 */
export type Reader<R> = () => R | Promise<R>;
