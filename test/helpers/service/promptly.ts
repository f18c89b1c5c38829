/**
 * The longest, ms, that what is at once on a quiet machine may take on a busy one. What it tells apart waits for a
 * client or a card that never answers.
 */
export const promptly = 10_000;
