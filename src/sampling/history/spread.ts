/** The smallest, the mean and the greatest value of a span of time. */
export interface Spread {
  min: number;
  avg: number;
  max: number;
}
