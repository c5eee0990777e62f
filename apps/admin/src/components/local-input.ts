/** The value of a `datetime-local` field, which knows no zone: the viewer's. */
import dayjs from 'dayjs';

export function toLocalInput(at: string | null | undefined): string {
  return at ? dayjs(at).format('YYYY-MM-DDTHH:mm') : '';
}

/** ISO 8601 in UTC; `null` where there is no whole moment. */
export function fromLocalInput(text: string): string | null {
  if (text === '') return null;
  const moment = dayjs(text);
  return moment.isValid() ? moment.toISOString() : null;
}
