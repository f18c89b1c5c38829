const pattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/**
 * An instant as RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339#section-5.6), with any number of decimals and
 * any offset, in seconds since 1970 (UTC); null for anything else, days that no month has included.
 */
export function parseRfc3339(text: string): number | null {
  const [, date, time, fraction, sign, hours, minutes] = pattern.exec(text) ?? [];
  if (date === undefined || time === undefined) return null;
  const local = Date.parse(`${date}T${time}Z`);
  // Date.parse takes a 30 February as the first days of March.
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(date)) return null;
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 * (sign === '-' ? -1 : 1);
  return local / 1000 - ahead + Number(`0${fraction ?? ''}`);
}
