/** What a problem says: its stable code, and what is wrong in a sentence. */
interface ProblemText {
  code: string;
  detail: string;
}

/**
 * The problems of which the OpenAPI document shows an example: the answers and their examples say them in the same
 * words.
 */
export const problemTexts = {
  noKey: {
    code: 'no_key',
    detail: 'a key is needed, in the header X-API-Key or as Authorization: Bearer, never in the URL',
  },
  hostNotAllowed: (name: string) => ({
    code: 'host_not_allowed',
    detail: `the host name ${JSON.stringify(name.slice(0, 100))} is not allowed; the operator can add it to SYSMON_ALLOWED_HOSTS`,
  }),
  rateLimited: (who: 'address' | 'key', perMinute: number, seconds: number) => ({
    code: 'rate_limited',
    detail: `this ${who} may ask ${perMinute} times a minute; ask again in ${seconds} s`,
  }),
  busy: (total: number) => ({
    code: 'busy',
    detail: `${total} requests of this kind are going on already; ask again in a moment`,
  }),
  urlTooLong: (longest: number) => ({
    code: 'url_too_long',
    detail: `a URL has at most ${longest} characters here`,
  }),
} satisfies Record<string, ProblemText | ((...about: never[]) => ProblemText)>;
