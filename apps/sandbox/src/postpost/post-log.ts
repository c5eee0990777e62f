import { objectId, type LogEntry, type PostGroup } from './state';

/** PostPost keeps more, but answers with the oldest hundred. */
export const LOGS_SHOWN = 100;

type LogFields = Omit<LogEntry, '_id' | 'postGroupId' | 'createdAt' | 'updatedAt' | '__v'>;

/** Keys without a value are absent, never null (PostPost docs, post-logs). */
export function addLog(group: PostGroup, at: string, fields: LogFields): void {
  group.logs.push({
    _id: objectId(),
    postGroupId: group._id,
    ...fields,
    createdAt: at,
    updatedAt: at,
    __v: 0,
  });
}
